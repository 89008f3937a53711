"""What differs between two Documents of one page: marks for whoever has to decide on the new one.

Both were made for the same reader, so a mark never tells of an answer that she may not see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from .document import Block, Change, Document, Entry, Paragraph, Run, Section, State

NO_REMARKS: Mapping[str, Sequence[str]] = {}

Part = TypeVar("Part", Entry, Section)


def mark_changes(
    new: Document, old: Document, *, remarks: Mapping[str, Sequence[str]] = NO_REMARKS
) -> Document:
    """Return `new` with every entry marked that says something else than in `old`.

    What is gone is put back in its place, marked as removed. `remarks` are sentences by key that
    tell what changed; an entry that has one is marked even if it reads the same.
    """
    marker = _Marker(new, old, remarks)
    sections = tuple(marker.sections(new.sections, old.sections))
    marked = replace(new, sections=sections)
    return replace(marked, notices=(*new.notices, summary(marked, old.version)))


def count_changes(document: Document) -> Counter[Change]:
    """Return how many entries were added, changed and removed.

    A section that was switched off, or on again, counts as one change.
    """
    found = Counter(entry.change for entry in document.entries() if entry.change)
    found[Change.CHANGED] += sum(section.switched for _depth, section in document.walk())
    return +found


def summary(document: Document, version: str) -> str:
    """Return the sentence that tells how much has changed since a version."""
    found = count_changes(document)
    if not found:
        return _("Nothing has changed since version %(version)s.") % {"version": version}
    counted = {
        "version": version,
        "added": found[Change.ADDED],
        "changed": found[Change.CHANGED],
        "removed": found[Change.REMOVED],
    }
    return (
        _("Since version %(version)s: %(added)d new, %(changed)d changed, %(removed)d removed.")
        % counted
    )


class _Marker:
    """Walks both documents side by side."""

    def __init__(self, new: Document, old: Document, remarks: Mapping[str, Sequence[str]]) -> None:
        self.remarks = remarks
        self.entries = {entry.key: entry for entry in new.entries()}
        self.old_entries = {entry.key: entry for entry in old.entries()}
        self.keys = {section.key for _depth, section in new.walk()}
        self.old_sections = {section.key: section for _depth, section in old.walk()}
        self.old_keys = self.old_sections.keys()
        self.labels = {
            Change.ADDED: _("new"),
            Change.CHANGED: _("changed"),
            Change.REMOVED: _("removed"),
        }

    def sections(self, new: tuple[Section, ...], old: tuple[Section, ...]) -> list[Section]:
        """Return the new sections marked, and those that are gone where they were."""
        old_by_key = {section.key: section for section in old}
        return _merged(
            [self.section(section, old_by_key.get(section.key)) for section in new],
            [self.removed_section(section) for section in old if section.key not in self.keys],
            [section.key for section in old],
        )

    def section(self, section: Section, old: Section | None) -> Section:
        """Return a section with its entries marked."""
        remarks = tuple(self.remarks.get(section.key, ()))
        before = self.old_sections.get(section.key)
        remarks += switched(section.state, before.state if before else State.ANSWERED)
        change: Change | None = None
        if section.key not in self.old_keys and section.state is not State.NOT_APPLICABLE:
            change = Change.ADDED
        elif remarks or (old is not None and old.notes != section.notes):
            change = Change.CHANGED
        gone = [
            self.removed(entry)
            for entry in (old.entries if old else ())
            if entry.key not in self.entries and said(entry)
        ]
        return replace(
            section,
            notes=(*section.notes, *remarks),
            switched=section.state is not (before.state if before else State.ANSWERED),
            change=change,
            change_label=self.labels[change] if change else "",
            entries=tuple(
                _merged(
                    [self.entry(entry) for entry in section.entries],
                    gone,
                    [entry.key for entry in (old.entries if old else ())],
                )
            ),
            sections=tuple(self.sections(section.sections, old.sections if old else ())),
        )

    def entry(self, entry: Entry) -> Entry:
        """Return an entry with its mark, if it differs."""
        old = self.old_entries.get(entry.key)
        told = switched(entry.state, old.state if old else State.NOT_ANSWERED)
        remarks = (*self.remarks.get(entry.key, ()), *told)
        before = said(old) if old else ()
        if before == said(entry) and not remarks:
            return entry
        change = Change.CHANGED
        # What was switched off or on is neither new nor gone: the template asks it all the time.
        if not told and not before:
            change = Change.ADDED
        elif not told and not said(entry):
            change = Change.REMOVED
        relabelled = old is not None and remarks and old.label != entry.label
        return replace(
            entry,
            change=change,
            change_label=self.labels[change],
            remarks=remarks if change is Change.CHANGED else (),
            before=(
                *((Paragraph((Run(old.label, bold=True),)),) if old and relabelled else ()),
                *(before if before != said(entry) else ()),
            ),
        )

    def removed(self, entry: Entry) -> Entry:
        """Return an entry of the old document as one that is gone."""
        return replace(
            entry,
            change=Change.REMOVED,
            change_label=self.labels[Change.REMOVED],
            blocks=(),
            value=None,
            before=entry.blocks,
        )

    def removed_section(self, section: Section) -> Section:
        """Return a section of the old document as one that is gone, with what did not move."""
        return replace(
            section,
            change=Change.REMOVED,
            change_label=self.labels[Change.REMOVED],
            entries=tuple(
                self.removed(entry)
                for entry in section.entries
                if entry.key not in self.entries and said(entry)
            ),
            sections=tuple(map(self.removed_section, section.sections)),
        )


def switched(now: State, before: State) -> tuple[str, ...]:
    """Return the sentence that something was switched off for the service, or on again."""
    if (now is State.NOT_APPLICABLE) is (before is State.NOT_APPLICABLE):
        return ()
    if now is State.NOT_APPLICABLE:
        return (_("Switched off for this service since then."),)
    return (_("Switched on again for this service since then."),)


def said(entry: Entry) -> tuple[Block, ...]:
    """Return what an entry says; that a question was not answered is no statement."""
    return () if entry.state is State.NOT_ANSWERED else entry.blocks


def _merged(new: list[Part], gone: list[Part], old_order: list[str]) -> list[Part]:
    """Return the new parts in their order, each gone one after the part that it followed."""
    merged = list(new)
    for part in gone:
        before = old_order[: old_order.index(part.key)]
        keys = [one.key for one in merged]
        place = next((keys.index(key) + 1 for key in reversed(before) if key in keys), 0)
        merged.insert(place, part)
    return merged
