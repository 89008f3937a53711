"""The forms with which a service owner adds questions of her own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from concept_pages.actions.own_questions import remove_own, save_chapter, save_question
from concept_pages.editor.tailoring.own_question_forms import keyed_options
from concept_pages.models import ConceptPage
from tests.authoring import speaks_english
from tests.editor.concepts.form import OpenEditor
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import holder
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db

LABEL = {"de": "Standorte", "en": "Sites"}
TYPED = {
    "label_de": "Wie viele?",
    "label_en": "How many?",
    "type": "integer",
    "confidentiality": "confidential",
    "required": "on",
}


def person(page: ConceptPage, role: str = "owner") -> Any:
    return speaks_english(holder(role, page.get_parent().specific))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def url(page: ConceptPage, name: str, *key: str) -> str:
    return reverse(f"concepts:{name}", args=[page.pk, *key])


def with_question(page: ConceptPage, by: Any, **more: Any) -> tuple[str, str]:
    """Return the keys of a new chapter and of a question in it."""
    chapter = save_chapter(page, {"label": LABEL}, by=by)
    asked = {"type": "text", "label": {"en": "Which sites?"}, **more}
    return chapter, save_question(page, asked, into=chapter, by=by)


def base_in(response: Any) -> str:
    return re.search(r'name="base" value="(\w*)"', response.content.decode())[1]  # type: ignore[index] # it is


def test_owner_adds_a_chapter_and_a_question() -> None:
    page = concept_draft()
    client = client_of(person(page))

    client.post(url(page, "own_chapter_new"), {"label_de": "Standorte"})
    chapter = draft(page).additions[0]["key"]
    client.post(url(page, "own_question_new"), {**TYPED, "chapter": chapter})

    assert draft(page).additions == [
        {
            "key": "own__standorte",
            "label": {"de": "Standorte"},
            "questions": [
                {
                    "key": "own__how_many",
                    "type": "integer",
                    "label": {"de": "Wie viele?", "en": "How many?"},
                    "required": True,
                    "confidentiality": "confidential",
                }
            ],
        }
    ]


def test_form_shows_what_is_stored_and_changes_it() -> None:
    page = concept_draft()
    owner = person(page)
    chapter, key = with_question(page, owner)
    client = client_of(owner)
    shown = client.get(url(page, "own_question", key))

    posted = {**TYPED, "chapter": chapter, "base": base_in(shown)}
    client.post(url(page, "own_question", key), posted)

    assert "Which sites?" in shown.content.decode()
    assert draft(page).definition.questions[key].label.en == "How many?"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label_de": "", "label_en": ""}, "Write a text in German or in English."),
        ({"type": "single_choice"}, "Write at least two choices, one in each line."),
        (
            {"type": "multiple_choice", "options_de": "a\nb", "options_en": "a"},
            "There are 2 choices in German and 1 in English.",
        ),
    ],
    ids=["no text", "no choices", "not the same choices"],
)
def test_wrong_input_is_explained_and_kept(wrong: dict[str, str], sentence: str) -> None:
    page = concept_draft()
    owner = person(page)
    chapter = save_chapter(page, {"label": LABEL}, by=owner)
    posted = {**TYPED, "help_en": "Typed with care.", "chapter": chapter, **wrong}

    said = client_of(owner).post(url(page, "own_question_new"), posted).content.decode()

    assert sentence in said
    assert "Typed with care." in said
    assert not draft(page).additions[0]["questions"]


def test_second_of_two_people_is_told_and_may_save_once_more() -> None:
    page = concept_draft()
    owner = person(page)
    chapter, key = with_question(page, owner)
    client = client_of(owner)
    base = base_in(client.get(url(page, "own_question", key)))
    client.post(url(page, "own_question", key), {**TYPED, "chapter": chapter, "base": base})
    mine = {**TYPED, "label_en": "Mine?", "chapter": chapter, "base": base}

    refused = client.post(url(page, "own_question", key), mine)
    kept = draft(page).definition.questions[key].label.en
    client.post(url(page, "own_question", key), {**mine, "base": base_in(refused)})

    assert "Somebody else has changed or removed this meanwhile." in refused.content.decode()
    assert "Mine?" in refused.content.decode()
    assert (kept, draft(page).definition.questions[key].label.en) == ("How many?", "Mine?")


def test_removal_asks_first_and_names_the_answers() -> None:
    page = concept_draft()
    owner = person(page)
    chapter, key = with_question(page, owner)
    editor = OpenEditor(person(page, "operator"), page)
    editor.type(key, "Munich")
    editor.save()
    client = client_of(owner)

    asked = client.get(url(page, "own_remove", chapter)).content.decode()
    still = draft(page).additions
    client.post(url(page, "own_remove", chapter))

    assert "Remove this chapter with 1 question?" in asked
    assert "1 answer will be parked" in asked
    assert (bool(still), draft(page).additions) == (True, [])
    assert draft(page).parked_answers[0].value == "Munich"


def test_question_moves_down() -> None:
    page = concept_draft()
    owner = person(page)
    chapter, first = with_question(page, owner)
    second = save_question(
        page, {"type": "text", "label": {"en": "Second?"}}, into=chapter, by=owner
    )

    client_of(owner).post(url(page, "own_move", first), {"direction": "down"})

    assert [one["key"] for one in draft(page).additions[0]["questions"]] == [second, first]


@pytest.mark.parametrize("role", ["operator", "reader", "isb"])
def test_others_neither_add_nor_remove(role: str) -> None:
    page = concept_draft()
    chapter, key = with_question(page, person(page))
    before = draft(page).additions
    client = client_of(person(page, role))

    answers = [
        client.get(url(page, "own_chapter_new")),
        client.post(url(page, "own_chapter_new"), {"label_de": "Neu"}),
        client.get(url(page, "own_question", key)),
        client.post(url(page, "own_question_new"), {**TYPED, "chapter": chapter}),
        client.get(url(page, "own_remove", key)),
        client.post(url(page, "own_remove", key)),
        client.post(url(page, "own_move", key), {"direction": "up"}),
    ]

    assert {response.status_code for response in answers} == {302}
    assert draft(page).additions == before


def test_released_concept_gets_no_question() -> None:
    page = released_concept()

    said = client_of(person(page)).post(url(page, "own_chapter_new"), {"label_de": "Neu"})

    assert "start a new version" in said.content.decode()
    assert draft(page).additions == []


def test_corrected_choice_keeps_its_key() -> None:
    old = [{"key": "one", "en": "Onne"}, {"key": "two", "en": "Two"}]

    changed = keyed_options([{"en": "One"}, {"en": "Two"}], old)
    swapped = keyed_options([{"en": "Two"}, {"en": "Onne"}], old)
    added = keyed_options([{"en": "Zero"}, {"en": "Onne"}, {"en": "Two"}], old)

    assert [option["key"] for option in changed] == ["one", "two"]
    assert [option["key"] for option in swapped] == ["two", "one"]
    assert [option["key"] for option in added] == ["zero", "one", "two"]


def test_own_question_takes_a_file() -> None:
    page = concept_draft()
    _chapter, key = with_question(page, person(page), type="file")
    posted = {"question": key, "file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")}

    response = client_of(person(page, "operator")).post(url(page, "upload"), posted)

    assert response.json()["answer"]["name"] == "plan.pdf"


# An editor that is open meanwhile -----------------------------------------------------------------


def test_editor_saves_on_after_a_question_was_added() -> None:
    page = concept_draft()
    editor = OpenEditor(person(page, "operator"), page)
    with_question(page, person(page))

    editor.type("purpose", "typed meanwhile")
    editor.save()

    assert draft(page).stored_answers == COMPLETE | {"purpose": "typed meanwhile"}
    assert draft(page).additions


def test_what_was_typed_into_a_removed_question_is_shown() -> None:
    page = concept_draft()
    owner = person(page)
    _chapter, key = with_question(page, owner)
    editor = OpenEditor(person(page, "operator"), page)
    remove_own(page, key, by=owner)

    editor.type(key, "typed in vain")
    said = editor.save().content.decode()

    assert "typed in vain" in said
    assert draft(page).stored_answers == COMPLETE


def test_editor_saves_on_after_an_empty_question_was_removed() -> None:
    page = concept_draft()
    owner = person(page)
    _chapter, key = with_question(page, owner)
    editor = OpenEditor(person(page, "operator"), page)
    remove_own(page, key, by=owner)

    editor.type("purpose", "typed meanwhile")
    editor.save()

    assert draft(page).stored_answers["purpose"] == "typed meanwhile"


def test_answer_to_a_question_that_asks_otherwise_by_now_is_not_misread() -> None:
    page = concept_draft()
    owner = person(page)
    chapter, key = with_question(page, owner)
    editor = OpenEditor(person(page, "operator"), page)
    base = base_in(client_of(owner).get(url(page, "own_question", key)))
    posted = {**TYPED, "type": "yes_no", "chapter": chapter, "base": base}
    client_of(owner).post(url(page, "own_question", key), posted)

    editor.type(key, "a long story")
    said = editor.save().content.decode()

    assert "a long story" in said
    assert key not in draft(page).stored_answers
