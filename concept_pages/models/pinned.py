"""The definitions that concepts pin, decoded once in each process.

A release never changes, so its definition is kept by the fingerprint of the release. Asking costs
one small query; the content is only read for a definition that this process has not seen yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workflows.models import Release

from ..definition.codec import decode
from ..definition.elements import Definition

KEPT_DEFINITIONS = 64


@dataclass(frozen=True)
class Pinned:
    """A definition with the fingerprint of the release that froze it."""

    release_id: int
    sha256: str
    definition: Definition


def pinned(release_id: int) -> Pinned:
    """Return the definition that a template's release froze.

    Raises:
        Release.DoesNotExist: there is no such release.
    """
    sha256 = Release.objects.values_list("sha256", flat=True).get(pk=release_id)
    return _decoded(release_id, sha256)


@lru_cache(maxsize=KEPT_DEFINITIONS)
def _decoded(release_id: int, sha256: str) -> Pinned:
    content = Release.objects.values_list("content", flat=True).get(pk=release_id)
    return Pinned(release_id, sha256, decode(content))
