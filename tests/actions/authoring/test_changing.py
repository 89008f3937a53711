"""Questions get another type, share their options, and are deleted."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.actions.authoring.deleting import delete_group, delete_question
from concept_pages.actions.authoring.draft import newest
from concept_pages.actions.authoring.retyping import retype_question
from concept_pages.actions.authoring.sharing import share_options
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import AnswerType
from concept_pages.models import QuestionGroupPage
from concept_pages.models.template_draft import definition_of_draft
from tests.authoring import draft_template, english, group, page_of, question, template_data
from workflows.errors import NotPossible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

OPTIONS = [{"key": "a", "de": "A", "en": "A"}, {"key": "b", "de": "B", "en": "B"}]


def choice(**more: Any) -> Any:
    """Return the draft of a template with one choice, and a question that asks for it."""
    asks = {"question": "kind", "operator": "equals", "value": "b"}
    return draft_template(
        decode(
            template_data(
                group(
                    "only",
                    question("kind", "single_choice", options=OPTIONS, **more),
                    question("why", visible_if=asks),
                )
            )
        )
    )


# Type ---------------------------------------------------------------------------------------------


def test_retyped_question_keeps_key_place_and_block() -> None:
    template = draft_template()
    before = page_of("names").questions.raw_data[0]

    retype_question(template, "host", to=AnswerType.LONGTEXT, by=None)

    after = page_of("names").questions.raw_data[0]
    assert (after["type"], after["id"], after["value"]["key"]) == ("longtext", before["id"], "host")
    assert after["value"]["label_de"] == before["value"]["label_de"]


def test_retyping_keeps_the_limits_that_mean_the_same() -> None:
    template = choice(other=True)

    broken = retype_question(template, "kind", to=AnswerType.MULTIPLE_CHOICE, by=None)

    kind = page_of("only").questions.raw_data[0]["value"]
    assert ([option["key"] for option in kind["options"]], kind["other"]) == (["a", "b"], True)
    assert broken == []


@pytest.mark.parametrize(
    ("limits", "kind", "to", "kept"),
    [
        ({"min": 1, "max": 9}, "integer", AnswerType.NUMBER, {"min": 1, "max": 9}),
        ({"min": 1.5, "max": 9}, "number", AnswerType.INTEGER, {"min": None, "max": 9}),
        ({"min": "2026-01-01"}, "date", AnswerType.MONTH, {"min": None}),
        ({"max_length": 5}, "text", AnswerType.URL, {"max_length": 5}),
    ],
)
def test_retyping_drops_limits_that_mean_something_else(
    limits: dict[str, Any], kind: str, to: AnswerType, kept: dict[str, Any]
) -> None:
    data = template_data(group("only", question("one", kind, **limits)))
    template = draft_template(decode(data))

    retype_question(template, "one", to=to, by=None)

    found = definition_of_draft(template).questions["one"]
    assert {name: getattr(found, name) for name in kept} == kept


def test_retyping_tells_which_conditions_work_no_longer() -> None:
    template = draft_template()

    broken = retype_question(template, "has_test_system", to=AnswerType.TEXT, by=None)

    assert [problem.key for problem in broken] == ["test_host"]


# Option sets --------------------------------------------------------------------------------------


def test_shared_options_are_offered_as_before() -> None:
    template = choice()
    before = definition_of_draft(template)

    name = share_options(template, "kind", name="Ja / Nein", by=None)

    after = definition_of_draft(newest(template))
    question = after.questions["kind"]
    assert (name, question.option_set, question.options) == ("ja_nein", "ja_nein", ())
    assert after.options_of(question) == before.options_of(before.questions["kind"])


def test_options_are_not_shared_under_a_name_that_is_taken() -> None:
    template = choice()
    share_options(template, "kind", name="Kinds", by=None)
    page = page_of("only")
    page.questions.append(("single_choice", {"key": "other", "options": OPTIONS}))
    page.save_revision()

    with pytest.raises(NotPossible):
        share_options(template, "other", name="kinds", by=None)


def test_question_without_options_has_nothing_to_share() -> None:
    template = draft_template()

    with pytest.raises(NotPossible):
        share_options(template, "host", name="Hosts", by=None)


# Deletion -----------------------------------------------------------------------------------------


def test_deleting_a_question_tells_which_conditions_work_no_longer() -> None:
    template = choice()

    broken = delete_question(template, "kind", by=None)

    assert [block["value"]["key"] for block in page_of("only").questions.raw_data] == ["why"]
    assert [problem.key for problem in broken] == ["why"]


def test_deleting_a_group_takes_all_below_with_it() -> None:
    template = draft_template()

    broken = delete_group(template, page_of("basics").pk, by=None)

    assert list(QuestionGroupPage.objects.values_list("key", flat=True)) == ["tests"]
    assert [problem.key for problem in broken] == ["test_host"]
