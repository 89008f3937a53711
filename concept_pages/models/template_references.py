"""What refers to what in the draft of a template: conditions to questions, questions to options."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..blocks.question_data import Data
from ..definition.elements import Text
from .template_draft import DraftGroup


@dataclass(frozen=True)
class Place:
    """A group or question of a draft; `where` is the address that opens it in the editor."""

    key: str
    label: Text
    page_id: int
    block: str = ""

    @property
    def where(self) -> str:
        """The address of its form; a question is opened there."""
        anchor = f"#block-{self.block}-section" if self.block else ""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id]) + anchor

    def __str__(self) -> str:
        return self.label.say((get_language() or "de")[:2]) or self.key or _("Without text")


def elements(groups: Iterable[DraftGroup]) -> Iterator[tuple[Place, Data]]:
    """Yield every group and question with its place, in the order of the document."""
    for group in groups:
        yield Place(group.key, _label(group.data), group.page_id), group.data
        for question in group.data.get("questions", ()):
            key = question.get("key") or ""
            place = Place(key, _label(question), group.page_id, group.blocks.get(key, ""))
            yield place, question


def asked_in(condition: Any) -> set[str]:
    """Return the keys of the questions that a condition in the template format asks for."""
    if not isinstance(condition, dict):
        return set()
    parts = condition.get("all") or condition.get("any")
    if parts:
        return set().union(*(asked_in(part) for part in parts))
    return {condition["question"]} if condition.get("question") else set()


def asked_by(data: Data) -> set[str]:
    """Return the keys of the questions that a group or question depends on."""
    filtered = {data["filter_by"]} if data.get("filter_by") else set()
    return asked_in(data.get("visible_if")) | filtered


def referring_to(groups: Iterable[DraftGroup], keys: Collection[str]) -> list[Place]:
    """Return what depends on one of these questions and is none of them."""
    wanted = set(keys)
    return [
        place
        for place, data in elements(groups)
        if place.key not in wanted and wanted & asked_by(data)
    ]


def option_set_uses(groups: Iterable[DraftGroup]) -> dict[str, list[Place]]:
    """Return the questions that offer each option set, in a column of a table or as a whole."""
    uses: dict[str, list[Place]] = {}
    for place, data in elements(groups):
        columns = data.get("columns", ()) if data.get("type") == "table" else ()
        for name in dict.fromkeys(part.get("option_set") for part in (data, *columns)):
            if name:
                uses.setdefault(name, []).append(place)
    return uses


def _label(data: Data) -> Text:
    label = data.get("label") or {}
    return Text(str(label.get("de") or ""), str(label.get("en") or ""))
