"""The nouns of a template: definition, group, question, option; every element has a stable key.

The fields mirror the template format (`docs/reference/template-format.md`). Everything is frozen
and hashable, so a definition can be shared between threads and used as a cache key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Text:
    """One text in both languages of the house."""

    de: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.de or self.en)

    def say(self, language: str) -> str:
        """Return the text in `language`, or in the other language where it is missing."""
        return (self.en or self.de) if language == "en" else (self.de or self.en)

    def both(self) -> str:
        """Return the text in both languages, for what people of either read; once if alike."""
        return " / ".join(dict.fromkeys(filter(None, (self.de, self.en))))


class AnswerType(StrEnum):
    """The 21 kinds of answer; the values are the words of the template format."""

    TEXT = "text"
    LONGTEXT = "longtext"
    RICHTEXT = "richtext"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    YES_NO = "yes_no"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    DURATION = "duration"
    INTEGER = "integer"
    NUMBER = "number"
    LETTERS = "letters"
    EMAIL = "email"
    URL = "url"
    IP_LIST = "ip_list"
    HOSTNAME_LIST = "hostname_list"
    TABLE = "table"
    MATRIX = "matrix"
    REFERENCE_SERVICE = "reference_service"
    FILE = "file"


CHOICES = frozenset({AnswerType.SINGLE_CHOICE, AnswerType.MULTIPLE_CHOICE})


class Confidentiality(StrEnum):
    """The four levels of confidentiality, from the weakest to the strictest."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"

    @property
    def rank(self) -> int:
        """Return 0 for public up to 3 for strictly confidential; a reader's rank must reach it."""
        return list(Confidentiality).index(self)


class Operator(StrEnum):
    """How a condition compares an answer with its value."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    NOT_CONTAINS = "not_contains"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"


@dataclass(frozen=True)
class Comparison:
    """A leaf of a condition: *question operator value*; `value` is None if there is none."""

    question: str
    operator: Operator
    value: str | bool | int | float | tuple[str | bool | int | float, ...] | None = None


@dataclass(frozen=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


Condition = Comparison | AllOf | AnyOf


@dataclass(frozen=True)
class Option:
    """One choice of a question or an option set, or one entry of the levels or patterns."""

    key: str
    label: Text


@dataclass(frozen=True)
class Row:
    """A row of a matrix, or a preset row of a table."""

    key: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Field:
    """What a question and a typed table column have in common: a type and its limits."""

    key: str
    type: AnswerType
    label: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    option_set: str = ""
    other: bool = False
    min: int | float | str | None = None
    max: int | float | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    unit: Text = Text()
    ip_version: int | None = None
    multiple: bool = False
    filter_by: str = ""
    accept: tuple[str, ...] = ()
    max_size_mb: int | None = None
    min_selected: int | None = None
    max_selected: int | None = None


@dataclass(frozen=True, kw_only=True)
class Column(Field):
    """A column of a table (typed like a question) or of a matrix (key and label only)."""


@dataclass(frozen=True, kw_only=True)
class Question(Field):
    """One question. `confidentiality` is None where the definition's default applies."""

    help: Text = Text()
    confidentiality: Confidentiality | None = None
    controls: tuple[tuple[str, tuple[str, ...]], ...] = ()
    visible_if: Condition | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    preset_column: str = ""
    allow_add_rows: bool = False
    min_rows: int | None = None
    max_rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """A chapter, a section or anything below: its own questions first, then its groups."""

    key: str
    label: Text
    number: str = ""
    help: Text = Text()
    confidentiality: Confidentiality | None = None
    visible_if: Condition | None = None
    questions: tuple[Question, ...] = ()
    groups: tuple[Group, ...] = ()

    def walk(self) -> Iterator[Group]:
        """Yield this group and every group below it, in the order of the document."""
        yield self
        for group in self.groups:
            yield from group.walk()


@dataclass(frozen=True)
class Decision:
    """What a template declares about the answers to one question of the release before.

    "park" sets them aside; "map" moves them to the question `to`, where it is given, and replaces
    options by others; "convert" says that what fits is carried over and the rest set aside, which
    is what happens to undeclared ones too. "park_unfit" is the same, but also sets those aside that
    are not plausible under the new limits.
    """

    action: Literal["park", "park_unfit", "map", "convert"]
    to: str = ""
    options: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A whole template. Equal content means an equal definition."""

    key: str
    version: str
    label: Text
    description: Text = Text()
    document_title: Text = Text()
    language_default: str = "de"
    languages: tuple[str, ...] = LANGUAGES
    confidentiality_levels: tuple[Option, ...] = ()
    confidentiality_default: Confidentiality = Confidentiality.INTERNAL
    patterns: tuple[Option, ...] = ()
    option_sets: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    groups: tuple[Group, ...] = ()
    upgrade: tuple[tuple[str, Decision], ...] = ()
    """What happens to answers of the release before, by the key of their question."""

    def walk_groups(self) -> Iterator[Group]:
        """Yield every group in the order of the document, parents before children."""
        for group in self.groups:
            yield from group.walk()

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by key, in the order of the document."""
        return {q.key: q for group in self.walk_groups() for q in group.questions}

    @cached_property
    def types(self) -> dict[str, AnswerType]:
        """The answer type of every question by key."""
        return {key: question.type for key, question in self.questions.items()}

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """The group that holds a question, by question key."""
        return {q.key: group for group in self.walk_groups() for q in group.questions}

    @cached_property
    def groups_by_key(self) -> dict[str, Group]:
        """Every group by key, in the order of the document."""
        return {group.key: group for group in self.walk_groups()}

    @cached_property
    def ancestors(self) -> dict[str, tuple[Group, ...]]:
        """The groups from the outermost down to the group itself, or to the one of a question."""
        found: dict[str, tuple[Group, ...]] = {}

        def visit(group: Group, above: tuple[Group, ...]) -> None:
            line = (*above, group)
            found[group.key] = line
            for question in group.questions:
                found[question.key] = line
            for child in group.groups:
                visit(child, line)

        for group in self.groups:
            visit(group, ())
        return found

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """What is declared about the answers of the release before, by question key."""
        return dict(self.upgrade)

    @cached_property
    def options_by_set(self) -> dict[str, tuple[Option, ...]]:
        """The shared option sets by name."""
        return dict(self.option_sets)

    def options_of(self, field: Field) -> tuple[Option, ...]:
        """Return the options a field offers: its own, those of its option set, or none."""
        if field.option_set:
            return self.options_by_set.get(field.option_set, ())
        return field.options

    def confidentiality_of(self, key: str) -> Confidentiality:
        """Return how confidential an answer is: the strictest level of question and groups.

        A question without a level of its own has the default; a group can only make it stricter.
        """
        own = self.questions[key].confidentiality or self.confidentiality_default
        return max(
            [own, *(g.confidentiality for g in self.ancestors[key] if g.confidentiality)],
            key=lambda level: level.rank,
        )

    @cached_property
    def service_questions(self) -> tuple[str, str] | None:
        """The keys of the questions (service group, services) that the page's own relation answers.

        They are the one `reference_service` question that is filtered by an earlier question, and
        that question. None where the template does not ask for them.
        """
        for question in self.questions.values():
            if question.type is AnswerType.REFERENCE_SERVICE and question.filter_by:
                return question.filter_by, question.key
        return None
