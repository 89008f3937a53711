"""The page forms of templates and groups: keys and conditions."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import decode
from concept_pages.models import QuestionGroupPage, TemplatePage
from concept_pages.models.template_forms import QuestionGroupForm, finished
from tests.authoring import (
    HAS_TEST_SYSTEM,
    draft_template,
    english,
    form_of,
    group,
    group_post,
    page_of,
    question,
    template_data,
    text,
)
from tests.factories.people import holder
from tests.form_posts import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def author() -> Any:
    draft_template()
    return holder("admin")


def keys_of(form: QuestionGroupForm) -> list[str]:
    """Return the keys of the questions, after the form was cleaned."""
    assert form.is_valid(), form.errors
    return [child.value["key"] for child in form.cleaned_data["questions"]]


def problems_of(form: QuestionGroupForm, index: int, field: str) -> list[str]:
    """Return what the form says about one field of a question."""
    assert not form.is_valid()
    error = form.errors["questions"].as_data()[0]
    return error.block_errors[index].block_errors[field].messages


# Keys ---------------------------------------------------------------------------------------------


def test_empty_key_is_made_from_the_english_question(author: Any) -> None:
    fresh = {"type": "yes_no", "label": {"de": "Läuft es?", "en": "Is it running?"}}

    form = form_of(page_of("names"), author, questions=[fresh])

    assert keys_of(form) == ["is_it_running"]


def test_made_key_avoids_the_keys_of_other_groups(author: Any) -> None:
    fresh = {"type": "text", "label": {"de": "", "en": "has test system"}}

    form = form_of(page_of("names"), author, questions=[fresh])

    assert keys_of(form) == ["has_test_system_2"]


def test_duplicated_question_gets_another_key(author: Any) -> None:
    twice = [question("host"), question("host")]

    form = form_of(page_of("names"), author, questions=twice)

    assert keys_of(form) == ["host", "host_2"]


def test_copy_above_its_original_does_not_take_the_key(author: Any) -> None:
    page = page_of("names")
    stored = page.questions.raw_data[0]

    form = form_of(page, author, questions=[question("host"), stored])

    assert keys_of(form) == ["host_2", "host"]


def test_retyped_question_keeps_its_key_when_its_group_is_edited(author: Any) -> None:
    TemplatePage.objects.update(reserved_keys={"host": "email"})
    page = page_of("names")

    form = form_of(page, author, title="Namen")

    assert keys_of(form) == ["host", "owner"]


def test_open_form_is_told_which_key_was_changed(author: Any) -> None:
    form = form_of(page_of("names"), author, questions=[question("host"), question("host")])
    form.is_valid()

    assert form.get_field_updates_for_resave()["questions-1-value-key"] == "host_2"


def test_options_rows_and_columns_get_keys(author: Any) -> None:
    table = question("machines", "table")
    table["columns"] = [
        {"key": "", "type": "text", "en": "Host name"},
        {"key": "", "type": "single_choice", "en": "Kind", "options": [{"en": "Physical"}]},
    ]
    choice = question("kind", "single_choice", options=[{"de": "Groß"}, {"de": "Groß"}])

    form = form_of(page_of("names"), author, questions=[table, choice])

    assert form.is_valid(), form.errors
    first, second = (child.value for child in form.cleaned_data["questions"])
    assert [column.value["key"] for column in first["columns"]] == ["host_name", "kind"]
    assert first["columns"][1].value["options"][0]["key"] == "physical"
    assert [option["key"] for option in second["options"]] == ["gross", "gross_2"]


def test_key_of_a_group_is_made_from_its_title(author: Any) -> None:
    form = form_of(page_of("tests"), author, key="", title="Prüfung", title_en="")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["key"] == "pruefung"


def test_released_key_cannot_be_changed(author: Any) -> None:
    TemplatePage.objects.update(reserved_keys={"host": "text", "owner": "text", "names": "group"})
    page = page_of("names")
    page.questions[0].value["key"] = "another"

    form = form_of(page, author, questions=_with_key(page, 0, "another"))

    assert "fixed since the first release" in problems_of(form, 0, "key")[0]


def test_released_key_stays_when_it_is_left_empty(author: Any) -> None:
    TemplatePage.objects.update(reserved_keys={"host": "text"})
    page = page_of("names")

    form = form_of(page, author, questions=_with_key(page, 0, ""))

    assert keys_of(form)[0] == "host"


def test_key_of_a_removed_question_stays_reserved_for_its_type(author: Any) -> None:
    TemplatePage.objects.update(reserved_keys={"budget": "number"})

    form = form_of(
        page_of("names"), author, questions=[question("budget"), question("budget", "number")]
    )

    assert keys_of(form) == ["budget_2", "budget"]


def _with_key(page: QuestionGroupPage, index: int, key: str) -> list[dict[str, Any]]:
    stored = QuestionGroupPage.objects.get(pk=page.pk).questions.raw_data
    changed = [{**block, "value": {**block["value"]}} for block in stored]
    changed[index]["value"]["key"] = key
    return changed


# Conditions ---------------------------------------------------------------------------------------


def test_condition_on_a_question_further_up_is_accepted(author: Any) -> None:
    form = form_of(
        page_of("names"), author, questions=[question("host", visible_if=HAS_TEST_SYSTEM)]
    )

    assert form.is_valid(), form.errors


def test_condition_may_ask_for_a_question_above_in_the_same_group(author: Any) -> None:
    below = question(
        "reason", visible_if={"question": "sure", "operator": "equals", "value": False}
    )

    form = form_of(page_of("names"), author, questions=[question("sure", "yes_no"), below])

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"question": "gone", "operator": "answered"}, "no question further up"),
        ({"question": "test_host", "operator": "answered"}, "no question further up"),
        ({"question": "later", "operator": "answered"}, "no question further up"),
        ({"question": "host", "operator": "answered"}, "no question further up"),
        ({"question": "has_test_system", "operator": "gt", "value": 3}, "cannot be compared"),
        ({"question": "has_test_system", "operator": "equals", "value": "yes"}, "is no answer"),
        ({"question": "has_test_system", "operator": "is", "value": True}, "no way to compare"),
    ],
    ids=["dangling", "other group below", "below", "itself", "operator", "value", "unknown"],
)
def test_condition_that_cannot_work_is_named_at_its_place(
    author: Any, condition: dict[str, Any], sentence: str
) -> None:
    questions = [question("host", visible_if=condition), question("later")]

    form = form_of(page_of("names"), author, questions=questions)

    assert sentence in problems_of(form, 0, "visible_if")[0]


def test_condition_of_the_group_itself_is_checked(author: Any) -> None:
    downward = {"question": "test_host", "operator": "answered"}

    form = form_of(page_of("names"), author, visible_if=downward)

    assert not form.is_valid()
    assert "no question further up" in form.errors["visible_if"][0]


@pytest.mark.parametrize(
    "unfinished",
    [
        {"question": "has_test_system", "operator": "equals"},
        {"question": "has_test_system"},
        {"all": [HAS_TEST_SYSTEM, {"question": "host", "operator": "in", "value": []}]},
    ],
)
def test_unfinished_condition_does_not_hinder_saving(author: Any, unfinished: Any) -> None:
    page = page_of("names")

    form = form_of(page, author, questions=[question("host"), question("x", visible_if=unfinished)])

    assert form.is_valid(), form.errors


def test_condition_that_broke_elsewhere_does_not_hold_other_work_up(author: Any) -> None:
    basics = page_of("basics")
    basics.questions = []
    basics.save_revision()

    form = form_of(page_of("tests"), author, title="Prüfungen")

    assert form.is_valid(), form.errors


def test_new_group_may_ask_for_everything_before_it(author: Any) -> None:
    parent = QuestionGroupPage.objects.get(key="basics")
    page = QuestionGroupPage(title="Neu", title_en="New")
    form_class = QuestionGroupPage.get_edit_handler().get_form_class()
    condition = {"question": "host", "operator": "answered"}

    form = form_class(
        group_post(page, questions=[question("x", visible_if=condition)]),
        instance=page,
        parent_page=parent,
        for_user=author,
    )

    assert form.is_valid(), form.errors


def test_new_group_cannot_ask_for_what_comes_after_it(author: Any) -> None:
    parent = QuestionGroupPage.objects.get(key="basics")
    page = QuestionGroupPage(title="Neu", title_en="New")
    form_class = QuestionGroupPage.get_edit_handler().get_form_class()
    condition = {"question": "test_host", "operator": "answered"}

    form = form_class(
        group_post(page, questions=[question("x", visible_if=condition)]),
        instance=page,
        parent_page=parent,
        for_user=author,
    )

    assert "no question further up" in problems_of(form, 0, "visible_if")[0]


def test_finished_keeps_a_comparison_with_no() -> None:
    condition = {"question": "a", "operator": "equals", "value": False}

    assert finished({"all": [condition, {}]}) == {"all": [condition]}


def test_rubbish_in_the_hidden_inputs_is_taken_for_nothing(author: Any) -> None:
    page = page_of("names")
    fields = group_post(page) | {
        "questions-0-value-visible_if": "[[[",
        "questions-1-value-visible_if": '"text"',
    }
    form_class = QuestionGroupPage.get_edit_handler().get_form_class()

    form = form_class(fields, instance=page, parent_page=page.get_parent(), for_user=author)

    assert form.is_valid(), form.errors
    assert [child.value["visible_if"] for child in form.cleaned_data["questions"]] == [None, None]


def test_same_option_key_twice_is_refused(author: Any) -> None:
    options = [{"key": "a", **text("one")}, {"key": "a", **text("two")}]

    form = form_of(
        page_of("names"), author, questions=[question("kind", "single_choice", options=options)]
    )

    assert "more than once" in problems_of(form, 0, "options")[0]


# Option sets --------------------------------------------------------------------------------------

KINDS = [{"key": "x", "de": "X", "en": "X"}]


def template_form(stored: list[dict[str, Any]]) -> Any:
    """Return the bound form of a template whose option set `kinds` is used, with these sets."""
    data = template_data(
        group("a", question("kind", "single_choice", option_set="kinds")),
        option_sets={"kinds": KINDS},
    )
    template = draft_template(decode(data)).get_latest_revision_as_object()
    block = TemplatePage._meta.get_field("option_sets").stream_block
    form_class = TemplatePage.get_edit_handler().get_form_class()
    form = form_class(instance=template, for_user=holder("admin"))
    values = {name: form[name].value() or "" for name in form.fields if name != "option_sets"}
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    before = list(template.option_sets.raw_data)
    sets = posted(block, [{**before[0], **one} for one in stored], "option_sets")
    return form_class({**values, **comments, **sets}, instance=template, for_user=holder("admin"))


def missed_sets(form: Any) -> str:
    """Return what the form says about the option sets as a whole."""
    error = form.errors["option_sets"].as_data()[0]
    return " ".join(str(one.message) for one in error.non_block_errors.as_data())


def test_option_set_that_is_used_is_not_deleted(english: None) -> None:
    assert "used by “kind (en)”" in missed_sets(template_form([]))


def test_option_set_that_is_used_keeps_its_name(english: None) -> None:
    form = template_form([{"value": {"key": "sorts", "options": KINDS}}])

    assert "used by “kind (en)”" in missed_sets(form)


def test_options_of_a_set_that_is_used_may_change(english: None) -> None:
    more = [*KINDS, {"key": "y", "de": "Y", "en": "Y"}]

    form = template_form([{"value": {"key": "kinds", "options": more}}])

    assert form.is_valid(), form.errors
