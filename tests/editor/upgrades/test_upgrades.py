"""Upgrades in the admin: looked at first, then done; parked answers are settled, never deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality, Decision
from concept_pages.models import Attachment, ConceptPage, TemplatePage
from tests.authoring import speaks_english
from tests.definition.build import definition, group, question
from tests.editor.concepts.form import OpenEditor
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import released_template
from workflows.models import Release

pytestmark = pytest.mark.django_db

SECRET = Confidentiality.STRICTLY_CONFIDENTIAL
FIRST = definition(
    group("net", question("host"), question("gone"), question("risks", confidentiality=SECRET)),
    group("people", question("owner")),
)
SECOND = definition(
    group("net", question("remarks", "longtext"), question("why", required=True)),
    group("people", question("owner"), question("host")),
)
ANSWERS = {"host": "ns1.example.org", "gone": "An old truth", "risks": "top secret", "owner": "O"}


@pytest.fixture
def first() -> Release:
    return released_template(FIRST)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(speaks_english(user))
    return client


def owner_of(page: ConceptPage, role: str = "owner") -> Client:
    return client_of(holder(role, page.get_parent().specific))


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def upgraded(first: Release) -> ConceptPage:
    concept = concept_draft(answers=ANSWERS, template=first)
    apply_upgrade(concept, to=released_template(SECOND), by=None)
    return concept


def text(response: Any) -> str:
    return response.content.decode()


# One concept --------------------------------------------------------------------------------------


def test_editor_offers_the_newer_version_of_the_template(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    client, address = owner_of(concept), reverse("wagtailadmin_pages:edit", args=[concept.pk])
    before = text(client.get(address))
    released_template(SECOND)

    after = text(client.get(address))

    offer = reverse("concepts:upgrade", args=[concept.pk])
    assert (offer in before, offer in after) == (False, True)


def test_preview_says_what_happens_and_changes_nothing(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)
    revisions = concept.revisions.count()

    said = text(owner_of(concept).get(reverse("concepts:upgrade", args=[concept.pk])))

    assert "Parked (2)" in said
    assert "An old truth" in said
    assert "The question is no longer asked." in said
    assert "Moved (1)" in said
    assert "New (2)" in said
    assert "Incomplete afterwards (1)" in said
    assert concept.revisions.count() == revisions


def test_preview_does_not_tell_what_the_person_may_not_see(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)

    said = text(client_of(holder("admin")).get(reverse("concepts:upgrade", args=[concept.pk])))
    reader = holder("subadmin")
    clearance = text(client_of(reader).get(reverse("concepts:upgrade", args=[concept.pk])))

    assert ("top secret" in said) == ("More confidential" not in said)
    assert ("top secret" in clearance) == ("More confidential" not in clearance)


def test_apply_upgrades_and_leads_back_to_the_editor(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    to = released_template(SECOND)

    response = owner_of(concept).post(reverse("concepts:upgrade", args=[concept.pk]), {"to": to.pk})

    assert response.url == reverse("wagtailadmin_pages:edit", args=[concept.pk])
    assert draft(concept).template_release == to


def test_concept_in_review_is_not_offered_to_be_upgraded(first: Release) -> None:
    concept = submitted_concept(answers=ANSWERS, template=first)
    to = released_template(SECOND)
    client, address = owner_of(concept), reverse("concepts:upgrade", args=[concept.pk])

    said = text(client.get(address))
    client.post(address, {"to": to.pk})

    assert "in review: not touched" in said
    assert draft(concept).template_release == first


def test_reader_may_not_even_look(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)

    response = owner_of(concept, "isb").get(reverse("concepts:upgrade", args=[concept.pk]))

    assert response.status_code == 302


def test_unknown_target_is_not_found(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)

    response = owner_of(concept).get(
        reverse("concepts:upgrade", args=[concept.pk]), {"to": "nonsense"}
    )

    assert response.status_code == 404


def test_other_template_in_force_can_be_chosen(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    other = released_template()

    said = text(
        owner_of(concept).get(reverse("concepts:upgrade", args=[concept.pk]), {"to": other.pk})
    )

    assert "Parked (3)" in said


def test_preview_names_both_templates(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    other = released_template()
    asked = {"to": other.pk}

    said = text(owner_of(concept).get(reverse("concepts:upgrade", args=[concept.pk]), asked))

    assert "to another template: “Small template”, version 1.0" in said


def test_way_to_another_template_is_offered_only_where_there_is_one(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    client, editor = owner_of(concept), reverse("wagtailadmin_pages:edit", args=[concept.pk])
    address = f"{reverse('concepts:upgrade', args=[concept.pk])}?other=1"
    before = address in text(client.get(editor))

    other = released_template()

    assert (before, address in text(client.get(editor))) == (False, True)
    assert client.get(address).context["to"] == other


def test_change_of_template_keeps_answers_by_key_and_parks_the_others(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    other = released_template(replace(definition(question("host")), key="other"))

    owner_of(concept).post(reverse("concepts:upgrade", args=[concept.pk]), {"to": other.pk})

    page = draft(concept)
    assert page.stored_answers == {"host": ANSWERS["host"]}
    assert len(page.stored_answers) + len(page.parked_answers) == len(ANSWERS)


def test_template_out_of_force_is_no_target(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    other = released_template()
    TemplatePage.objects.filter(pk=other.page_id).update(in_force=False)
    asked = {"to": other.pk}

    response = owner_of(concept).get(reverse("concepts:upgrade", args=[concept.pk]), asked)

    assert response.status_code == 404


# Parked answers -----------------------------------------------------------------------------------


def settle(client: Client, page: ConceptPage, parked_id: str, **data: str) -> Any:
    address = reverse("concepts:settle_parked", args=[page.pk, parked_id])
    return client.post(address, data, follow=True)


def test_editor_shows_parked_answers_with_the_questions_that_can_take_them(first: Release) -> None:
    concept = upgraded(first)

    said = text(owner_of(concept).get(reverse("wagtailadmin_pages:edit", args=[concept.pk])))

    assert "An old truth" in said
    assert '<option value="remarks">' in said
    assert '<option value="owner">' not in said


def test_parked_answer_can_be_copied_and_stays_on_record(first: Release) -> None:
    concept = upgraded(first)

    settle(owner_of(concept), concept, "gone-1.0", to="remarks")

    page = draft(concept)
    answer = next(one for one in page.parked_answers if one.question == "gone")
    assert page.stored_answers["remarks"] == "An old truth"
    assert answer.settled
    assert (answer.settled.how, answer.settled.to) == ("copied", "remarks")


def test_parked_answer_can_be_dismissed_with_a_reason(first: Release) -> None:
    concept = upgraded(first)

    settle(owner_of(concept), concept, "gone-1.0", dismiss="1", reason="Not true any more")

    answer = next(one for one in draft(concept).parked_answers if one.question == "gone")
    assert answer.value == "An old truth"
    assert answer.settled
    assert (answer.settled.how, answer.settled.reason) == ("dismissed", "Not true any more")


@pytest.mark.parametrize(
    "data",
    [
        {"dismiss": "1", "reason": " "},
        {"to": "owner"},
        {"to": "nowhere"},
        {},
    ],
    ids=["no reason", "answered already", "no question", "nothing"],
)
def test_parked_answer_stays_open_where_it_cannot_be_settled(
    first: Release, data: dict[str, str]
) -> None:
    concept = upgraded(first)
    before = (draft(concept).parked, draft(concept).stored_answers)

    response = settle(owner_of(concept), concept, "gone-1.0", **data)

    assert response.status_code == 200
    assert (draft(concept).parked, draft(concept).stored_answers) == before


def test_settled_answer_cannot_be_settled_again(first: Release) -> None:
    concept = upgraded(first)
    client = owner_of(concept)
    settle(client, concept, "gone-1.0", to="remarks")
    before = draft(concept).parked

    settle(client, concept, "gone-1.0", dismiss="1", reason="Second thoughts")

    assert draft(concept).parked == before


def test_reader_cannot_settle(first: Release) -> None:
    concept = upgraded(first)
    before = draft(concept).parked

    settle(owner_of(concept, "isb"), concept, "gone-1.0", to="remarks")

    assert draft(concept).parked == before


def test_form_of_the_old_version_does_not_overwrite_what_was_upgraded(first: Release) -> None:
    concept = concept_draft(answers=ANSWERS, template=first)
    editor = OpenEditor(speaks_english(holder("operator", concept.get_parent().specific)), concept)
    apply_upgrade(concept, to=released_template(SECOND), by=None)
    before = draft(concept)

    editor.type("owner", "typed in the old form")
    said = text(editor.save())

    assert "brought to another version of its template meanwhile" in said
    assert "typed in the old form" in said
    assert draft(concept).stored_answers == before.stored_answers


@pytest.mark.parametrize("to", ["other", ""], ids=["carried to a secret question", "parked"])
def test_file_is_as_confidential_as_the_question_that_its_answer_went_to(to: str) -> None:
    level = Confidentiality.INTERNAL if to else SECRET
    first = released_template(definition(question("plan", "file", confidentiality=level)))
    concept = concept_draft(answers={}, template=first)
    stored = Attachment.objects.create(
        concept=concept, question="plan", name="p.pdf", file=ContentFile(b"%PDF-", "p.pdf"),
        sha256="0" * 64, size=5,
    )  # fmt: skip
    page = draft(concept)
    page.store({"plan": {"name": "p.pdf", "sha256": "0" * 64, "attachment": stored.pk}})
    page.save_revision()
    second = definition(question("other", "file", confidentiality=SECRET))
    if to:
        second = replace(second, upgrade=(("plan", Decision("map", to=to)),))
    place = concept.get_parent().specific
    role = RoleFactory(rights=["concept.edit"], clearance="internal")
    weak, strong = client_of(holder(role, place)), owner_of(concept)
    address = reverse("concepts:attachment", args=[stored.pk])

    apply_upgrade(concept, to=released_template(second), by=None)

    assert (weak.get(address).status_code, strong.get(address).status_code) == (302, 200)


# All concepts of a template -----------------------------------------------------------------------


def test_list_of_the_template_names_the_concepts_of_older_versions(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()
    released_template(SECOND)

    said = text(
        client_of(holder("admin")).get(reverse("secdoc_templates:upgrade", args=[template.pk]))
    )

    assert reverse("secdoc_templates:upgrade_one", args=[template.pk, concept.pk]) in said


def test_list_of_the_template_leaves_out_whose_draft_is_up_to_date(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()
    apply_upgrade(concept, to=released_template(SECOND), by=None)

    said = text(
        client_of(holder("admin")).get(reverse("secdoc_templates:upgrade", args=[template.pk]))
    )

    assert "Every concept rests on version 2.0 already." in said


def test_script_is_told_counts_and_then_what_was_done(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()
    to = released_template(SECOND)
    client = client_of(holder("admin"))
    address = reverse("secdoc_templates:upgrade_one", args=[template.pk, concept.pk])

    planned, applied = client.get(address).json(), client.post(address).json()

    assert (planned["status"], applied["status"]) == ("planned", "applied")
    assert planned["counts"]["parked"] == 2
    assert draft(concept).template_release == to


def test_script_is_told_why_a_concept_is_not_touched(first: Release) -> None:
    concept = submitted_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()
    released_template(SECOND)

    response = client_of(holder("admin")).post(
        reverse("secdoc_templates:upgrade_one", args=[template.pk, concept.pk])
    )

    assert response.status_code == 409
    assert "not touched" in response.json()["sentence"]


def test_script_is_told_no_counts_of_what_is_not_touched(first: Release) -> None:
    concept = submitted_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()
    released_template(SECOND)

    found = (
        client_of(holder("admin"))
        .get(reverse("secdoc_templates:upgrade_one", args=[template.pk, concept.pk]))
        .json()
    )

    assert (found["status"], found["counts"]) == ("in_review", {})


def test_list_of_the_template_is_for_those_who_work_with_templates(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    template = TemplatePage.objects.get()

    response = owner_of(concept, "operator").get(
        reverse("secdoc_templates:upgrade", args=[template.pk])
    )

    assert response.status_code == 302


def test_list_of_concepts_can_show_those_with_a_newer_version_only(first: Release) -> None:
    behind = released_concept(answers=ANSWERS, template=first)
    other = concept_draft()
    current = released_concept(answers=ANSWERS, template=first)
    apply_upgrade(current, to=released_template(SECOND), by=None)

    said = text(client_of(holder("isb")).get(reverse("concepts:index"), {"outdated": "on"}))

    address = [reverse("wagtailadmin_pages:edit", args=[p.pk]) for p in (behind, other, current)]
    assert [one in said for one in address] == [True, False, False]
