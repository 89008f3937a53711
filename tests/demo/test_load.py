"""The demo is loaded once, through the real workflow, and never where it does not belong."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import RequestFactory, override_settings
from django.utils import timezone

from concept_pages.access.grants import grants_of
from concept_pages.access.reader import Reader
from concept_pages.actions.services import move_services
from concept_pages.demo.load import Loaded, load_demo
from concept_pages.demo.people import PASSWORD, PEOPLE, ensure_people
from concept_pages.models import (
    AnswerEntry,
    ConceptPage,
    RoleAssignment,
    Service,
    ServiceDependency,
    ServiceGroupPage,
    TemplatePage,
)
from workflows.models import Release, TransitionLog

PROMISED_ACCOUNTS = {
    "admin",
    "subadmin",
    "isb",
    "isb2",
    "owner-network",
    "operator-network",
    "operator-security",
    "operator-special",
    "reader-network",
    "csirt",
}


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Loaded]:
    """Load the demo once for this module, inside a transaction that is undone in the end."""
    with django_db_blocker.unblock(), override_settings(SECDOC_DEMO=True), transaction.atomic():
        yield load_demo()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _inside(demo: Loaded, db: Any) -> None:
    """Let every test start from the loaded demo."""


def counts() -> dict[str, int]:
    """Return how much there is of everything that the demo brings."""
    models = (get_user_model(), RoleAssignment, Service, TemplatePage, ConceptPage, Release)
    return {model.__name__: model._default_manager.count() for model in models} | {
        "moves": TransitionLog.objects.count(),
        "answers": AnswerEntry.objects.count(),
    }


def test_first_load_brings_everything(demo: Loaded) -> None:
    assert demo == Loaded(services=84, people=len(PEOPLE), templates=2, concepts=8)


def test_second_load_adds_nothing() -> None:
    before = counts()

    with override_settings(SECDOC_DEMO=True):
        again = load_demo()

    assert again == Loaded(services=0, people=0, templates=0, concepts=0)
    assert counts() == before


def test_second_load_leaves_what_people_have_changed() -> None:
    dns, elsewhere = Service.objects.get(key="dns"), Service.objects.get(key="wiki").group
    Service.objects.filter(key="ntp").update(name_de="Uhrzeit")
    ServiceDependency.objects.filter(service=dns).delete()
    move_services([dns], to=elsewhere)

    with override_settings(SECDOC_DEMO=True):
        load_demo()

    dns.refresh_from_db()
    assert (dns.group_id, dns.dependencies.count()) == (elsewhere.pk, 0)
    assert Service.objects.get(key="ntp").name_de == "Uhrzeit"


def test_command_says_in_a_sentence_what_stands_in_the_way() -> None:
    Service.objects.filter(key="dns").update(concept=None)
    RoleAssignment.objects.filter(user__username="owner-network").delete()

    with override_settings(SECDOC_DEMO=True), pytest.raises(CommandError):
        call_command("load_demo")


def test_command_says_in_one_line_what_it_did() -> None:
    said = io.StringIO()

    with override_settings(SECDOC_DEMO=True):
        call_command("load_demo", stdout=said)

    assert len(said.getvalue().splitlines()) == 1
    assert PASSWORD in said.getvalue()


def test_command_refuses_outside_of_demo_mode() -> None:
    assert not settings.DEBUG
    with override_settings(SECDOC_DEMO=False), pytest.raises(CommandError, match="SECDOC_DEMO=1"):
        call_command("load_demo")


def test_promised_accounts_can_sign_in() -> None:
    request = RequestFactory().post("/admin/login/")
    signed_in = {
        account
        for account in PROMISED_ACCOUNTS
        if authenticate(request, username=account, password=PASSWORD) is not None
    }

    assert signed_in == PROMISED_ACCOUNTS


def test_nobody_is_a_superuser() -> None:
    assert not get_user_model().objects.filter(is_superuser=True).exists()


def test_concepts_are_in_the_promised_states() -> None:
    states = Counter(
        (concept.lifecycle.state, concept.lifecycle.released is not None)
        for concept in ConceptPage.objects.all()
    )

    assert states == {
        ("approved", True): 2,
        ("draft", True): 1,
        ("in_review", False): 1,
        ("draft", False): 4,
    }


def test_every_release_has_been_seen_by_different_people() -> None:
    releases = Release.objects.all()

    same = [str(release) for release in releases if release.submitted_by == release.approved_by]

    assert len(releases) == 5
    assert same == []


def test_concept_that_was_sent_back_says_why() -> None:
    comment = TransitionLog.objects.get(move="request_changes").comment

    assert "Passwörter" in comment


def test_released_concepts_can_be_submitted_again_as_they_are() -> None:
    problems = {
        concept.title: concept.get_latest_revision_as_object().submission_problems()
        for concept in ConceptPage.objects.filter(lifecycle__released__isnull=False)
    }

    assert set(map(len, problems.values())) == {0}


def test_reader_of_a_group_reads_that_group_only() -> None:
    reader = Reader(get_user_model().objects.get(username="reader-network"))

    groups = {c.get_parent().specific.key for c in reader.readable_concepts()}

    assert groups == {"network_services"}


def test_csirt_reads_everything_that_is_released() -> None:
    reader = Reader(get_user_model().objects.get(username="csirt"))

    assert reader.readable_concepts().count() == 3


def test_csirt_and_readers_have_no_business_in_the_admin() -> None:
    outside = {
        user.username for user in get_user_model().objects.all() if not grants_of(user).opens_admin
    }

    assert outside == {"csirt", "reader-network", "on-call", "guest", "former"}


def test_sub_administrator_gives_ordinary_roles_in_two_service_groups_only() -> None:
    grants = grants_of(get_user_model().objects.get(username="subadmin"))
    named = ServiceGroupPage.objects.filter(pk__in=grants.where("role.delegate").groups)

    assert {group.key for group in named} == {"network_services", "security_services"}
    assert not grants.may("role.delegate", None)


def test_deactivated_person_has_an_assignment_that_comes_to_nothing() -> None:
    former = get_user_model().objects.get(username="former")

    assert former.role_assignments.exists()
    assert not grants_of(former).where("concept.edit")


def test_member_of_a_group_of_people_holds_its_role() -> None:
    on_call = Reader(get_user_model().objects.get(username="on-call"))

    assert not on_call.user.role_assignments.exists()
    assert {c.get_parent().specific.key for c in on_call.readable_concepts()} == {
        "network_services"
    }


def test_one_assignment_ends_soon() -> None:
    ending = RoleAssignment.objects.get(ends_on__isnull=False)

    assert ending.user.username == "guest"
    assert ending.ends_on > timezone.localdate()


def test_people_have_no_mail_address_while_their_past_is_played() -> None:
    get_user_model().objects.get(username="reader-network").delete()

    ensure_people()

    assert get_user_model().objects.get(username="reader-network").email == ""


def test_everybody_has_a_mail_address_afterwards() -> None:
    assert not get_user_model().objects.filter(email="").exists()
