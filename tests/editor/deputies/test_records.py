"""Whatever a deputy does to a concept, the record names her and the person she acts for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry, PageLogEntry

from concept_pages.actions.deputies import name_deputy
from concept_pages.actions.own_questions import save_chapter
from concept_pages.actions.parked import dismiss_parked
from concept_pages.actions.service_log import log_change
from concept_pages.actions.tailoring import tailor
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.documents.export import export_release
from concept_pages.models import ConceptPage
from concept_pages.queries.catalogue import entry_of
from tests.authoring import speaks_english
from tests.definition.build import definition, group, question
from tests.editor.concepts.form import OpenEditor
from tests.factories.concepts import concept_draft
from tests.factories.people import UserFactory, assign, holder, holder_of_right
from tests.factories.templates import released_template
from workflows.actions import approve, submit
from workflows.people import name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ConceptPage:
    return concept_draft()


@pytest.fixture
def olga(page: ConceptPage) -> Any:
    return holder("owner", group_of(page), first_name="Olga", last_name="Owner", username="olga")


@pytest.fixture
def dora(olga: Any) -> Any:
    dora, today = UserFactory(first_name="Dora", last_name="Deputy"), timezone.localdate()
    name_deputy(olga, dora, by=olga, starts_on=today, ends_on=today)
    return speaks_english(dora)


def group_of(page: ConceptPage) -> Any:
    return page.get_parent().specific


def edited(user: Any, page: ConceptPage) -> list[PageLogEntry]:
    """Let the draft be saved by itself and by hand; return what Wagtail wrote down."""
    editor = OpenEditor(user, page)
    editor.type("purpose", "Names for some")
    editor.autosave()
    editor.type("purpose", "Names for all")
    editor.save()
    entries = PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit", user=user)
    assert len(entries) == 2
    return list(entries)


def history(user: Any, page: ConceptPage) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()


def test_history_of_a_saved_draft_names_both(page: ConceptPage, olga: Any, dora: Any) -> None:
    entries = edited(dora, page)

    assert [entry.data["for"] for entry in entries] == [name_of(olga)] * 2
    assert f"as deputy of {name_of(olga)}" in history(dora, page)


def test_history_names_nobody_else_where_she_edits_by_her_own_role(
    page: ConceptPage, dora: Any
) -> None:
    assign(dora, "operator", group_of(page))

    assert not any("for" in entry.data for entry in edited(dora, page))
    assert "as deputy of" not in history(dora, page)


def test_deputy_is_told_for_whom_she_submitted(page: ConceptPage, olga: Any, dora: Any) -> None:
    editor = OpenEditor(dora, page)

    editor.submit()

    assert f"You acted as deputy of {name_of(olga)}." in editor.messages()[0]


def test_what_is_asked_of_a_service_is_recorded_with_both(
    page: ConceptPage, olga: Any, dora: Any
) -> None:
    # She may edit by a role of her own; what is asked, she decides as a deputy.
    assign(dora, "operator", group_of(page))
    tailor(page, base={}, reasons={"risks": "None."}, by=dora)
    save_chapter(page, {"label": {"de": "Mehr", "en": "More"}}, by=dora)

    entries = PageLogEntry.objects.filter(page=page.pk, user=dora)
    assert [entry.data["for"] for entry in entries] == [name_of(olga)] * 2


def test_settled_answer_names_both(page: ConceptPage, olga: Any, dora: Any) -> None:
    apply_upgrade(page, to=released_template(definition(group("net", question("new")))), by=dora)
    parked = ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object().parked_answers[0]

    settled = dismiss_parked(page, parked.id, reason="Old", by=dora).parked_answers[0].settled

    assert settled
    assert (settled.by, settled.for_name) == (name_of(dora), name_of(olga))
    entries = PageLogEntry.objects.filter(page=page.pk, user=dora)
    assert {entry.data["for"] for entry in entries} == {name_of(olga)}


def test_files_and_audit_log_name_both(page: ConceptPage, olga: Any, dora: Any) -> None:
    submit(page, by=holder("operator", group_of(page)))
    approve(page, by=dora)
    isb = speaks_english(holder("isb"))
    approve(page, by=isb)
    both = f"{name_of(dora)}, deputy of {name_of(olga)}"

    file = export_release(page, user=isb, format="json", language="en")
    client = Client(headers={"accept-language": "en"})
    client.force_login(isb)
    screen = client.get(reverse("secdoc_audit:index"), {"person": "olga"}).content.decode()
    table = client.get(reverse("secdoc_audit:index"), {"export": "csv", "event": "page.approve"})
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode())))

    facts = {fact["key"]: fact["lines"] for fact in json.loads(file.content)["facts"]}
    assert both in facts["approvals"][0]
    assert both in screen
    assert both in [row[3] for row in rows]


def test_history_of_a_service_names_both(page: ConceptPage) -> None:
    service = page.services.get()
    keeper = holder_of_right("service.edit", at=service.group, last_name="Keeper")
    deputy, today = UserFactory(last_name="Deputy"), timezone.localdate()
    name_deputy(keeper, deputy, by=keeper, starts_on=today, ends_on=today)
    before = entry_of(service.pk)

    log_change(service, before, replace(before, comment="new"), by=deputy)

    entry = ModelLogEntry.objects.for_instance(service).get()
    with translation.override("en"):
        assert entry.message.endswith(f", as deputy of {name_of(keeper)}")
