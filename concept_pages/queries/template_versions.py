"""The released versions of a template, and how many concepts rest on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from workflows.models import Release
from workflows.queries import versions

from ..models import ConceptPage, TemplatePage
from .upgrades import with_pinned_release


@dataclass(frozen=True)
class Version:
    """A released version, without its content; `concepts` are the drafts that rest on it."""

    release: Release
    concepts: int
    is_newest: bool


def versions_of(template: TemplatePage) -> list[Version]:
    """Return the versions of a template, the newest first, in two queries."""
    found = list(versions(template).defer("content"))
    pinned = with_pinned_release(ConceptPage.objects.order_by()).filter(
        pinned_release__in=[release.pk for release in found]
    )
    counted = Counter(pinned.values_list("pinned_release", flat=True))
    newest = template.lifecycle.released_id
    return [Version(release, counted[release.pk], release.pk == newest) for release in found]


def version_of(template: TemplatePage, number: str) -> Release | None:
    """Return the released version of a number, the newest of it; None where there is none."""
    # A zero byte, which some database refuses to look for, is in no number either.
    return versions(template).filter(number=number).first() if number.isprintable() else None
