"""Random definitions, answers and rubbish for property tests."""

from __future__ import annotations

import dataclasses
import string
from typing import Any

from hypothesis import strategies as st

from concept_pages.definition.conditions import WITH_LIST, WITHOUT_VALUE, operators_for
from concept_pages.definition.elements import (
    AllOf,
    AnswerType,
    AnyOf,
    Column,
    Comparison,
    Condition,
    Confidentiality,
    Definition,
    Field,
    Group,
    Option,
    Question,
    Row,
    Text,
)
from concept_pages.definition.vocabulary import LEVELS, PATTERN_NAMES

T = AnswerType
TABULAR = (T.TABLE, T.MATRIX)
PATTERN_EXAMPLES = {
    "version_number": ["1.0", "2.3.1", "18", "2.0-rc1"],
    "phone_or_email": ["+49 89 1234-567", "a.b@example.org", "089/1234, noc@rz.example.org"],
    "port_list": ["22", "22, 443, 8000-8010", "53/udp"],
}

# Rubbish ------------------------------------------------------------------------------------------

words = st.text(max_size=8) | st.sampled_from(
    "key type label de en options other rows columns row all any question operator value text "
    "table matrix name a b 2026-11-21 2026-13 04:30 100:00 192.0.2.1 true".split()
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from([2**53 + 1, 10**400, -1])
    | st.floats()
    | words
)
rubbish = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
"""Anything that JSON can hold, and floats that it cannot."""


# Definitions --------------------------------------------------------------------------------------

letters = st.text(string.ascii_letters + "äöüß", min_size=1, max_size=6)
prose = st.text(string.ascii_letters + string.digits + " .,äöü–€", min_size=1, max_size=20).filter(
    str.strip
)
texts = st.builds(Text, prose, prose)
no_texts = st.just(Text()) | texts
option_keys = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)


@st.composite
def labelled(draw: st.DrawFn, build: type[Any]) -> tuple[Any, ...]:
    """Return options or rows with different keys."""
    return tuple(build(key, draw(texts)) for key in draw(option_keys))


ORDERED_VALUES: dict[AnswerType, st.SearchStrategy[Any]] = {
    T.INTEGER: st.integers(-20, 20),
    T.NUMBER: st.integers(-20, 20) | st.floats(-20, 20, width=16),
    T.DATE: st.dates().map(lambda day: day.isoformat()),
    T.MONTH: st.dates().map(lambda day: day.isoformat()[:7]),
    T.TIME: st.times().map(lambda at: at.isoformat()[:5]),
    T.DURATION: st.builds(
        lambda hours, minutes: f"{hours:02}:{minutes:02}", st.integers(0, 999), st.integers(0, 59)
    ),
}


@st.composite
def limits(draw: st.DrawFn, kind: AnswerType, sets: tuple[str, ...]) -> dict[str, Any]:
    """Return limits that answers of a type can keep."""
    found: dict[str, Any] = {"required": draw(st.booleans())}
    if kind in (T.TEXT, T.LONGTEXT, T.RICHTEXT, T.LETTERS):
        found["max_length"] = draw(st.none() | st.integers(1, 50))
    if kind is T.TEXT and draw(st.booleans()):
        found["max_length"] = None
        found["pattern"] = draw(st.sampled_from([*PATTERN_EXAMPLES]))
    if kind in (T.SINGLE_CHOICE, T.MULTIPLE_CHOICE):
        found["other"] = draw(st.booleans())
        if sets and draw(st.booleans()):
            found["option_set"] = draw(st.sampled_from(sets))
        else:
            found["options"] = draw(labelled(Option))
    if kind is T.MULTIPLE_CHOICE:
        found["min_selected"] = draw(st.none() | st.just(1))
    if kind in ORDERED_VALUES and draw(st.booleans()):
        bounds = draw(st.lists(ORDERED_VALUES[kind], min_size=2, max_size=2))
        found["min"], found["max"] = sorted(bounds, key=_in_order)
    if kind in (T.INTEGER, T.NUMBER):
        found["unit"] = draw(no_texts)
    if kind is T.IP_LIST:
        found["ip_version"] = draw(st.sampled_from([None, 4, 6]))
    if kind is T.REFERENCE_SERVICE:
        found["other"], found["multiple"] = draw(st.booleans()), draw(st.booleans())
    if kind is T.FILE:
        found["accept"] = draw(st.sampled_from([(), ("pdf",), ("pdf", "png")]))
        found["max_size_mb"] = draw(st.none() | st.integers(1, 20))
    return found


def _in_order(value: Any) -> Any:
    return (len(value), value) if isinstance(value, str) and ":" in value else value


@st.composite
def columns(draw: st.DrawFn, sets: tuple[str, ...]) -> tuple[Column, ...]:
    """Return typed columns of a table."""
    found = []
    for key in draw(option_keys):
        kind = draw(st.sampled_from([kind for kind in T if kind not in TABULAR]))
        found.append(Column(key=key, type=kind, label=draw(texts), **draw(limits(kind, sets))))
    return tuple(found)


