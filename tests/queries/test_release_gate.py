"""The release check: what is wrong, what differs, whom it touches, what is declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from concept_pages.actions.import_template import import_template
from concept_pages.definition.elements import Decision, Definition, Text
from concept_pages.models import TemplatePage
from concept_pages.models.template_tree import write_definition
from concept_pages.queries.release_gate import Gate, gate_of
from tests.definition.build import both, definition, group, options, question
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import start_version
from workflows.models import Release

pytestmark = pytest.mark.django_db

HELP = both("help")
FIRST = definition(
    group(
        "net",
        question("host", help=HELP),
        question("gone", help=HELP),
        question("mode", "single_choice", options=options("a", "b"), help=HELP),
    )
)
SECOND = definition(
    group(
        "net",
        question("host", "date", help=HELP),
        question("mode", "single_choice", options=options("b", "c"), help=HELP),
        question("fresh", help=HELP),
    )
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def first() -> Release:
    return released_template(FIRST)


def draft(made: Definition, by: Any = None) -> TemplatePage:
    """Make the next draft of the template what a definition says, without asking anybody."""
    template = TemplatePage.objects.get(key=made.key)
    by = by or holder("admin")
    if template.lifecycle.state == "approved":
        start_version(template, by=by)
    write_definition(template.get_latest_revision_as_object(), made, by)
    return newest(template)


def newest(template: TemplatePage) -> TemplatePage:
    return TemplatePage.objects.get(pk=template.pk).get_latest_revision_as_object()


def report(gate: Gate) -> list[tuple[str, bool, int]]:
    return [(one.change.key, one.change.breaking, one.concepts) for one in gate.differences]


def test_every_difference_says_whom_it_touches(first: Release) -> None:
    concept_draft(template=first, answers={"host": "a", "mode": "a"})
    concept_draft(template=first, answers={"host": "b", "gone": "x", "mode": "b"})

    gate = gate_of(draft(SECOND))

    assert sorted(report(gate)) == [
        ("fresh", False, 0),
        ("gone", True, 1),
        ("host", True, 2),
        ("mode", False, 2),
        ("mode", True, 1),
    ]


def test_answer_in_draft_and_release_is_one_concept(first: Release) -> None:
    released_concept(template=first, answers={"host": "a"})

    gate = gate_of(draft(SECOND))

    assert ("host", True, 1) in report(gate)


def test_answer_that_only_readers_see_counts_too(first: Release) -> None:
    concept = released_concept(template=first, answers={"gone": "x"})
    start_version(concept, by=holder("admin"))
    concept.store({})
    concept.save_revision()

    assert ("gone", True, 1) in report(gate_of(draft(SECOND)))


def test_queries_do_not_grow_with_concepts(first: Release) -> None:
    made = draft(SECOND)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            gate_of(made)
        return len(queries)

    concept_draft(template=first, answers={"host": "a", "gone": "x"})
    before = count()
    for _number in range(3):
        concept_draft(template=first, answers={"host": "a", "gone": "x"})

    assert count() == before <= 8


def test_break_is_open_until_something_is_declared(first: Release) -> None:
    concept_draft(template=first, answers={"gone": "x"})
    assert [line.found.key for line in gate_of(draft(SECOND)).open_breaks] == [
        "host",
        "mode",
        "gone",
    ]

    told = {
        "host": Decision("convert"),
        "mode": Decision("map", options={"a": "c"}),
        "gone": Decision("map", to="fresh"),
    }
    gate = gate_of(draft(replace(SECOND, upgrade=tuple(told.items()))))

    assert gate.open_breaks == ()
    assert not gate.is_open
    assert [(line.declared, line.details) for line in gate.breaks] == [
        ("Carry over what fits, and park what has no place any more", ()),
        ("Replace the options that are gone by others", ("En a → En c",)),
        ("Move the answers to another question", ("net: fresh",)),
    ]


def test_options_that_fall_together_are_counted(first: Release) -> None:
    kinds = question("kinds", "multiple_choice", options=options("a", "b", "c"), help=HELP)
    released_template(definition(group("net", kinds)))
    concept_draft(template=Release.objects.latest("pk"), answers={"kinds": ["a", "b"]})
    concept_draft(template=Release.objects.latest("pk"), answers={"kinds": ["b"]})
    less = definition(group("net", replace(kinds, options=options("a", "c"))))
    told = (("kinds", Decision("map", options={"b": "a"})),)

    (line,) = gate_of(draft(replace(less, upgrade=told))).breaks

    assert [note.partition(",")[0] for note in line.notes] == ["In 1 concept"]


def test_answers_that_find_their_new_question_answered_are_counted(first: Release) -> None:
    concept_draft(template=first, answers={"host": "a", "gone": "x"})
    concept_draft(template=first, answers={"gone": "x"})
    less = definition(group("net", FIRST.questions["host"], FIRST.questions["mode"]))
    told = (("gone", Decision("map", to="host")),)

    (line,) = gate_of(draft(replace(less, upgrade=told))).breaks

    assert [note.partition(":")[0] for note in line.notes] == [
        "1 concept has answered that question already"
    ]


def test_removed_question_that_nobody_has_answered_needs_no_declaration(first: Release) -> None:
    made = definition(group("net", *FIRST.questions.values()))
    gone = definition(group("net", made.questions["host"], made.questions["mode"]))

    gate = gate_of(draft(gone))

    assert [(line.found.key, line.is_open) for line in gate.breaks] == [("gone", False)]
    assert not gate.is_open


def test_narrower_limit_is_said_to_keep_the_answers(first: Release) -> None:
    narrow = replace(FIRST.questions["host"], max_length=2)
    made = definition(group("net", narrow, *list(FIRST.questions.values())[1:]))

    gate = gate_of(draft(replace(made, upgrade=(("host", Decision("convert")),))))

    (line,) = gate.breaks
    assert line.declared == "Keep all answers, and point out those that are not allowed any more"


def test_breaking_draft_raises_the_major_number(first: Release) -> None:
    assert gate_of(draft(SECOND)).next_number == "2.0"


def test_compatible_draft_raises_the_minor_number(first: Release) -> None:
    more = definition(group("net", *FIRST.questions.values(), question("fresh", help=HELP)))

    gate = gate_of(draft(more))

    assert (gate.next_number, gate.breaks) == ("1.1", ())


def test_problems_are_sorted_by_weight(first: Release) -> None:
    made = definition(group("net", question("host", label=Text("Rechner", "")), group("empty")))

    gate = gate_of(draft(made))

    assert [str(problem) for problem in gate.errors] == ["Rechner: The text is missing in English."]
    assert [str(problem) for problem in gate.warnings] == ["empty: The group is empty."]
    assert [str(problem) for problem in gate.hints] == ["Rechner: The question has no help text."]
    assert gate.is_open


def test_declaration_about_what_does_not_break_is_listed(first: Release) -> None:
    made = replace(FIRST, upgrade=(("host", Decision("park")),))

    gate = gate_of(draft(made))

    assert gate.others == (("host", "“host”: Park all answers to this question"),)


def test_declaration_that_makes_no_sense_any_more_hides_no_report(first: Release) -> None:
    template = draft(SECOND)
    template.upgrade_decisions = {"gone": {"to": "nowhere"}, "host": {"convert": True}}

    gate = gate_of(template)

    assert [line.found.key for line in gate.breaks if line.declared] == ["host"]
    (error,) = gate.errors
    assert error.where == f"/admin/templates/{template.pk}/release-check/"


def test_first_draft_has_nothing_to_be_compared_with() -> None:
    template = import_template(FIRST).template

    gate = gate_of(newest(template))

    assert (gate.previous, gate.differences, gate.next_number) == (None, (), "1.0")
