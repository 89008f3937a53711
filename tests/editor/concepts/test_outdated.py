"""An editor that was open while its questions changed: it undoes nothing, and loses no text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from concept_pages.actions.own_questions import remove_own, save_chapter, save_question
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Decision
from concept_pages.models import ConceptPage
from tests.definition.build import definition, group, options, question
from tests.editor.concepts.form import OpenEditor, state_of
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template

pytestmark = pytest.mark.django_db

FIRST = definition(
    group(
        "net",
        question("users", "integer"),
        question("opened", "date"),
        question("exposure", "single_choice", options=options("lan", "internet")),
        question("risks", "multiple_choice", options=options("fire", "flood")),
        question("story", "richtext"),
        question("gone"),
        question("host"),
        question("contact"),
    )
)
SECOND = replace(
    definition(
        group(
            "start",
            question("host"),
            question("contact"),
            question("users", "integer"),
            question("opened", "date"),
        ),
        group(
            "net",
            question("exposure", "multiple_choice", options=options("lan", "internet")),
            question("risks", "multiple_choice", options=options("fire", "water")),
            question("story", "integer"),
        ),
    ),
    upgrade=(("risks", Decision("map", options={"flood": "water"})),),
)
ANSWERS = {
    "users": 7,
    "opened": "2026-01-31",
    "exposure": "internet",
    "risks": ["fire", "flood"],
    "story": "A long story",
    "gone": "An old truth",
    "host": "ns1",
    "contact": "Anna",
}


def stored(page: ConceptPage) -> dict:
    return draft(page).stored_answers


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def opened(page: ConceptPage, role: str = "operator") -> OpenEditor:
    return OpenEditor(holder(role, page.get_parent().specific), page)


def go_on(editor: OpenEditor) -> None:
    """Take over the page that came back, as the scripts do."""
    state = state_of(editor.response)
    editor.fields, editor.base = dict(state["fields"]), json.dumps(state["base"])


@pytest.fixture
def page() -> ConceptPage:
    return concept_draft(answers=ANSWERS, template=released_template(FIRST))


@pytest.fixture
def stale(page: ConceptPage) -> OpenEditor:
    """An editor that was open while the concept was upgraded."""
    editor = opened(page)
    apply_upgrade(page, to=released_template(SECOND), by=None)
    return editor


def test_second_save_of_a_stale_form_keeps_the_upgrade(page, stale):
    upgraded = draft(page)

    stale.type("users", "8")
    stale.save()
    go_on(stale)
    stale.save()

    assert stored(page) == {**upgraded.stored_answers, "users": 8}
    assert stored(page)["exposure"] == ["internet"]
    assert draft(page).parked == upgraded.parked


def test_second_save_of_a_stale_form_leaves_the_marks_of_other_questions(page, stale):
    others = {"exposure", "risks", "story"}
    before = set(draft(page).open_marks)

    stale.type("users", "8")
    stale.save()
    go_on(stale)
    stale.save()

    assert before >= others
    assert set(draft(page).open_marks) >= others


def test_refused_form_goes_on_from_the_upgraded_draft(page, stale):
    upgraded = opened(page).state

    stale.type("users", "8")
    state = state_of(stale.save())

    name = next(name for name in state["fields"] if name.endswith("-users"))
    assert state["base"] == upgraded["base"]
    assert state["fields"] == {**upgraded["fields"], name: "8"}
    assert state["conflicts"] == []


def test_refused_form_asks_where_the_stored_answer_differs_too(page, stale):
    other = opened(page)
    other.type("host", "ns2")
    other.save()

    stale.type("host", "ns3")
    state = state_of(stale.save())
    go_on(stale)
    stale.save()

    [conflict] = state["conflicts"]
    assert (conflict["question"], conflict["theirs"]) == ("host", "ns2")
    assert state["fields"][stale.name("host")] == "ns3"
    assert stored(page)["host"] == "ns2"


def test_choice_with_an_option_that_went_is_asked_for(page, stale):
    stale.type("risks", json.dumps(["flood"]))
    state = state_of(stale.save())

    assert [conflict["question"] for conflict in state["conflicts"]] == ["risks"]
    assert stored(page)["risks"] == ["fire", "water"]


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("gone", "typed in vain", "typed in vain"),
        ("story", "Another story", "Another story"),
        ("exposure", '"lan"', "De lan"),
    ],
)
def test_text_without_a_place_stays_on_the_page_to_be_copied(page, stale, key, typed, said):
    stale.type(key, typed)

    response = stale.save()

    unplaced = [(one.label, one.text) for one in response.context["form"].unplaced]
    assert unplaced == [(key, said)]
    assert f"{said}</textarea>" in response.content.decode()


def test_text_without_a_place_is_still_there_when_the_page_comes_back_again(page, stale):
    other = opened(page)
    other.type("host", "ns2")
    other.save()
    stale.type("gone", "typed in vain")
    stale.type("host", "ns3")
    stale.save()

    go_on(stale)
    again = stale.save(unplaced_label=["gone"], unplaced_text=["typed in vain"])

    assert "typed in vain</textarea>" in again.content.decode()


def test_untouched_answers_are_no_texts_to_copy(stale):
    response = stale.save()

    assert response.context["form"].unplaced == ()
    assert "data-unplaced" not in response.content.decode()


def test_answer_spelled_otherwise_by_the_scripts_is_untouched(stale):
    stale.type("risks", '["fire","flood"]')
    stale.type("opened", "31.01.2026")

    state = state_of(stale.save())

    assert state["conflicts"] == []
    assert json.loads(state["fields"]["body-net-risks"]) == ["fire", "water"]


def test_autosave_of_a_stale_form_is_refused_and_says_why(page, stale):
    upgraded = stored(page)

    stale.type("users", "8")
    answers = [
        stale.client.post(
            stale.address,
            stale.posted(),
            headers={"accept": "application/json", "accept-language": "en"},
        ).json()
        for _time in range(2)
    ]

    assert [answer["success"] for answer in answers] == [False, False]
    assert "nothing was saved" in answers[0]["error_message"]
    assert stored(page) == upgraded


def test_form_of_another_template_keeps_what_was_typed_into_questions_of_both(page):
    editor = opened(page)
    other = replace(definition(question("host"), question("extra")), key="other")
    apply_upgrade(page, to=released_template(other), by=None)
    moved = draft(page)

    editor.type("host", "typed")
    editor.type("contact", "typed in vain")
    response = editor.save()
    go_on(editor)
    editor.save()

    assert [one.text for one in response.context["form"].unplaced] == ["typed in vain"]
    assert stored(page) == {**moved.stored_answers, "host": "typed"}
    assert draft(page).parked == moved.parked


# Questions of the service -------------------------------------------------------------------------


def with_own(page: ConceptPage, **asked: object) -> tuple[str, str]:
    owner = holder("owner", page.get_parent().specific)
    chapter = save_chapter(page, {"label": {"de": "Standorte", "en": "Sites"}}, by=owner)
    data = {"type": "text", "label": {"de": "Wo?", "en": "Where?"}, **asked}
    return chapter, save_question(page, data, into=chapter, by=owner)


def test_second_save_keeps_what_became_of_a_question_of_the_service(page):
    _chapter, key = with_own(page)
    first = opened(page)
    first.type(key, "Munich")
    first.save()
    editor = opened(page)
    remove_own(page, key, by=holder("owner", page.get_parent().specific))
    before = draft(page)

    editor.type("users", "8")
    editor.save()
    go_on(editor)
    editor.save()

    assert stored(page) == {**before.stored_answers, "users": 8}
    assert draft(page).parked == before.parked
