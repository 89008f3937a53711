"""The audit log names for whom a deputy acted only where her own roles were not enough."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from concept_pages.access.grants import grants_of
from concept_pages.actions.assignments import change_assignment, give_role, take_role
from concept_pages.actions.audit import Origin, come_from, leave, record
from concept_pages.actions.passwords import choose_password
from concept_pages.documents.export import export_draft, export_release
from concept_pages.models import AuditEntry, ConceptPage, Deputyship, Role
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import RoleFactory, UserFactory, assign, holder
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
    client = Client()
    client.force_login(
        deputy_of(holder("owner", group_of(page))),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    client.get(reverse("secdoc_audit:index"))

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
