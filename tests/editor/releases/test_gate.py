"""The release check in the admin: the report, the choices, and what the reviewer sees of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.definition.elements import Comparison, Operator, Text
from concept_pages.models import TemplatePage
from concept_pages.models.template_tree import write_definition
from concept_pages.queries.template_authoring import authoring_data
from concept_pages.queries.template_outline import Draft
from tests.authoring import english, speaks_english
from tests.definition.build import definition, group, options, question
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import start_version, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

FIRST = definition(
    group(
        "net",
        question("host"),
        question("gone"),
        question("mode", "single_choice", options=options("a", "b")),
    )
)
SECOND = definition(
    group(
        "net",
        question("host", "integer"),
        question("mode", "single_choice", options=options("b")),
        question("fresh"),
    )
)
CHOSEN = {
    "break-host-way": "convert",
    "break-mode-way": "map",
    "break-mode-option_0": "b",
    "break-gone-way": "move",
    "break-gone-to": "fresh",
}


@pytest.fixture
def author() -> Any:
    return speaks_english(holder("admin"))


@pytest.fixture
def template(author: Any) -> TemplatePage:
    """Return a draft that breaks the answers of one concept in three ways."""
    first = released_template(FIRST)
    concept_draft(template=first, answers={"host": "a", "gone": "x", "mode": "a"})
    page = TemplatePage.objects.get(pk=first.page_id)
    start_version(page, by=author)
    write_definition(page.get_latest_revision_as_object(), SECOND, author)
    return fresh(page)


def fresh(template: TemplatePage) -> TemplatePage:
    return TemplatePage.objects.get(pk=template.pk)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(speaks_english(person))
    return client


def url(template: TemplatePage) -> str:
    return reverse("secdoc_templates:gate", args=[template.pk])


def test_page_lists_what_breaks_with_a_form_for_each(template: TemplatePage, author: Any) -> None:
    page = browser(author).get(url(template)).content.decode()

    assert "This draft cannot be released yet." in page
    assert "The next version is 2.0" in page
    assert "It touches the answers of 1 concept." in page
    for key in ("host", "mode", "gone"):
        assert f'id="break-{key}"' in page
        assert f'name="break-{key}-way"' in page


def test_choices_are_stored_with_the_draft(template: TemplatePage, author: Any) -> None:
    response = browser(author).post(url(template), CHOSEN, follow=True)

    assert fresh(template).upgrade_decisions == {
        "host": {"convert": True},
        "mode": {"map": {"a": "b"}},
        "gone": {"to": "fresh"},
    }
    assert "Nothing keeps this draft from being released." in response.content.decode()


def test_what_is_not_chosen_stays_open(template: TemplatePage, author: Any) -> None:
    browser(author).post(url(template), {"break-host-way": "park"})

    assert fresh(template).upgrade_decisions == {"host": {"park": True}}
    assert len(fresh(template).submission_problems()) == 2


def test_pages_of_a_question_count_like_the_check(template: TemplatePage, author: Any) -> None:
    client = browser(author)
    page = reverse("secdoc_templates:question", args=[template.pk, "host"])

    asked = client.get(page).content.decode()
    retyped = client.get(page, {"type": "date"}).content.decode()

    assert "1 concept answers it, drafts included." in asked
    assert "It touches the answers of 1 concept." in retyped


def test_dangling_condition_keeps_nothing_from_being_compared(author: Any) -> None:
    asked = Comparison("gone", Operator.ANSWERED)
    shown = question("shown", visible_if=asked)
    first = released_template(definition(group("net", question("gone"), shown)))
    concept_draft(template=first, answers={"gone": "x"})
    page = TemplatePage.objects.get(pk=first.page_id)
    start_version(page, by=author)
    made = definition(group("net", shown))
    write_definition(page.get_latest_revision_as_object(), made, author)
    client = browser(author)

    said = client.get(url(fresh(page))).content.decode()
    client.post(url(page), {"break-gone-way": "park"})

    assert "There is 1 error." in said
    assert 'name="break-gone-way"' in said
    assert fresh(page).upgrade_decisions == {"gone": {"park": True}}


def test_condition_names_a_removed_question_as_it_was_released(author: Any) -> None:
    shown = question("shown", visible_if=Comparison("gone", Operator.ANSWERED))
    first = released_template(
        definition(group("net", question("gone", label=Text("Weg", "Way")), shown))
    )
    page = TemplatePage.objects.get(pk=first.page_id)
    start_version(page, by=author)
    write_definition(page.get_latest_revision_as_object(), definition(group("net", shown)), author)

    (chapter,) = Draft(fresh(page)).outline

    assert chapter.questions[0].condition == "Shown if “Way (does not exist)” is answered."
    assert [one["label"]["de"][:3] for one in authoring_data(Draft(page), "")["gone"]] == ["Weg"]


def test_move_without_a_target_is_asked_for_again(template: TemplatePage, author: Any) -> None:
    response = browser(author).post(url(template), CHOSEN | {"break-gone-to": ""})

    page = response.content.decode()
    assert "Choose the question that takes the answers." in page
    assert "Nothing was stored" in page
    # What was chosen for the others is still there.
    assert 'value="convert" id="id_break-host-way_0" checked' in " ".join(page.split())
    assert fresh(template).upgrade_decisions == {}


def test_two_questions_do_not_move_to_the_same_one(template: TemplatePage, author: Any) -> None:
    both_move = {"break-host-way": "move", "break-host-to": "fresh"}

    response = browser(author).post(url(template), CHOSEN | both_move)

    assert "move there already, and a question has one answer only" in response.content.decode()
    assert fresh(template).upgrade_decisions == {}


def test_only_questions_that_can_take_the_answers_are_offered(author: Any) -> None:
    first = released_template(definition(group("net", question("gone", "yes_no"))))
    page = TemplatePage.objects.get(pk=first.page_id)
    start_version(page, by=author)
    made = definition(group("net", question("words"), question("count", "integer")))
    write_definition(page.get_latest_revision_as_object(), made, author)

    said = browser(author).get(url(fresh(page))).content.decode()

    assert '<option value="words">' in said
    assert '<option value="count">' not in said


def test_option_is_not_replaced_by_one_that_does_not_exist(
    template: TemplatePage, author: Any
) -> None:
    browser(author).post(url(template), CHOSEN | {"break-mode-option_0": "nowhere"})

    assert fresh(template).upgrade_decisions == {}


def test_declaration_about_what_does_not_break_can_be_taken_back(
    template: TemplatePage, author: Any
) -> None:
    TemplatePage.objects.filter(pk=template.pk).update(upgrade_decisions={"fresh": {"park": True}})
    client = browser(author)
    assert (
        "“fresh”: Park all answers to this question" in client.get(url(template)).content.decode()
    )

    client.post(url(template), {**CHOSEN, "remove": "fresh"})

    assert "fresh" not in fresh(template).upgrade_decisions


def test_declaration_about_what_does_not_break_stays_otherwise(
    template: TemplatePage, author: Any
) -> None:
    TemplatePage.objects.filter(pk=template.pk).update(upgrade_decisions={"fresh": {"park": True}})

    browser(author).post(url(template), CHOSEN)

    assert fresh(template).upgrade_decisions["fresh"] == {"park": True}


def test_officer_sees_the_report_and_declares_nothing(template: TemplatePage) -> None:
    client = browser(holder("isb"))

    page = client.get(url(template))
    refusal = client.post(url(template), CHOSEN)

    assert page.status_code == 200
    assert "Store with the draft" not in page.content.decode()
    assert refusal.status_code != 200
    assert fresh(template).upgrade_decisions == {}


@pytest.mark.parametrize("role", ["operator", "owner", "reader"])
def test_page_is_closed_to_those_who_work_with_no_templates(
    template: TemplatePage, role: str
) -> None:
    assert browser(holder(role)).get(url(template)).status_code in (302, 403)


def test_review_shows_what_is_declared(template: TemplatePage, author: Any) -> None:
    browser(author).post(url(template), CHOSEN)
    submit(fresh(template), by=author)

    page = browser(holder("isb")).get(reverse("lifecycle:review", args=[template.pk]))

    said = page.content.decode()
    assert "Answers that the draft breaks, and what is declared about them" in said
    assert "Replace the options that are gone by others" in said
    assert "En a → En b" in said
    assert "net: fresh" in said
    assert "It touches the answers of 1 concept." in said


def test_editor_of_the_template_leads_to_the_check(template: TemplatePage, author: Any) -> None:
    page = browser(author).get(reverse("wagtailadmin_pages:edit", args=[template.pk]))

    said = page.content.decode()
    assert f'href="{url(template)}"' in said
    assert f"{url(template)}#break-gone" in said
