"""An upgrade in words, for one person in one language: what is new, moves, or is set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...access.clearance import clearance_on
from ...definition.answer_types import text_of
from ...definition.elements import Definition, Text
from ...definition.parking import ParkedAnswer
from ...definition.tailoring import level_of_reason
from ...models import ConceptPage
from ...queries.upgrades import Upgrade


@dataclass(frozen=True)
class Line:
    """One question: what it is called, where it stands, what was answered, and what follows."""

    label: str
    place: str = ""
    answer: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Chapter:
    """The questions with which the same happens; `key` is the name that the command uses."""

    key: str
    heading: str
    explanation: str
    lines: tuple[Line, ...]


class Preview:
    """Says an upgrade for one person; answers above her clearance are not told."""

    def __init__(self, upgrade: Upgrade, user: Any) -> None:
        self.upgrade = upgrade
        self.language = (get_language() or "de")[:2]
        self.clearance = clearance_on(user, upgrade.before)
        self.names = upgrade.before.service_names(upgrade.before.answers)

    def chapters(self) -> list[Chapter]:
        """Return what happens, what needs a decision first; only what there is."""
        found = [
            Chapter(
                "parked",
                _("Parked"),
                _("These answers have no place any more. They stay with the concept, can be "
                  "copied into another question, and are never deleted."),
                tuple(self._parked()),
            ),
            Chapter(
                "incomplete",
                _("Incomplete afterwards"),
                _("These questions have to be answered, or answered differently, before the "
                  "concept can be submitted."),
                tuple(self._asked(self.upgrade.plan.incomplete)),
            ),
            Chapter(
                "converted",
                _("Converted"),
                _("The question asks for another kind of answer; nothing of the answer is lost."),
                tuple(self._changed(self.upgrade.plan.converted)),
            ),
            Chapter(
                "mapped",
                _("Mapped"),
                _("The template says which of its options takes the place of the old one."),
                tuple(self._changed(self.upgrade.plan.mapped)),
            ),
            Chapter(
                "moved",
                _("Moved"),
                _("The answer goes along with its question."),
                tuple(self._moved()),
            ),
            Chapter(
                "new",
                _("New"),
                _("These questions were not asked before."),
                tuple(self._asked(self.upgrade.plan.new)),
            ),
            Chapter(
                "switched_on",
                _("No longer switched off"),
                _("These were switched off for the service and are not part of the template any "
                  "more. What takes their place is asked."),
                tuple(self._switched_on()),
            ),
        ]  # fmt: skip
        return [chapter for chapter in found if chapter.lines]

    def _parked(self) -> Iterator[Line]:
        for answer in self.upgrade.newly_parked:
            yield Line(
                self.say(answer.label),
                self.place(answer.asked, answer.question) if answer.asked else "",
                said_of_parked(answer, self.language, self.clearance, self.names),
                answer.reason.message.say(_),
            )

    def _asked(self, keys: tuple[str, ...]) -> Iterator[Line]:
        definition = self.upgrade.after.definition
        for key in keys:
            yield Line(self.label(definition, key), self.place(definition, key))

    def _moved(self) -> Iterator[Line]:
        old, new = self.upgrade.before.definition, self.upgrade.after.definition
        for key in self.upgrade.plan.moved:
            source = self.upgrade.walked.sources[key]
            yield Line(
                self.label(new, key),
                self.place(old, source),
                outcome=self.place(new, key)
                if source == key
                else f"{self.place(new, key)}: {self.label(new, key)}",
            )

    def _switched_on(self) -> Iterator[Line]:
        definition, reasons = self.upgrade.before.definition, self.upgrade.before.tailoring
        for key in self.upgrade.plan.switched_on:
            element = definition.groups_by_key.get(key) or definition.questions.get(key)
            seen = level_of_reason(definition, key).rank <= self.clearance.rank
            yield Line(
                self.say(element.label) if element else key,
                self.place(definition, key),
                reasons[key] if seen else unseen(),
            )

    def _changed(self, keys: tuple[str, ...]) -> Iterator[Line]:
        for key in keys:
            source = self.upgrade.walked.sources[key]
            yield Line(
                self.label(self.upgrade.after.definition, key),
                self.place(self.upgrade.after.definition, key),
                self.answer(self.upgrade.before, source),
                self.answer(self.upgrade.after, key),
            )

    # Words ----------------------------------------------------------------------------------------

    def say(self, text: Text) -> str:
        return text.say(self.language)

    def label(self, definition: Definition, key: str) -> str:
        question = definition.questions.get(key)
        return self.say(question.label) if question else key

    def place(self, definition: Definition, key: str) -> str:
        """Return the group that holds a question, with its number."""
        group = definition.group_of.get(key)
        return f"{group.number} {self.say(group.label)}".strip() if group else ""

    def answer(self, page: ConceptPage, key: str) -> str:
        definition = page.definition
        question = definition.questions.get(key)
        if question is None:
            return ""
        if definition.confidentiality_of(key).rank > self.clearance.rank:
            return unseen()
        value = page.stored_answers.get(key)
        return text_of(definition, question, value, self.language, self.names)


def said_of_parked(
    answer: ParkedAnswer, language: str, clearance: Any, names: Mapping[str, Text]
) -> str:
    """Return a parked answer in words; that it is not for this person, where it is not."""
    if not answer.is_seen_at(clearance):
        return unseen()
    if answer.asked is None or answer.old_question is None:
        return str(answer.value)
    return text_of(answer.asked, answer.old_question, answer.value, language, names)


def unseen() -> str:
    """Return the words for an answer that is above the person's clearance."""
    return _("More confidential than your clearance")