@st.composite
def tabular(draw: st.DrawFn, kind: AnswerType, sets: tuple[str, ...]) -> dict[str, Any]:
    """Return the rows and columns of a table or matrix."""
    if kind is T.MATRIX:
        rated = draw(labelled(Option))
        return {
            "rows": draw(labelled(Row)),
            "columns": tuple(Column(key=o.key, type=T.TEXT, label=o.label) for o in rated),
        }
    found = draw(columns(sets))
    preset = draw(st.booleans())
    text = Column(key="p", type=T.TEXT, label=draw(texts), required=draw(st.booleans()))
    return {
        "columns": (text, *found) if preset else found,
        "rows": draw(labelled(Row)) if preset else (),
        "preset_column": "p" if preset else "",
        "allow_add_rows": not preset or draw(st.booleans()),
        "max_rows": draw(st.none() | st.integers(4, 9)),
    }


@st.composite
def conditions(
    draw: st.DrawFn, definition: Definition, earlier: tuple[Question, ...], depth: int = 2
) -> Condition:
    """Return a condition on questions further up."""
    if depth and draw(st.integers(0, 3)) == 0:
        parts = st.lists(conditions(definition, earlier, depth - 1), min_size=1, max_size=3)
        return draw(st.sampled_from([AllOf, AnyOf]))(tuple(draw(parts)))
    question = draw(st.sampled_from(earlier))
    operator = draw(
        st.sampled_from(sorted(operators_for(question.type, multiple=question.multiple)))
    )
    if operator in WITHOUT_VALUE:
        return Comparison(question.key, operator)
    values = condition_values(definition, question)
    if operator in WITH_LIST:
        return Comparison(
            question.key, operator, tuple(draw(st.lists(values, min_size=1, max_size=3)))
        )
    return Comparison(question.key, operator, draw(values))


def condition_values(definition: Definition, question: Question) -> st.SearchStrategy[Any]:
    """Return what answers to a question can be compared with."""
    if question.type is T.YES_NO:
        return st.booleans()
    if question.type in ORDERED_VALUES:
        return ORDERED_VALUES[question.type]
    if question.type is T.MATRIX:
        return st.sampled_from([column.key for column in question.columns])
    known = [option.key for option in definition.options_of(question)]
    return st.sampled_from(known) if known else st.sampled_from(["dns", "mail", "x"])


@st.composite
def definitions(draw: st.DrawFn, max_questions: int = 8) -> Definition:
    """Return a sound definition: nested groups, all types, conditions that only refer upwards."""
    sets = tuple(
        (name, draw(labelled(Option)))
        for name in draw(st.lists(st.sampled_from(["levels", "rooms"]), max_size=2, unique=True))
    )
    empty = Definition(
        key="random",
        version=draw(st.sampled_from(["1.0", "2.1"])),
        label=draw(texts),
        description=draw(no_texts),
        language_default=draw(st.sampled_from(["de", "en"])),
        confidentiality_levels=LEVELS,
        confidentiality_default=draw(st.sampled_from([*Confidentiality])),
        patterns=PATTERN_NAMES,
        option_sets=sets,
    )
    author = _Author(draw, empty, draw(st.integers(0, max_questions)))
    chapters = tuple(author.group(4) for _ in range(draw(st.integers(1, 3))))
    return dataclasses.replace(empty, groups=chapters)


class _Author:
    """Writes one definition from top to bottom, so that conditions know what is further up."""

    def __init__(self, draw: st.DrawFn, empty: Definition, left: int) -> None:
        self.draw, self.empty, self.left = draw, empty, left
        self.sets = tuple(name for name, _ in empty.option_sets)
        self.earlier: tuple[Question, ...] = ()
        self.groups = 0

    def condition(self) -> Condition | None:
        if not self.earlier or self.draw(st.booleans()):
            return None
        return self.draw(conditions(self.empty, self.earlier))

    def group(self, depth: int) -> Group:
        self.groups += 1
        key = f"g{self.groups}"
        condition = self.condition()
        questions = []
        while self.left and self.draw(st.integers(0, 3)):
            self.left -= 1
            questions.append(self.question(f"q{len(self.earlier) + 1}"))
        children = []
        while depth and self.left and self.draw(st.booleans()):
            children.append(self.group(depth - 1))
        return Group(
            key=key,
            label=self.draw(texts),
            number=self.draw(st.sampled_from(["", "1", "2.3"])),
            help=self.draw(no_texts),
            confidentiality=self.draw(st.none() | st.sampled_from([*Confidentiality])),
            visible_if=condition,
            questions=tuple(questions),
            groups=tuple(children),
        )

    def question(self, key: str) -> Question:
        kind = self.draw(st.sampled_from([*T]))
        own = tabular(kind, self.sets) if kind in TABULAR else limits(kind, self.sets)
        question = Question(
            key=key,
            type=kind,
            label=self.draw(texts),
            help=self.draw(no_texts),
            confidentiality=self.draw(st.none() | st.sampled_from([*Confidentiality])),
            controls=self.draw(st.sampled_from([(), (("iso27001", ("A.5.1", "A.8.9")),)])),
            visible_if=self.condition(),
            **self.draw(own),
        )
        self.earlier = (*self.earlier, question)
        return question


