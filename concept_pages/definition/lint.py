"""What a template may say but should not be released with: notes for its author and reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .conditions import comparisons, operators_for
from .elements import AnswerType, Column, Definition, Field, Group, Option, Question, Row, Text
from .problems import Message, Problem, Severity, gettext_noop
from .reachability import Reachability

_LANGUAGE_NAMES = {
    "de": Message(gettext_noop("German")),
    "en": Message(gettext_noop("English")),
}


def lint(definition: Definition) -> list[Problem]:
    """Return notes about a sound definition, in the order of the document.

    A text that lacks one of the languages is an error, as half of the readers could not read it;
    the rest are warnings. None keeps a draft from being used. What does is found by `soundness`.
    """
    notes = _Notes(definition)
    for check in (_template, _groups, _questions, _reachable):
        check(definition, notes)
    return notes.in_order()


def without_help(definition: Definition) -> Iterator[Problem]:
    """Yield a hint for each question that nothing is explained about."""
    for question in definition.questions.values():
        if not question.help:
            line = [group.key for group in definition.ancestors[question.key]]
            yield Problem(
                " / ".join([*line, question.key, "help"]),
                Message(gettext_noop("The question has no help text.")),
                key=question.key,
                severity="hint",
            )


class _Notes:
    """Notes, each with the path to what it is about."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.found: list[Problem] = []

    def add(
        self, key: str, text: str, *parts: str, severity: Severity = "warning", **values: Any
    ) -> None:
        line = [group.key for group in self.definition.ancestors.get(key, ())]
        path = [*line, *([key] if key and key not in line else []), *parts]
        where = " / ".join(path) or "template"
        self.found.append(Problem(where, Message(text, values), key=key, severity=severity))

    def texts(self, key: str, named: Iterable[tuple[str, Text]]) -> None:
        """Note the texts that are given in one language only."""
        for part, text in named:
            for language in self.definition.languages:
                if text and not getattr(text, language).strip():
                    self.add(
                        key,
                        gettext_noop("The text is missing in %(language)s."),
                        *part.split("/"),
                        severity="error",
                        language=_LANGUAGE_NAMES[language],
                    )

    def in_order(self) -> list[Problem]:
        definition = self.definition
        order = {"": 0}
        for group in definition.walk_groups():
            for key in (group.key, *(question.key for question in group.questions)):
                order[key] = len(order)
        return sorted(self.found, key=lambda problem: order.get(problem.key, 0))


def _template(definition: Definition, notes: _Notes) -> None:
    notes.texts("", [(n, getattr(definition, n)) for n in ("label", "description")])
    notes.texts("", [("document_title", definition.document_title)])
    used = {field.option_set for _, field in _fields(definition)}
    for name, options in definition.option_sets:
        notes.texts("", [(f"option_sets/{name}/{option.key}", option.label) for option in options])
        _same_labels(notes, "", options, "option_sets", name)
        if name not in used:
            notes.add("", gettext_noop("No question uses this option set."), "option_sets", name)


def _fields(definition: Definition) -> Iterator[tuple[Question, Field]]:
    """Yield every question and every typed column, with the question it belongs to."""
    for question in definition.questions.values():
        yield question, question
        if question.type is AnswerType.TABLE:
            yield from ((question, column) for column in question.columns)


def _groups(definition: Definition, notes: _Notes) -> None:
    for group in definition.walk_groups():
        notes.texts(group.key, [("label", group.label), ("help", group.help)])
        if not group.questions and not group.groups:
            notes.add(group.key, gettext_noop("The group is empty."))
        labels: dict[Text, str] = {}
        for question in group.questions:
            if labels.setdefault(question.label, question.key) != question.key:
                notes.add(
                    question.key,
                    gettext_noop("Another question of this group has the same text."),
                    "label",
                )


