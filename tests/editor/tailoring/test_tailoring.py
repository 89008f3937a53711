"""The screen on which a service owner switches questions off; others only read it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concept_pages.actions.tailoring import tailor
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Group
from concept_pages.models import ConceptPage
from tests.authoring import speaks_english
from tests.definition.build import definition, group, question
from tests.editor.concepts.form import OpenEditor
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import COMPLETE, SMALL, released_template

pytestmark = pytest.mark.django_db

SECRET = "A reason nobody else may read."


def address(page: ConceptPage) -> str:
    return reverse("concepts:tailor", args=[page.pk])


def person(page: ConceptPage, role: Any = "owner") -> Any:
    return speaks_english(holder(role, page.get_parent().specific))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def draft(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def off(*keys: str, base: dict[str, str] | None = None, **reasons: str) -> dict[str, str]:
    """Return what the form posts: everything has a field for a reason, few are marked."""
    fields = {
        f"reason-{key}": "" for key in ("overview", "service", "purpose", "addresses", "risks")
    }
    fields |= {f"reason-{key}": reason for key, reason in reasons.items()}
    marked = {f"off-{key}": "on" for key in (*keys, *reasons)}
    return {**fields, **marked, "base": json.dumps(base or {})}


def text(response: Any) -> str:
    return response.content.decode()


def test_owner_sees_the_whole_template_before_anything_is_filled_in() -> None:
    page = concept_draft(answers={})

    said = text(client_of(person(page)).get(address(page)))

    assert all(label in said for label in ("Overview", "What is it for?", "Addresses", "Risks"))
    assert 'name="off-overview"' in said
    assert 'name="off-purpose"' in said


def test_screen_shows_no_answers() -> None:
    page = concept_draft()

    said = text(client_of(person(page)).get(address(page)))

    assert COMPLETE["purpose"] not in said
    assert COMPLETE["risks"] not in said


def test_owner_switches_off_and_on() -> None:
    page = concept_draft()
    client = client_of(person(page))

    client.post(address(page), off(service="None here."))
    first = draft(page).tailoring
    client.post(address(page), off(base={"service": "None here."}))

    assert (first, draft(page).tailoring) == ({"service": "None here."}, {})


def test_missing_reason_saves_nothing_and_keeps_what_was_typed() -> None:
    page = concept_draft()

    response = client_of(person(page)).post(address(page), off("risks", purpose="Typed with care."))

    assert draft(page).tailoring == {}
    assert "Typed with care." in text(response)
    assert "Say why this does not apply to the service." in text(response)
    assert text(response).count("checked") == 2


def test_conflict_shows_both_reasons_and_a_second_save_decides() -> None:
    page = concept_draft()
    tailor(page, base={}, reasons={"purpose": "Theirs."}, by=person(page))
    client = client_of(person(page))

    response = client.post(address(page), off(purpose="Mine."))
    kept = draft(page).tailoring
    again = json.loads(response.context["base"])
    client.post(address(page), off(base=again, purpose="Mine."))

    assert "Switched off by somebody else meanwhile: “Theirs.”" in text(response)
    assert 'value="Mine."' in text(response)
    assert (kept, draft(page).tailoring) == ({"purpose": "Theirs."}, {"purpose": "Mine."})


def test_operator_sees_why_but_has_no_switch() -> None:
    page = concept_draft()
    tailor(page, base={}, reasons={"purpose": "Told elsewhere."}, by=person(page))
    client = client_of(person(page, "operator"))

    said = text(client.get(address(page)))
    client.post(address(page), off())

    assert "Not applicable: Told elsewhere." in said
    assert 'name="off-' not in said
    assert draft(page).tailoring == {"purpose": "Told elsewhere."}


def test_released_concept_is_locked_with_a_sentence_why() -> None:
    page = released_concept()

    said = text(client_of(person(page)).get(address(page)))

    assert "To change it, start a new version." in said
    assert 'name="off-' not in said


def test_screen_asks_the_same_number_of_queries_for_many_questions() -> None:
    counts = []
    for size in (1, 30):
        groups = [group(f"g{n}", question(f"q{n}")) for n in range(size)]
        template = released_template(replace(definition(*groups), key=f"t{size}"))
        page = concept_draft(answers={}, template=template)
        client = client_of(person(page))
        client.get(address(page))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(page))
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["reader", "csirt"])
def test_readers_are_kept_out(role: str) -> None:
    page = concept_draft()

    response = client_of(person(page, role)).get(address(page))

    assert response.status_code == 302


def test_people_of_other_services_are_kept_out() -> None:
    page = concept_draft()
    other = concept_draft(template=page.template_release)
    client = client_of(person(other))

    assert client.get(address(page)).status_code == 302
    assert client.post(address(page), off(purpose="No.")).status_code == 302
    assert draft(page).tailoring == {}


def weak(page: ConceptPage) -> Any:
    rights = ["template.choose_specific", "concept.edit"]
    return person(page, RoleFactory(rights=rights, clearance="internal"))


def test_reason_above_the_clearance_is_told_neither_here_nor_in_the_editor() -> None:
    page = concept_draft()
    tailor(page, base={}, reasons={"risks": SECRET, "purpose": "Open."}, by=person(page))
    somebody = weak(page)

    said = text(client_of(somebody).get(address(page)))
    editor = OpenEditor(somebody, page)

    assert SECRET not in said
    assert SECRET not in text(editor.response)
    assert editor.state["notApplicable"] == {"risks": "", "purpose": "Open."}


def test_save_of_the_editor_keeps_what_was_switched_off_meanwhile() -> None:
    page = concept_draft()
    editor = OpenEditor(person(page, "operator"), page)
    tailor(page, base={}, reasons={"purpose": "Told elsewhere."}, by=person(page))

    editor.type("risks", "typed meanwhile")
    news = editor.autosave()

    assert news["notApplicable"] == {"purpose": "Told elsewhere."}
    assert draft(page).tailoring == {"purpose": "Told elsewhere."}
    assert draft(page).stored_answers == COMPLETE | {"risks": "typed meanwhile"}


def test_editor_and_list_lead_here() -> None:
    page = concept_draft()
    client = client_of(person(page))

    editor = text(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    listed = text(client.get(reverse("concepts:index")))

    assert (address(page) in editor, address(page) in listed) == (True, True)


def test_list_leads_operators_to_the_concept_only() -> None:
    page = concept_draft()

    listed = text(client_of(person(page, "operator")).get(reverse("concepts:index")))

    assert address(page) not in listed


def test_history_says_what_was_switched_off() -> None:
    page = concept_draft()
    owner = person(page)
    tailor(page, base={}, reasons={"risks": SECRET}, by=owner)

    said = text(client_of(owner).get(reverse("wagtailadmin_pages:history", args=[page.pk])))

    assert "Switched off: “Risks”" in said
    assert SECRET not in said


# Upgrades -----------------------------------------------------------------------------------------


def test_upgrade_names_what_is_not_switched_off_any_more() -> None:
    page = concept_draft()
    owner = person(page)
    tailor(page, base={}, reasons={"risks": "Told elsewhere.", "purpose": "No."}, by=owner)
    to = released_template(replace(SMALL, version="2.0", groups=(kept_group(),)))
    client = client_of(owner)

    said = text(client.get(reverse("concepts:upgrade", args=[page.pk])))
    apply_upgrade(page, to=to, by=owner)
    history = text(client.get(reverse("wagtailadmin_pages:history", args=[page.pk])))

    assert "No longer switched off (1)" in said
    assert "Told elsewhere." in said
    assert draft(page).tailoring == {"purpose": "No."}
    assert "1 no longer switched off, as the template has it no more" in history


def kept_group() -> Group:
    """Return the chapter of the small template without its confidential questions."""
    (chapter,) = SMALL.groups
    (section,) = chapter.groups
    return replace(chapter, groups=(replace(section, questions=section.questions[:1]),))
