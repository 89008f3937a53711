"""The draft of a template at a glance, and what the scripts of its author know."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import decode
from concept_pages.queries.template_authoring import authoring_data, operators_by_type, words
from concept_pages.queries.template_outline import Draft
from tests.authoring import draft_template, english, group, page_of, question, template_data
from tests.definition.build import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


def test_outline_nests_groups_and_counts_their_questions() -> None:
    chapters = Draft(draft_template()).outline

    assert [(chapter.label.en, chapter.question_count) for chapter in chapters] == [
        ("basics (en)", 3),
        ("tests (en)", 1),
    ]
    assert [section.label.en for section in chapters[0].groups] == ["names (en)"]


def test_outline_says_when_a_question_is_shown() -> None:
    tests = Draft(draft_template()).outline[1]

    assert tests.questions[0].condition == "Shown if “has_test_system (en)” is yes."


def test_outline_leads_to_the_block_of_a_question() -> None:
    tests = Draft(draft_template()).outline[1]

    block = page_of("tests").questions.raw_data[0]["id"]
    assert tests.questions[0].anchor == f"#block-{block}-section"


def test_problems_are_found_at_their_pages() -> None:
    template = draft_template()
    page = page_of("tests")
    page.questions.append(("table", {"label_de": "Liste", "label_en": "List", "key": "list"}))
    page.save_revision()

    draft = Draft(template)

    assert [str(problem) for problem in draft.problems_at(page.pk)] == [
        "Liste: There are no columns."
    ]
    assert draft.problems_at(page_of("names").pk) == []


def test_everything_is_read_in_few_queries(django_assert_max_num_queries: Any) -> None:
    template = draft_template(decode(shipped("lrz_template")))

    with django_assert_max_num_queries(3):
        draft = Draft(template)
        assert draft.outline
        authoring_data(draft, "ZZZZ" * 10)


def test_scripts_know_what_matrices_and_shared_sets_offer() -> None:
    matrix = question(
        "rating",
        "matrix",
        rows=[{"key": "a", "de": "A", "en": "A"}],
        columns=[{"key": "good", "de": "gut", "en": "good"}],
    )
    choice = question("kind", "single_choice", option_set="kinds")
    sets = {"kinds": [{"key": "x", "de": "X", "en": "X"}]}
    template = draft_template(decode(template_data(group("a", matrix, choice), option_sets=sets)))

    offered = authoring_data(Draft(template), "Z")["questions"]

    assert [option["key"] for item in offered for option in item["options"]] == ["good", "x"]


def test_every_operator_has_a_name() -> None:
    names = words()
    used = {operator for operators in operators_by_type().values() for operator in operators}

    assert {operator for operator in used if f"operator_{operator}" not in names} == set()


def test_scripts_know_what_depends_on_the_questions_of_a_page() -> None:
    draft = Draft(draft_template())

    data = authoring_data(draft, page_of("basics").path)

    assert data["saved"] == ["has_test_system"]
    places = data["askedBy"]["has_test_system"]
    assert [place["label"]["en"] for place in places] == ["test_host (en)"]


def test_scripts_know_the_phrases_of_both_languages() -> None:
    phrases = authoring_data(Draft(draft_template()), "Z")["phrases"]

    assert phrases["en"]["always"] == "Always shown."
    assert phrases["de"].keys() == phrases["en"].keys()


def test_outline_is_found_by_key_help_and_both_languages() -> None:
    asked = question("host", help={"de": "Hilfe", "en": "Look at the rack"})
    found = Draft(draft_template(decode(template_data(group("a", asked))))).outline[0]

    words = found.questions[0].words
    assert all(word in words for word in ("host", "host (de)", "Hilfe", "rack"))


def test_outline_tells_what_it_can_be_narrowed_to() -> None:
    basics, tests = Draft(draft_template()).outline

    assert tests.questions[0].facts == "conditional type-text"
    assert basics.groups[0].questions[1].facts == "required type-text"
