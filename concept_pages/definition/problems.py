"""What is wrong and where, in sentences that can be translated outside this room.

Exception
└─ DefinitionError    the data are no template; `.problems` names every reason
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .elements import LANGUAGES, Text

Severity = Literal["error", "warning", "hint"]


def gettext_noop(text: str) -> str:
    """Mark `text` for the translators and return it unchanged; `Message.say` looks it up."""
    return text


# Translators: answer with the two-letter code of your language in place of "en".
_LANGUAGE = gettext_noop("Language of this catalogue: en")

_LINE = gettext_noop("Line %(line)d")


def _plain(text: str) -> str:
    return text


@dataclass(frozen=True)
class Message:
    """One sentence with `%(name)s` placeholders and what they stand for.

    A value may be a string, a number, a `Text` (said in the language of the reader) or a message.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def say(self, translate: Callable[[str], str] = _plain, language: str = "") -> str:
        """Return the sentence as `translate` (such as gettext) gives it, values filled in.

        The language of bilingual values is the one the catalogue names, unless it is given.
        """
        language = language or _language_of(translate)
        said = {name: _said(value, translate, language) for name, value in self.values.items()}
        return translate(self.text) % said

    def __str__(self) -> str:
        return self.say()


def _language_of(translate: Callable[[str], str]) -> str:
    code = translate(_LANGUAGE)[-2:]
    return code if code in LANGUAGES else "en"


def _said(value: object, translate: Callable[[str], str], language: str) -> object:
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, Message):
        return value.say(translate, language)
    return value


@dataclass(frozen=True)
class Problem:
    """Something wrong with a definition.

    `where` is the path to it, by keys, "" where all of it is meant; `key` is the innermost group or
    question on that path, so that a screen can link to it; `line` is the line of the file, 0 where
    nobody knows.
    """

    where: str
    message: Message
    key: str = ""
    severity: Severity = "error"
    line: int = 0

    def say(self, translate: Callable[[str], str] = _plain) -> str:
        """Return the message after its place: the line of the file, and the path."""
        line = Message(_LINE, {"line": self.line}).say(translate) if self.line else ""
        place = ", ".join(part for part in (line, self.where) if part)
        said = self.message.say(translate)
        return f"{place}: {said}" if place else said

    def __str__(self) -> str:
        return self.say()


class DefinitionError(Exception):
    """The data are no template of this format; `problems` says everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
