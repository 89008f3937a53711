"""What is new or changed for the people of a concept since its last release, until they saw it.

The page stores which marks are open; what each of them says is the difference between two releases
of a template, which never change. `since` is the one that the concept's last release rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from workflows.models import Release

from ..definition.compare import Mark, marks_between
from ..definition.elements import Confidentiality, Definition
from .pinned import pinned

if TYPE_CHECKING:
    from .concept_page import ConceptPage

Stored = dict[str, Any]


def open_marks(page: ConceptPage) -> dict[str, Mark]:
    """Return the open marks of a draft by key, in the order of the document."""
    stored = page.marks
    if not stored or stored["release"] != page.template_release_id:
        return {}
    return _chosen(_between(stored["since"], page.template_release_id), stored["open"])


def marks_after_upgrade(draft: ConceptPage, to: Release) -> Stored:
    """Return what is marked once a draft rests on another template release.

    What was seen before stays seen, unless this very step changes it again.
    """
    since = draft.marks.get("since") or _since(draft)
    known = open_marks(draft).keys() | _between(draft.template_release_id, to.pk).keys()
    return {"since": since, "release": to.pk, "open": [*_chosen(_between(since, to.pk), known)]}


def marks_without(page: ConceptPage, keys: Collection[str]) -> Stored:
    """Return what stays marked once these groups and questions were answered or seen."""
    if not page.marks:
        return {}
    left = {key: mark for key, mark in open_marks(page).items() if key not in keys}
    return page.marks | {"open": [*_without_finished_groups(page.definition, left)]}


def keep_marks(page: ConceptPage) -> None:
    """Store the marks of a draft that was saved, and how many of them people see.

    A draft that went back to another release, such as one given up, is compared anew.
    """
    if not page.marks:
        return
    since, release = page.marks["since"], page.template_release_id
    is_other = page.marks["release"] != release
    left = _between(since, release) if is_other else open_marks(page)
    page.marks = (
        {"since": since, "release": release, "open": [*left], "counts": _counts(page, left)}
        if left
        else {}
    )
    type(page).objects.filter(pk=page.pk).update(marks=page.marks)


def _since(draft: ConceptPage) -> int:
    """Return the template release of the last release; without one, what the draft rests on."""
    released = Release.objects.filter(page_id=draft.pk, based_on__isnull=False)
    based_on = released.order_by("sequence").values_list("based_on_id", flat=True).last()
    return based_on or draft.template_release_id


@dataclass(frozen=True)
class _Releases:
    """Two releases to compare; the fingerprints stand for their definitions."""

    old_sha256: str
    new_sha256: str
    old: Definition = field(compare=False)
    new: Definition = field(compare=False)


def _between(old_id: int, new_id: int) -> Mapping[str, Mark]:
    if old_id == new_id:
        return {}
    old, new = pinned(old_id), pinned(new_id)
    return _compared(_Releases(old.sha256, new.sha256, old.definition, new.definition))


@lru_cache(maxsize=64)
def _compared(releases: _Releases) -> Mapping[str, Mark]:
    return marks_between(releases.old, releases.new)


def _chosen(marks: Mapping[str, Mark], keys: Collection[str]) -> dict[str, Mark]:
    wanted = set(keys)
    return {key: mark for key, mark in marks.items() if key in wanted}


def _without_finished_groups(definition: Definition, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Leave out new groups with questions of which none is marked any more."""
    finished = {
        key
        for key, mark in marks.items()
        if mark.is_new
        and (asked := _questions_below(definition, key))
        and not marks.keys() & set(asked)
    }
    return {key: mark for key, mark in marks.items() if key not in finished}


def _questions_below(definition: Definition, group: str) -> list[str]:
    """Return the questions of a group and of those below; none if it is no group."""
    found = definition.groups_by_key.get(group)
    return [q.key for one in found.walk() for q in one.questions] if found else []


# How many ---------------------------------------------------------------------------------------


def _counts(page: ConceptPage, marks: Mapping[str, Mark]) -> dict[str, int]:
    """Return how many marks somebody sees, by her clearance; what is hidden is not counted.

    A new group is as many as its new questions, so it is not counted itself.
    """
    situation = page.situation
    shown = (key for key in marks if situation.is_visible(key))
    levels = [_level(page, key) for key in shown if _counts_itself(page.definition, marks, key)]
    return {level.value: sum(one.rank <= level.rank for one in levels) for level in Confidentiality}


def _counts_itself(definition: Definition, marks: Mapping[str, Mark], key: str) -> bool:
    return key in definition.questions or not marks[key].is_new


def _level(page: ConceptPage, key: str) -> Confidentiality:
    """Return the clearance that a mark needs: a group is seen by who sees anything in it."""
    definition = page.definition
    asked = [key] if key in definition.questions else _questions_below(definition, key)
    given = definition.service_questions or ()
    levels = (
        Confidentiality.PUBLIC if one in given else definition.confidentiality_of(one)
        for one in asked
    )
    return min(levels, key=lambda level: level.rank, default=Confidentiality.PUBLIC)
