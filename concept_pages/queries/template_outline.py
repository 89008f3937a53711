"""The draft of a template at a glance: its groups and questions, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..blocks.question_data import Data, option_set_data
from ..definition.elements import LANGUAGES, AnswerType, Option, Text
from ..definition.sentences import Asked, Speaker
from ..models import TemplatePage
from ..models.pinned import pinned
from ..models.template_draft import DraftGroup, draft_groups
from ..models.template_problems import DraftProblem, problems_of
from ..models.template_references import Place, asked_in, elements, option_set_uses
from .template_counts import Counts, count, lacks_translation

STEP = 4
"""Characters of a tree path for one level."""


def text_of(data: Any) -> Text:
    """Return a text in the template format, which may lack a language."""
    found = data if isinstance(data, dict) else {}
    return Text(str(found.get("de") or ""), str(found.get("en") or ""))


@dataclass(frozen=True)
class OutlineQuestion:
    """One question in the outline."""

    key: str
    type: AnswerType
    label: Text
    required: bool
    condition: str
    block: str
    help: Text
    lacks: bool
    """Whether one of its texts lacks a language."""

    @property
    def anchor(self) -> str:
        """The fragment that opens the question in its group's form."""
        return f"#block-{self.block}-section"

    @property
    def words(self) -> str:
        """What the search finds the question by beside what is shown: both languages, its key."""
        return " ".join((self.key, self.label.de, self.label.en, self.help.de, self.help.en))

    @property
    def facts(self) -> str:
        """What the outline can be narrowed to."""
        facts = {"required": self.required, "conditional": self.condition, "lacks": self.lacks}
        return " ".join((*(name for name, holds in facts.items() if holds), f"type-{self.type}"))


@dataclass(frozen=True)
class OutlineGroup:
    """One group in the outline, with its questions and the groups below."""

    page_id: int
    number: str
    label: Text
    key: str
    condition: str
    has_changes: bool
    lacks: bool
    questions: tuple[OutlineQuestion, ...]
    problems: tuple[DraftProblem, ...]
    groups: list[OutlineGroup] = field(default_factory=list)

    @property
    def question_count(self) -> int:
        """How many questions there are here and below."""
        return len(self.questions) + sum(group.question_count for group in self.groups)

    @property
    def words(self) -> str:
        """What the search finds the group by beside what is shown."""
        return " ".join((self.key, self.label.de, self.label.en))

    @property
    def facts(self) -> str:
        """What the outline can be narrowed to."""
        facts = {"conditional": self.condition, "lacks": self.lacks}
        return " ".join(name for name, holds in facts.items() if holds)


def _missing(label: Text) -> Text:
    """Return the last known text of a question, and that it is not there any more."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = _("%(name)s (does not exist)") % {"name": label.say(language)}
    return Text(said["de"], said["en"])


class Draft:
    """The draft of a template, read once; everything an author's page shows of it."""

    def __init__(self, template: TemplatePage) -> None:
        self.template = template
        self.language = (get_language() or "de")[:2]

    @cached_property
    def groups(self) -> list[DraftGroup]:
        """Every group in the order of the document."""
        return draft_groups(self.template)

    @cached_property
    def option_sets(self) -> Mapping[str, list[Data]]:
        """The shared options by name."""
        return option_set_data(self.template.option_sets.raw_data)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """What conditions may ask for, by key."""
        return {
            question["key"]: Asked(
                question["key"],
                AnswerType(question["type"]),
                text_of(question.get("label")),
                tuple(
                    Option(entry.get("key", ""), text_of(entry)) for entry in self.options(question)
                ),
            )
            for group in self.groups
            for question in group.data.get("questions", ())
            if question.get("key")
        }

    @cached_property
    def gone(self) -> dict[str, Asked]:
        """What the last release asked and the draft does not: a condition may still name it."""
        previous = self.template.last_version()
        if previous is None:
            return {}
        released = pinned(previous.pk).definition
        return {
            key: Asked(key, question.type, _missing(question.label), released.options_of(question))
            for key, question in released.questions.items()
            if key not in self.asked
        }

    @cached_property
    def problems(self) -> list[DraftProblem]:
        """What is wrong with the draft."""
        return problems_of(self.template, self.groups)

    @property
    def outline(self) -> list[OutlineGroup]:
        """The chapters with everything below."""
        placed: dict[str, OutlineGroup] = {}
        chapters: list[OutlineGroup] = []
        for group in self.groups:
            found = self._outline_group(group)
            placed[group.path] = found
            above = placed.get(group.path[:-STEP])
            (above.groups if above else chapters).append(found)
        return chapters

    @property
    def types(self) -> Counter[AnswerType]:
        """How many questions of each type there are."""
        return Counter(asked.type for asked in self.asked.values())

    @cached_property
    def counts(self) -> Counts:
        """The whole template in numbers."""
        return count(self.groups, self.option_sets)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each group and question is edited, by key."""
        return {place.key: place for place, _data in elements(self.groups)}

    @cached_property
    def option_set_uses(self) -> dict[str, list[Place]]:
        """The questions that offer each option set, in the order of the sets."""
        uses = option_set_uses(self.groups)
        return {name: uses.get(name, []) for name in self.option_sets}

    @cached_property
    def questions_url(self) -> str:
        """The address below which each question has its own, by its key."""
        address = reverse("secdoc_templates:question", args=[self.template.pk, "key"])
        return address.removesuffix("key/")

    def find(self, key: str) -> tuple[DraftGroup, Data] | None:
        """Return a question with its group; None where there is none of this key."""
        for group in self.groups:
            for question in group.data.get("questions", ()):
                if key and question.get("key") == key:
                    return group, question
        return None

    def name_of(self, data: Data) -> str:
        """Return number and text of a group or question in the active language."""
        label = text_of(data.get("label")).say(self.language)
        return f"{data.get('number', '')} {label}".strip()

    def options(self, question: Data) -> list[Data]:
        """Return what a question offers: its options, those of its set, or a matrix's ratings."""
        if question["type"] == AnswerType.MATRIX:
            found: list[Data] = question.get("columns", [])
            return found
        if question.get("option_set"):
            return list(self.option_sets.get(question["option_set"], ()))
        return list(question.get("options", ()))

    def say(self, condition: Any) -> str:
        """Return a condition as a sentence in the active language; "" for always."""
        if not condition:
            return ""
        gone = self.gone if asked_in(condition) - self.asked.keys() else {}
        return Speaker({**gone, **self.asked}, self.language, _).say(condition)

    def problems_at(self, page_id: int) -> list[DraftProblem]:
        """Return what is wrong on one page."""
        return [problem for problem in self.problems if problem.page_id == page_id]

    def _outline_group(self, group: DraftGroup) -> OutlineGroup:
        data = group.data
        return OutlineGroup(
            page_id=group.page_id,
            number=data.get("number", ""),
            label=text_of(data.get("label")),
            key=group.key,
            condition=self.say(data.get("visible_if")),
            has_changes=group.has_changes,
            lacks=lacks_translation(data),
            questions=tuple(
                self._outline_question(group, question) for question in data.get("questions", ())
            ),
            problems=tuple(self.problems_at(group.page_id)),
        )

    def _outline_question(self, group: DraftGroup, question: Data) -> OutlineQuestion:
        key = question.get("key") or ""
        return OutlineQuestion(
            key=key,
            type=AnswerType(question["type"]),
            label=text_of(question.get("label")),
            required=bool(question.get("required")),
            condition=self.say(question.get("visible_if")),
            block=group.blocks.get(key, ""),
            help=text_of(question.get("help")),
            lacks=lacks_translation(question),
        )