# Answers ------------------------------------------------------------------------------------------

ADDRESSES = {
    4: ["192.0.2.1", "198.51.100.0/24"],
    6: ["2001:db8::1", "2001:db8::/32"],
}
HOSTS = ["www.example.org", "*.example.org", "_ldap.example.org.", "host-1"]


@st.composite
def plausible(draw: st.DrawFn, definition: Definition, field: Field) -> Any:
    """Return a plausible answer to a question, or content of a cell."""
    kind = field.type
    if kind in ORDERED_VALUES:
        inside = ORDERED_VALUES[kind].filter(
            lambda value: (
                field.min is None
                or _in_order(field.min) <= _in_order(value) <= _in_order(field.max)
            )
        )
        return draw(st.sampled_from([field.min, field.max]) if field.min is not None else inside)
    if field.pattern:
        return draw(st.sampled_from(PATTERN_EXAMPLES[field.pattern]))
    if kind is T.LETTERS:
        return draw(letters)[: field.max_length]
    if kind in (T.TEXT, T.LONGTEXT, T.RICHTEXT):
        longest = field.max_length or 50
        return draw(prose.filter(lambda text: len(text) <= longest) | letters.map(lambda t: t[:1]))
    if kind in (T.SINGLE_CHOICE, T.MULTIPLE_CHOICE):
        known = [option.key for option in definition.options_of(field)]
        return draw(_chosen(known, field, several=kind is T.MULTIPLE_CHOICE))
    if kind is T.REFERENCE_SERVICE:
        return draw(_chosen(["dns", "mail", "www"], field, several=field.multiple))
    if kind is T.TABLE and isinstance(field, Question):
        return draw(_filled_table(definition, field))
    if kind is T.MATRIX and isinstance(field, Question):
        ratings = st.sampled_from([column.key for column in field.columns])
        return {row.key: draw(ratings) for row in field.rows}
    return draw(_simple(field))


def _simple(field: Field) -> st.SearchStrategy[Any]:
    kind = field.type
    if kind is T.YES_NO:
        return st.booleans()
    if kind is T.EMAIL:
        return st.sampled_from(["a@example.org", "first.last+tag@sub.example.org"])
    if kind is T.URL:
        return st.sampled_from(["https://example.org/a?b=c#d", "ldaps://[2001:db8::1]:636/"])
    if kind is T.IP_LIST:
        versions = [field.ip_version] if field.ip_version else [4, 6]
        known = [address for version in versions for address in ADDRESSES[version]]
        return st.lists(st.sampled_from(known), min_size=1, max_size=3)
    if kind is T.HOSTNAME_LIST:
        return st.lists(st.sampled_from(HOSTS), min_size=1, max_size=3)
    assert kind is T.FILE
    return st.sampled_from(
        ["plan.pdf", {"name": "Plan 1.PDF", "sha256": "0" * 64, "attachment": 3}]
    )


def _chosen(known: list[str], field: Field, *, several: bool) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any] = st.sampled_from(known)
    if not several:
        return one | st.just({"other": "something else"}) if field.other else one
    many = st.lists(one, min_size=1, max_size=3, unique=True)
    if field.other:
        many = many | many.map(lambda chosen: [*chosen, {"other": "something else"}])
    return many


@st.composite
def _filled_table(draw: st.DrawFn, definition: Definition, question: Question) -> Any:
    presets: list[str | None] = [row.key for row in question.rows]
    chosen = draw(st.lists(st.sampled_from(presets), unique=True)) if presets else []
    if question.allow_add_rows:
        chosen += [None] * draw(st.integers(0, 4 - len(chosen)))
    rows = []
    for preset in chosen or presets[:1] or [None]:
        row: dict[str, Any] = {} if preset is None else {"row": preset}
        for column in question.columns:
            if column.required or draw(st.booleans()):
                row[column.key] = draw(plausible(definition, column))
        if set(row) <= {"row"}:
            first = question.columns[0]
            row[first.key] = draw(plausible(definition, first))
        rows.append(row)
    return rows


@st.composite
def answers_to(draw: st.DrawFn, definition: Definition) -> dict[str, Any]:
    """Return plausible answers to some of the questions."""
    return {
        key: draw(plausible(definition, question))
        for key, question in definition.questions.items()
        if draw(st.booleans())
    }


@st.composite
def answered(draw: st.DrawFn) -> tuple[Definition, dict[str, Any]]:
    """Return a definition with plausible answers."""
    definition = draw(definitions())
    return definition, draw(answers_to(definition))


@st.composite
def wild_answers(draw: st.DrawFn, definition: Definition) -> dict[str, Any]:
    """Return answers of which some are plausible, some rubbish and some nobody asked for."""
    found = draw(answers_to(definition))
    for key in definition.questions:
        if draw(st.integers(0, 3)) == 0:
            found[key] = draw(rubbish)
    return found | draw(st.dictionaries(st.sampled_from(["gone", "stray"]), rubbish, max_size=2))
