"""What concepts are asked, decoded once in each process: a template's release, and their own.

A release never changes, so its definition is kept by the fingerprint of the release. Asking costs
one small query; the content is only read for a definition that this process has not seen yet.
`asked` and `asked_by` are the only ones that join a template with the questions of one service.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workflows.models import Release, Submission

from ..definition.codec import decode
from ..definition.elements import Definition
from ..definition.own import own_groups, with_own
from ..definition.problems import DefinitionError

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


def definition_frozen_as(sha256: str) -> Definition | None:
    """Return what a template asked in the release with this fingerprint; None without one."""
    found = Release.objects.filter(sha256=sha256, kind=Release.Kind.VERSION)
    release_id = found.values_list("pk", flat=True).first()
    try:
        return _decoded(release_id, sha256).definition if release_id else None
    except DefinitionError:
        return None  # it is a release, but of no template


# With what one service adds -----------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Everything that one concept is asked, with a fingerprint of all of it."""

    definition: Definition
    fingerprint: str


def asked(template: Pinned, additions: Sequence[Mapping[str, Any]]) -> Asked:
    """Return what a template asks, followed by the chapters that a service adds.

    Raises:
        DefinitionError: the additions are no chapters of a service.
    """
    if not additions:
        return Asked(template.definition, template.sha256)
    own = json.dumps(additions, sort_keys=True, ensure_ascii=False)
    return _joined(template.release_id, template.sha256, own)


@lru_cache(maxsize=KEPT_DEFINITIONS)
def _joined(release_id: int, sha256: str, additions: str) -> Asked:
    common = _decoded(release_id, sha256).definition
    definition = with_own(common, own_groups(json.loads(additions)))
    return Asked(definition, hashlib.sha256(f"{sha256}{additions}".encode()).hexdigest())


def asked_by(record: Release | Submission) -> Definition:
    """Return what a concept was asked when a release or submission of it was made.

    Raises:
        ValueError: it names no template release.
    """
    if record.based_on_id is None:
        raise ValueError(f"{record!r} names no template release.")
    return asked(pinned(record.based_on_id), record.content.get("additions", ())).definition
