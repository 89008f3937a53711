"""A template laid out for the owner of a service: groups and questions with their switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...actions import tailoring
from ...blocks.question_blocks import FACES
from ...definition.elements import Group, Question, Text
from ...definition.keys import is_own
from ...models import ConceptPage


@dataclass(frozen=True)
class Row:
    """A group or question on the screen, with its switch."""

    key: str
    label: str
    help: str
    number: str = ""
    type: str = ""
    icon: str = ""
    level: str = ""
    required: bool = False
    is_group: bool = False
    may_switch: bool = False
    off: bool = False
    reason: str = ""
    error: str = ""
    theirs: str = ""
    questions: tuple[Row, ...] = ()
    groups: tuple[Row, ...] = ()

    @property
    def switched_off(self) -> int:
        """How many switches are off here and below."""
        return self.off + sum(row.switched_off for row in (*self.questions, *self.groups))


class Outline:
    """Lays a definition out for one person; reasons above her clearance are not told."""

    def __init__(self, page: ConceptPage, user: Any) -> None:
        self.page = page
        self.definition = page.definition
        self.language = (get_language() or "de")[:2]
        self.switchable = tailoring.switchable(page, user)
        self.reasons: Mapping[str, str] = page.tailoring
        self.errors: dict[str, str] = {}
        self.theirs: dict[str, str] = {}

    @property
    def seen_reasons(self) -> dict[str, str]:
        """What is switched off, as far as the person may know why."""
        reasons = self.page.tailoring
        return {key: reasons[key] for key in sorted(self.switchable & reasons.keys())}

    def common(self) -> list[Row]:
        """Return the chapters of the template."""
        return [self.group(one) for one in self.definition.groups if not is_own(one.key)]

    def own(self) -> list[Row]:
        """Return the chapters that the service adds."""
        return [self.group(one) for one in self.definition.groups if is_own(one.key)]

    def group(self, group: Group) -> Row:
        """Return a group with everything below it."""
        return Row(
            **self.common_of(group),
            number=group.number,
            is_group=True,
            questions=tuple(map(self.question, group.questions)),
            groups=tuple(map(self.group, group.groups)),
        )

    def question(self, question: Question) -> Row:
        """Return a question with its kind of answer; its level where it is stricter than usual."""
        name, _family, icon = FACES[question.type]
        level = self.definition.confidentiality_of(question.key)
        labels = {o.key: o.label for o in self.definition.confidentiality_levels}
        is_usual = level.rank <= self.definition.confidentiality_default.rank
        said = "" if is_usual else self.say(labels.get(level, Text(level.value, level.value)))
        return Row(
            **self.common_of(question),
            type=str(name),
            icon=icon,
            level=said,
            required=question.required,
        )

    def common_of(self, element: Group | Question) -> dict[str, Any]:
        """Return what groups and questions have in common: texts, and the switch."""
        key = element.key
        off, may_switch = key in self.reasons, key in self.switchable
        unseen = off and not may_switch
        return {
            "key": key,
            "label": self.say(element.label),
            "help": self.say(element.help),
            "may_switch": may_switch and not is_own(key),
            "off": off,
            "reason": unseen_reason() if unseen else self.reasons.get(key, ""),
            "error": self.errors.get(key, ""),
            "theirs": self.theirs.get(key, ""),
        }

    def say(self, text: Text) -> str:
        """Return a text in the language of the screen."""
        return text.say(self.language)


def unseen_reason() -> str:
    """Return the words in place of a reason that is not for this person."""
    return _("The reason is more confidential than your clearance.")
