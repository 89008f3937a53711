"""Marks what is gone on the left, and what is new on the right, of two texts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import diff_text

from ...documents.template_sides import Aspect, Side

GONE, NEW, SAME = "deletion", "addition", "equal"
Changes = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Marked:
    """One aspect in one language as HTML: what it was, what it is."""

    language: str
    old: SafeString
    new: SafeString


def marked(aspect: Aspect) -> Iterator[Marked]:
    """Yield the languages of an aspect; of a list whole entries are marked, of a text words."""
    for side in aspect.sides:
        changes = _entries(side) if aspect.is_list else _words(side)
        yield Marked(
            side.language,
            format_html_join("", "{}", ((_html(one),) for one in changes if one[0] != NEW)),
            format_html_join("", "{}", ((_html(one),) for one in changes if one[0] != GONE)),
        )


def _words(side: Side) -> Changes:
    if not (side.old and side.new):
        return [(GONE, side.old), (NEW, side.new)]
    changes: Changes = diff_text(side.old, side.new).changes
    return changes


def _entries(side: Side) -> Changes:
    old, new = side.old.split("\n"), side.new.split("\n")
    found: list[tuple[str, str]] = []
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found += [(SAME, line + "\n") for line in old[from_old:to_old]]
        else:
            found += [(GONE, line + "\n") for line in old[from_old:to_old]]
            found += [(NEW, line + "\n") for line in new[from_new:to_new]]
    return found


def _html(change: tuple[str, str]) -> SafeString | str:
    kind, text = change
    if not text.strip() or kind == SAME:
        return text
    return format_html("<del>{}</del>" if kind == GONE else "<ins>{}</ins>", text)