def _questions(definition: Definition, notes: _Notes) -> None:
    for question in definition.questions.values():
        key = question.key
        notes.texts(key, [("help", question.help)])
        notes.texts(key, [(f"rows/{row.key}", row.label) for row in question.rows])
        _same_labels(notes, key, question.rows, "rows")
        _same_labels(notes, key, question.columns, "columns")
        _fillable(question, notes)
        _confidentiality(definition, question, notes)
        if question.type is AnswerType.MATRIX:
            notes.texts(key, [(f"columns/{c.key}", c.label) for c in question.columns])
    for question, field in _fields(definition):
        at = ("columns", field.key) if isinstance(field, Column) else ()
        _field(definition, notes, question.key, field, at)


def _field(
    definition: Definition, notes: _Notes, key: str, field: Field, at: Sequence[str]
) -> None:
    prefix = "".join(f"{part}/" for part in at)
    notes.texts(key, [(f"{prefix}label", field.label), (f"{prefix}unit", field.unit)])
    notes.texts(key, [(f"{prefix}options/{o.key}", o.label) for o in field.options])
    _same_labels(notes, key, field.options, *at, "options")
    count = len(definition.options_of(field))
    needed = field.min_selected or 0
    if field.type is AnswerType.MULTIPLE_CHOICE and not field.other and needed > count:
        notes.add(key, gettext_noop("More choices are needed than there are options."), *at)


def _same_labels(notes: _Notes, key: str, items: Sequence[Option | Row | Column], *at: str) -> None:
    labels: dict[Text, str] = {}
    for item in items:
        if labels.setdefault(item.label, item.key) != item.key:
            notes.add(key, gettext_noop("Another entry has the same text."), *at, item.key)


def _fillable(question: Question, notes: _Notes) -> None:
    """Note tables that nobody can fill in, or not as far as they must be."""
    if question.type is not AnswerType.TABLE:
        return
    if not question.allow_add_rows and (question.min_rows or 1) > len(question.rows):
        notes.add(
            question.key,
            gettext_noop("The table has too few rows to be filled in, and none may be added."),
        )
    for column in question.columns:
        if column.key == question.preset_column and column.type is not AnswerType.TEXT:
            notes.add(
                question.key,
                gettext_noop("The column that shows the labels of preset rows should be a text."),
                "columns",
                column.key,
            )


def _confidentiality(definition: Definition, question: Question, notes: _Notes) -> None:
    own = question.confidentiality
    if own and own.rank < definition.confidentiality_of(question.key).rank:
        notes.add(
            question.key,
            gettext_noop("A group above is more confidential, so that this level has no effect."),
            "confidentiality",
        )


def _reachable(definition: Definition, notes: _Notes) -> None:
    tried = Reachability(definition)
    never: set[str] = set()
    for group in definition.walk_groups():
        elements: tuple[Group | Question, ...] = (group, *group.questions)
        for element in elements:
            if not never & {above.key for above in definition.ancestors[element.key]}:
                _conditions(definition, notes, element, tried, never.add)


def _conditions(
    definition: Definition,
    notes: _Notes,
    element: Group | Question,
    tried: Reachability,
    note_never: Callable[[str], None],
) -> None:
    for comparison in comparisons(element.visible_if):
        question = definition.questions[comparison.question]
        if comparison.operator not in operators_for(question.type, multiple=question.multiple):
            notes.add(
                element.key,
                gettext_noop("Comparing “%(question)s” by “%(operator)s” says nothing."),
                "visible_if",
                question=question.label,
                operator=comparison.operator.value,
            )
    if element.visible_if is None:
        return
    outcomes = tried.outcomes(element)
    if outcomes is not None and True not in outcomes:
        note_never(element.key)
        notes.add(
            element.key,
            gettext_noop("This can never be shown, because conditions contradict each other."),
            "visible_if",
        )
    elif outcomes == frozenset({True}):
        notes.add(element.key, gettext_noop("The condition always holds."), "visible_if")
