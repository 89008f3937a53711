"""The audit log names for whom a deputy acted only where her own roles were not enough."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from concept_pages.access.grants import grants_of
from concept_pages.actions.assignments import change_assignment, give_role, take_role
from concept_pages.actions.attachments import attach
from concept_pages.actions.audit import Origin, come_from, leave, record
from concept_pages.actions.passwords import choose_password
from concept_pages.documents.export import export_draft, export_release
from concept_pages.models import AuditEntry, ConceptPage, Deputyship, Role
from tests.excerpts import excerpt
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder
from tests.factories.templates import released_template
from workflows.people import name_of

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event


def group_of(page: ConceptPage) -> Any:
    return page.get_parent().specific


def deputy_of(*people: Any) -> Any:
    deputy, today = UserFactory(last_name="Deputy"), timezone.localdate()
    for person in people:
        Deputyship.objects.create(
            person=person, deputy=deputy, starts_on=today, ends_on=today, with_administrative=True
        )
    return deputy


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def named(**which: Any) -> Any:
    """Return for whom the last line says that somebody acted."""
    return AuditEntry.objects.filter(**which).order_by("pk").last().detail.get("deputy_of")


def exporter(clearance: str) -> Role:
    return RoleFactory(rights=["concept.read", "concept.export"], clearance=clearance)


@pytest.mark.parametrize(
    ("own", "said"), [("", True), ("internal", True), ("strictly_confidential", False)]
)
def test_file_names_the_principal_where_her_own_roles_would_not_have_shown_it(
    own: str, said: bool
) -> None:
    page = released_concept()
    principal = holder(exporter("strictly_confidential"), group_of(page))
    deputy = deputy_of(principal)
    if own:
        assign(deputy, exporter(own), group_of(page))

    export_release(page, user=deputy, format="json", language="en")

    assert named(event=EVENT.EXPORTED) == ([name_of(principal)] if said else None)


@pytest.mark.parametrize("own", [False, True])
def test_file_of_a_draft_names_the_principal_unless_she_edits_herself(own: bool) -> None:
    page = concept_draft()
    principal = holder("owner", group_of(page))
    deputy = deputy_of(principal)
    if own:
        assign(deputy, "owner", group_of(page))

    export_draft(page, user=deputy, format="json", language="en")

    assert named(event=EVENT.EXPORTED) == (None if own else [name_of(principal)])


@pytest.mark.parametrize("own", ["", "internal", "confidential"])
def test_attachment_names_the_principal_unless_her_own_roles_show_it(own: str) -> None:
    page = concept_draft(answers={}, template=released_template(excerpt("network_diagram")))
    working = {"rights": ["concept.edit"], "clearance": "confidential"}
    principal = holder(RoleFactory(**working), group_of(page))
    stored = attach(
        page,
        question="network_diagram",
        file=SimpleUploadedFile("plan.pdf", b"%PDF-1.7 a plan"),
        by=principal,
    )
    deputy = deputy_of(principal)
    if own:
        assign(deputy, RoleFactory(**working | {"clearance": own}), group_of(page))

    answer = browser(deputy).get(reverse("concepts:attachment", args=[stored["attachment"]]))

    assert answer.status_code == 200
    said = None if own == "confidential" else [name_of(principal)]
    assert named(event=EVENT.EXPORTED) == said


@pytest.mark.parametrize("own", [False, True])
def test_file_of_the_log_names_the_principal_unless_she_reads_it_herself(own: bool) -> None:
    principal = holder("isb")
    deputy = deputy_of(principal)
    if own:
        assign(deputy, "isb")

    browser(deputy).get(reverse("secdoc_audit:index"), {"export": "csv"})

    assert named(event=EVENT.EXPORTED) == (None if own else [name_of(principal)])


@pytest.mark.parametrize("own", [False, True])
def test_given_changed_and_taken_role_names_the_principal_unless_it_is_hers_to_give(
    own: bool,
) -> None:
    group = group_of(concept_draft())
    principal, person = holder("subadmin", group), UserFactory()
    deputy = deputy_of(principal)
    if own:
        assign(deputy, "subadmin", group)
    reader, other = Role.objects.get(key="reader"), RoleFactory(rights=["concept.read"])

    given = give_role(to=person, role=reader, service_group=group, by=deputy)
    change_assignment(given, role=other, service_group=group, ends_on=None, by=deputy)
    take_role(given, by=deputy)

    for event in (EVENT.ROLE_GIVEN, EVENT.ROLE_CHANGED_FOR, EVENT.ROLE_TAKEN):
        assert named(event=event) == (None if own else [name_of(principal)])


@pytest.mark.parametrize(
    ("right", "said"), [("concept.export", True), ("concept.read", False), ("", False)]
)
def test_refusal_names_the_principal_where_she_holds_the_missing_right_as_his_deputy_only(
    right: str, said: bool
) -> None:
    group = group_of(concept_draft())
    principal = holder(exporter("internal"), group)
    deputy = deputy_of(principal, holder(RoleFactory(rights=["concept.edit"]), group))
    assign(deputy, RoleFactory(rights=["concept.read"]), group)
    grants_of(deputy)

    record(EVENT.DENIED, by=deputy, detail={"right": right} if right else {}, refused=True)

    assert named(event=EVENT.DENIED) == ([name_of(principal)] if said else None)


def test_refused_page_names_nobody_else() -> None:
    page = concept_draft()

    browser(deputy_of(holder("owner", group_of(page)))).get(reverse("secdoc_audit:index"))

    assert named(event=EVENT.DENIED) is None


def test_what_she_does_for_herself_names_nobody_else() -> None:
    deputy = deputy_of(holder("admin"))
    grants_of(deputy)

    record(EVENT.SIGNED_OUT, by=deputy)
    choose_password(deputy, "correct horse battery staple")
    record(EVENT.PERSON_CHANGED, by=deputy)

    assert [named(event=event) for event in (EVENT.SIGNED_OUT, EVENT.PASSWORD_CHANGED)] == [
        None, None
    ]  # fmt: skip
    assert named(event=EVENT.PERSON_CHANGED)


def test_who_sees_as_somebody_else_by_a_deputyship_is_named_with_her_principal() -> None:
    principal = holder("admin")
    deputy, person = deputy_of(principal), UserFactory()
    grants_of(deputy)

    token = come_from(Origin(seer=deputy))
    try:
        record(EVENT.DENIED, by=person, detail={"right": "concept.read"}, refused=True)
    finally:
        leave(token)

    assert named(event=EVENT.DENIED) == [name_of(principal)]
