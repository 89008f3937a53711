"""The concept editor as a server: what it shows, stores, merges and refuses."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment

from concept_pages.actions.concepts import create_concept
from concept_pages.models import ConceptPage, RoleAssignment
from concept_pages.queries.progress import progress_of
from tests.editor.concepts.form import OpenEditor, state_of
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft, submitted_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder, holder_of_right
from tests.factories.templates import COMPLETE, released_template
from workflows.states import State

pytestmark = pytest.mark.django_db


def group_of(page: ConceptPage):
    """Return the service group of a concept."""
    return page.get_parent().specific


def operator_of(page: ConceptPage, **names: str):
    """Return a person who fills in the concept."""
    return holder("operator", group_of(page), **names)


def half_cleared(page: ConceptPage):
    """Return a person who may edit the concept, but see internal answers only."""
    rights = ["concept.edit"]
    return holder(RoleFactory(rights=rights, clearance="internal"), group_of(page))


def stored(page: ConceptPage) -> dict:
    """Return the answers of the draft as it is stored now."""
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object().stored_answers


ONLY_READ = "Sie dürfen diesen Entwurf lesen, aber nicht bearbeiten."


# Showing ------------------------------------------------------------------------------------------


def test_editor_shows_the_stored_answers():
    page = concept_draft()

    editor = OpenEditor(operator_of(page), page)

    assert editor.fields[editor.name("purpose")] == COMPLETE["purpose"]


def test_editor_asks_in_the_language_of_the_person():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    english = editor.client.get(editor.address, headers={"accept-language": "en"})

    assert "What is it for?" in english.content.decode()
    assert "Wozu dient er?" in editor.response.content.decode()


def test_editor_shows_no_answer_above_the_clearance():
    page = concept_draft()

    editor = OpenEditor(half_cleared(page), page)

    text = editor.response.content.decode("unicode-escape")
    shown = [answer in text for answer in (COMPLETE["purpose"], "192.0.2.53", COMPLETE["risks"])]
    assert shown == [True, False, False]


def test_editor_is_closed_to_people_of_other_groups():
    page = concept_draft()
    stranger = holder("operator", ServiceFactory().group)
    client = Client()
    client.force_login(stranger)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert response.status_code == 302
    assert COMPLETE["purpose"] not in response.content.decode()


def test_editor_asks_the_same_number_of_queries_for_many_concepts(django_assert_max_num_queries):
    template = released_template()
    pages = [concept_draft(template=template) for _number in range(3)]
    editor = OpenEditor(operator_of(pages[0]), pages[0])

    with django_assert_max_num_queries(53):
        editor.client.get(editor.address)


# Saving -------------------------------------------------------------------------------------------


def test_save_stores_what_was_typed():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "Adressen vergeben")
    editor.save()

    assert stored(page) == {**COMPLETE, "purpose": "Adressen vergeben"}


def test_save_says_that_the_draft_is_saved_and_nothing_else():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.save()

    assert len(editor.messages()) == 1


def test_save_accepts_an_empty_draft():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    for question in COMPLETE:
        editor.type(question, "")
    editor.save()

    assert stored(page) == {}


def test_save_keeps_implausible_answers_and_names_them_at_their_question():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.type("addresses", "not an address")
    response = editor.save()

    assert stored(page)["addresses"] == ["not an address"]
    problems = state_of(response)["problems"]["here"]
    assert [(p["question"], p["kind"]) for p in problems] == [("addresses", "implausible")]
    assert len(editor.messages()) == 2


def test_save_keeps_answers_above_the_clearance():
    page = concept_draft()
    editor = OpenEditor(half_cleared(page), page)

    editor.type("purpose", "Neu")
    editor.fields["body-overview-service-addresses"] = "203.0.113.1"
    editor.save()

    assert stored(page) == {**COMPLETE, "purpose": "Neu"}


def test_save_keeps_answers_that_the_template_does_not_know():
    page = concept_draft(answers={**COMPLETE, "gone": "parked"})
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "Neu")
    editor.save()

    assert stored(page)["gone"] == "parked"


def test_save_refuses_a_form_whose_answers_were_never_filled_in():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.fields = dict.fromkeys(editor.fields, "")
    editor.base = ""
    response = editor.save()

    assert stored(page) == COMPLETE
    assert state_of(response)["fields"][editor.name("purpose")] == COMPLETE["purpose"]


def test_save_takes_a_field_that_has_not_arrived_for_unchanged():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    del editor.fields[editor.name("purpose")]
    editor.save()

    assert stored(page) == COMPLETE


def test_save_does_not_write_the_row_that_holds_what_is_released():
    page = concept_draft()
    before = ConceptPage.objects.get(pk=page.pk).body.raw_data[:]
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "Neu")
    editor.save()

    assert ConceptPage.objects.get(pk=page.pk).body.raw_data[:] == before


def test_reader_with_a_review_right_cannot_save():
    page = concept_draft()
    editor = OpenEditor(holder_of_right("concept.review", at=group_of(page)), page)

    editor.type("purpose", "Neu")
    editor.save()

    assert stored(page) == COMPLETE
    assert [text.strip() for text in editor.messages()] == [ONLY_READ]


def test_text_is_given_back_to_whom_the_right_was_taken_away_meanwhile():
    page = concept_draft()
    operator = operator_of(page)
    assign(operator, RoleFactory(rights=["concept.review"]), group_of(page))
    editor = OpenEditor(operator, page)
    editor.type("purpose", "Lange getippt")
    RoleAssignment.objects.filter(user=operator, role__key="operator").delete()

    by_itself = editor.client.post(
        editor.address, editor.posted(), headers={"accept": "application/json"}
    )
    editor.save()

    assert by_itself.json()["error_code"] == "permission_denied"
    assert state_of(editor.response)["fields"][editor.name("purpose")] == "Lange getippt"
    assert [text.strip() for text in editor.messages()] == [ONLY_READ]
    assert stored(page) == COMPLETE


def test_concept_under_review_cannot_be_saved():
    page = submitted_concept()
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "Neu")
    editor.save()

    assert stored(page) == COMPLETE


# Autosave and two people --------------------------------------------------------------------------


def test_autosave_overwrites_its_own_revision():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)
    editor.autosave()
    count = page.revisions.count()

    editor.type("purpose", "Neu")
    editor.autosave()

    assert (page.revisions.count(), stored(page)["purpose"]) == (count, "Neu")


def test_autosave_tells_what_is_implausible():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.type("addresses", "nowhere")
    news = editor.autosave()

    assert [problem["question"] for problem in news["problems"]["here"]] == ["addresses"]


def test_two_people_change_different_answers():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)

    one.type("purpose", "von der einen")
    one.save()
    other.type("risks", "vom anderen")
    other.save()

    assert stored(page) == {**COMPLETE, "purpose": "von der einen", "risks": "vom anderen"}


def test_autosave_hands_over_what_somebody_else_changed():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)

    one.type("purpose", "Neu")
    one.autosave()
    news = other.autosave()

    assert news["fields"] == {other.name("purpose"): "Neu"}


@pytest.mark.parametrize("way", ["save", "autosave"])
def test_stale_form_overwrites_nothing(way):
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)

    one.type("purpose", "von der einen")
    one.save()
    other.type("purpose", "vom anderen")
    getattr(other, way)()

    assert stored(page)["purpose"] == "von der einen"


def test_conflict_of_a_stale_save_shows_both_answers():
    page = concept_draft()
    one = OpenEditor(operator_of(page, first_name="Anna", last_name="Eins"), page)
    other = OpenEditor(operator_of(page), page)

    one.type("purpose", "von der einen")
    one.save()
    other.type("purpose", "vom anderen")
    state = state_of(other.save())

    [conflict] = state["conflicts"]
    assert (conflict["theirs"], conflict["by"]) == ("von der einen", "Anna Eins")
    assert state["fields"][other.name("purpose")] == "vom anderen"


def test_conflict_stays_until_somebody_chooses():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)
    one.type("purpose", "von der einen")
    one.autosave()
    other.type("purpose", "vom anderen")
    other.autosave()

    news = other.autosave()

    assert [conflict["question"] for conflict in news["conflicts"]] == ["purpose"]
    assert stored(page)["purpose"] == "von der einen"


def test_conflict_ends_with_the_answer_that_was_chosen():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)
    one.type("purpose", "von der einen")
    one.autosave()
    other.type("purpose", "vom anderen")
    [conflict] = other.autosave()["conflicts"]

    other.base = json.dumps({**json.loads(other.base), "purpose": conflict["fingerprint"]})
    news = other.autosave()

    assert (news["conflicts"], stored(page)["purpose"]) == ([], "vom anderen")


def test_conflict_keeps_everything_else_that_was_typed():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)
    one.type("purpose", "von der einen")
    one.save()

    other.type("purpose", "vom anderen")
    other.type("risks", "auch vom anderen")
    other.save()

    assert stored(page)["risks"] == "auch vom anderen"


def test_autosave_follows_a_revision_that_is_no_longer_the_latest():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)
    one.type("purpose", "eins")
    one.autosave()
    other.type("risks", "zwei")
    other.autosave()

    one.type("purpose", "drei")
    one.autosave()

    assert stored(page) == {**COMPLETE, "purpose": "drei", "risks": "zwei"}


def test_two_windows_of_one_person_are_asked_too():
    page = concept_draft()
    person = operator_of(page)
    one, other = OpenEditor(person, page), OpenEditor(person, page)

    one.type("purpose", "hier")
    one.autosave()
    other.type("purpose", "dort")
    [conflict] = other.autosave()["conflicts"]

    assert (conflict["theirs"], conflict["by"]) == ("hier", "")


# Submitting ---------------------------------------------------------------------------------------


def test_submit_hands_a_complete_concept_in():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.submit()

    assert ConceptPage.objects.get(pk=page.pk).lifecycle.in_state is State.IN_REVIEW


def test_submit_saves_first_and_lists_every_problem_with_its_question():
    page = concept_draft()
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "")
    editor.type("addresses", "nowhere")
    response = editor.submit()

    state = state_of(response)
    assert state["check"] is True
    assert {p["question"]: p["kind"] for p in state["problems"]["here"]} == {
        "purpose": "missing",
        "addresses": "implausible",
    }
    assert stored(page)["addresses"] == ["nowhere"]
    assert ConceptPage.objects.get(pk=page.pk).lifecycle.in_state is State.DRAFT


def test_submit_waits_while_an_answer_is_in_conflict():
    page = concept_draft()
    one, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)
    one.type("purpose", "von der einen")
    one.save()

    other.type("purpose", "vom anderen")
    state = state_of(other.submit())

    assert [conflict["question"] for conflict in state["conflicts"]] == ["purpose"]
    assert ConceptPage.objects.get(pk=page.pk).lifecycle.in_state is State.DRAFT


def test_submission_problems_are_said_with_section_question_and_place():
    page = concept_draft(answers={"purpose": ""})

    [problem] = page.submission_problems()

    assert problem.where == "#question-purpose"
    assert str(problem).startswith("Dienst – Wozu dient er?: ")


def test_problems_are_counted_by_question_wherever_they_are_said():
    page = concept_draft(answers={"addresses": ["nowhere", "neither"]})
    author = operator_of(page)

    editor = OpenEditor(author, page, check="1")

    sentence = editor.state["problems"]["sentence"]
    found = page.get_latest_revision_as_object().submission_problems()
    assert [problem.question for problem in found] == ["purpose", "addresses"]
    assert sentence == (
        "2 Fragen verhindern, dass dieses Konzept eingereicht wird: 1 offen, 1 nicht plausibel."
    )
    assert sentence in editor.response.content.decode()
    [found] = progress_of([ConceptPage.objects.get(pk=page.pk)]).values()
    assert (found.required_open, found.implausible) == (1, 1)


def test_problems_above_the_clearance_are_counted_and_not_named():
    page = concept_draft(answers={**COMPLETE, "addresses": ["nowhere"]})

    editor = OpenEditor(half_cleared(page), page)

    found = editor.state["problems"]
    assert (found["here"], found["elsewhere"]) == ([], 1)
    assert "192.0.2.53" not in found["sentence"]


# Comments -----------------------------------------------------------------------------------------


def test_comment_on_a_question_is_shown_with_it():
    page = concept_draft()
    author = operator_of(page)
    Comment.objects.create(page=page, user=author, text="Stimmt das?", contentpath="body.purpose")

    editor = OpenEditor(author, page)

    assert "Stimmt das?" in editor.response.content.decode()


def test_comment_on_a_question_above_the_clearance_is_not_shown():
    page = concept_draft()
    text = "Die Adresse ist 192.0.2.53."
    author = operator_of(page)
    Comment.objects.create(page=page, user=author, text=text, contentpath="body.addresses")

    editor = OpenEditor(half_cleared(page), page)

    assert text not in editor.response.content.decode()


# Relation -----------------------------------------------------------------------------------------


def test_concept_without_template_questions_about_services_still_knows_them():
    service = ServiceFactory(name_de="Namensdienst", name_en="Name service")
    author = UserFactory()
    assign(author, "owner", service.group)

    page = create_concept(services=[service], template_release=released_template(), by=author)

    assert page.release_content()["services"] == [
        {"key": service.key, "de": "Namensdienst", "en": "Name service"}
    ]


def test_editor_leads_those_who_edit_the_catalogue_to_it():
    page = concept_draft()
    editing = holder_of_right("concept.edit", "service.edit", at=group_of(page))

    links = [
        OpenEditor(who, page).state["urls"]["catalogue"] for who in (editing, operator_of(page))
    ]

    assert links == [reverse("services_modeladmin_index"), ""]
