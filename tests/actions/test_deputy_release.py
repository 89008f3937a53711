"""A deputy releases for whom she acts, the records name both, and four eyes count both as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from concept_pages.actions.deputies import end_deputyship, name_deputy
from concept_pages.models import Deputyship, RoleAssignment, ServiceGroupPage
from tests.authoring import speaks_english
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import UserFactory, assign, holder
from workflows.actions import approve, request_changes, submit
from workflows.errors import FourEyes
from workflows.models import Release, TransitionLog
from workflows.notifications.audiences import authors
from workflows.people import name_of
from workflows.queries import open_submission, own_submissions, sent_back_to
from workflows.states import Move
from workflows.views.standing import SLUGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Any:
    return concept_draft(ServiceFactory())


@pytest.fixture
def group(page: Any) -> ServiceGroupPage:
    return page.services.get().group


def deputy_of(person: Any, *, by: Any = None, **more: Any) -> Any:
    """Return a new person who acts for somebody from today on."""
    deputy, today = UserFactory(first_name="Dora", last_name="Vertreter"), timezone.localdate()
    week = today + timedelta(days=7)
    name_deputy(person, deputy, by=by or person, starts_on=today, ends_on=week, **more)
    return deputy


def test_deputy_releases_and_every_record_names_both(page: Any, group: ServiceGroupPage) -> None:
    owner = holder("owner", group, first_name="Olga", last_name="Besitzer")
    deputy = deputy_of(owner)

    submit(page, by=holder("operator", group))
    approve(page, by=deputy)
    approve(page, by=holder("isb"))

    step = Release.objects.get(page=page).approvals[0]
    assert (step["by_id"], step["for_id"]) == (deputy.pk, owner.pk)
    entry = TransitionLog.objects.get(page=page, by=deputy)
    with translation.override("en"):
        assert "Dora Vertreter" in entry.by_said
        assert "Olga Besitzer" in entry.by_said


def test_screens_say_for_whom_the_deputy_decides(page: Any, group: ServiceGroupPage) -> None:
    owner = holder("owner", group, first_name="Olga", last_name="Besitzer")
    deputy, isb = speaks_english(deputy_of(owner)), speaks_english(holder("isb"))
    both = f"{name_of(deputy)}, deputy of {name_of(owner)}"
    submit(page, by=holder("operator", group))
    review = reverse("lifecycle:review", args=[page.pk])
    history = reverse("lifecycle:history", args=[page.pk])

    client = Client()
    client.force_login(deputy, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.get(review)
    decision = {"decision": "approve", "seen": asked.context["waiting"]}
    done = client.post(review, decision, follow=True)
    client.force_login(isb, backend="django.contrib.auth.backends.ModelBackend")

    assert f"You decide as deputy of {name_of(owner)}." in asked.content.decode()
    assert f"You acted as deputy of {name_of(owner)}." in done.content.decode()
    assert both in client.get(review).content.decode()
    assert both in client.get(history).content.decode()


def test_screen_says_for_whom_the_deputy_makes_another_move(
    page: Any, group: ServiceGroupPage
) -> None:
    owner = holder("owner", group, first_name="Olga", last_name="Besitzer")
    deputy = speaks_english(deputy_of(owner))
    submit(page, by=deputy)
    withdrawal = reverse("lifecycle:move", args=[page.pk, SLUGS[Move.WITHDRAW]])

    client = Client()
    client.force_login(deputy, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.get(withdrawal)
    done = client.post(withdrawal, {"comment": ""}, follow=True)

    assert f"You decide as deputy of {name_of(owner)}." in asked.content.decode()
    assert f"You acted as deputy of {name_of(owner)}." in done.content.decode()


def test_deputy_does_not_release_what_the_person_submitted(
    page: Any, group: ServiceGroupPage
) -> None:
    owner = holder("owner", group)
    deputy = deputy_of(owner)
    submit(page, by=owner)

    with pytest.raises(FourEyes):
        approve(page, by=deputy)


def test_person_does_not_release_what_her_deputy_submitted_even_after_it_ended(
    page: Any, group: ServiceGroupPage
) -> None:
    owner = holder("owner", group)
    deputy = deputy_of(owner)
    submit(page, by=deputy)
    end_deputyship(owner.deputies_named.get(), by=owner)

    with pytest.raises(FourEyes, match="Dora Vertreter"):
        approve(page, by=owner)


def test_two_deputies_of_one_person_count_as_one(page: Any, group: ServiceGroupPage) -> None:
    owner = holder("owner", group)
    first, second = deputy_of(owner), deputy_of(owner)
    submit(page, by=first)

    with pytest.raises(FourEyes):
        approve(page, by=second)


def test_two_people_who_share_a_deputy_remain_two(page: Any, group: ServiceGroupPage) -> None:
    author, owner = holder("operator", group), holder("owner", group)
    deputy, today = UserFactory(), timezone.localdate()
    for person in (author, owner):
        name_deputy(person, deputy, by=person, starts_on=today, ends_on=today)
    submit(page, by=author)

    approve(page, by=owner)

    assert TransitionLog.objects.filter(page=page, by=owner).exists()


def test_superuser_counts_as_one_with_her_deputy(page: Any, group: ServiceGroupPage) -> None:
    chief = holder("reader", group, is_superuser=True)
    deputy, today = holder("owner", group), timezone.localdate()
    name_deputy(chief, deputy, by=chief, starts_on=today, ends_on=today)
    submit(page, by=deputy)

    with pytest.raises(FourEyes):
        approve(page, by=chief)


def test_administrative_role_is_handed_on_only_where_it_was_said(
    page: Any, group: ServiceGroupPage
) -> None:
    isb, admin = holder("isb"), holder("admin")
    assign(isb, "reader", group)
    plain = deputy_of(isb)
    full = deputy_of(isb, by=admin, with_administrative=True)
    submit(page, by=holder("operator", group))
    approve(page, by=holder("owner", group))

    assert not plain.has_perm("concept_pages.view_role")
    with pytest.raises(Exception, match=r"Recht|right"):
        approve(page, by=plain)
    approve(page, by=full)
    assert Release.objects.get(page=page).approvals[-1]["for_id"] == isb.pk


def test_what_came_back_to_a_deputy_is_told_to_both_while_they_may_hand_it_in(
    page: Any, group: ServiceGroupPage
) -> None:
    operator = holder("operator", group)
    deputy = deputy_of(operator)
    submit(page, by=deputy)
    submission = open_submission(page)
    assert submission is not None
    assert {operator.pk, deputy.pk} <= pks_of(authors(page, submission))
    assert list(own_submissions(operator)) == list(own_submissions(deputy)) == [submission]

    request_changes(fresh(page), by=holder("owner", group), comment="10.1.2.3 fehlt")

    assert [one.page_id for one in sent_back_to(operator)] == [page.pk]
    assert [one.page_id for one in sent_back_to(fresh_person(deputy))] == [page.pk]
    end_deputyship(Deputyship.objects.get(), by=operator)
    assert not sent_back_to(fresh_person(deputy)).exists()
    assert [one.page_id for one in sent_back_to(fresh_person(operator))] == [page.pk]


def test_what_waits_is_told_to_a_deputy_who_is_named_afterwards(
    page: Any, group: ServiceGroupPage, django_capture_on_commit_callbacks: Any
) -> None:
    owner = holder("owner", group)
    submit(page, by=owner)
    request_changes(fresh(page), by=holder("owner", group), comment="10.1.2.3 fehlt")
    other = concept_draft(ServiceFactory(group=group), template=page.template_release)
    submit(other, by=holder("operator", group))
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        deputy = speaks_english(deputy_of(owner))
    assert "your start page shows: 1 decision, 1 page sent back." in mail.outbox[0].body
    assert "10.1.2.3" not in mail.outbox[0].body

    client = Client()
    client.force_login(deputy, backend="django.contrib.auth.backends.ModelBackend")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "10.1.2.3 fehlt" in home
    assert reverse("lifecycle:review", args=[other.pk]) in home

    again = deputy_of(owner)
    submit(fresh(page), by=again)
    request_changes(fresh(page), by=holder("owner", group), comment="noch einmal")
    assert [one.comment for one in sent_back_to(fresh_person(deputy))] == ["noch einmal"]
    assert not sent_back_to(holder("owner", group)).exists()


def test_mail_says_nothing_of_what_waits_before_the_first_day(
    page: Any, group: ServiceGroupPage, django_capture_on_commit_callbacks: Any
) -> None:
    owner, day = holder("owner", group), timezone.localdate() + timedelta(days=1)
    submit(page, by=owner)
    request_changes(fresh(page), by=holder("owner", group), comment="10.1.2.3 fehlt")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        name_deputy(owner, UserFactory(), by=owner, starts_on=day, ends_on=day)

    assert "zurückgegeben" not in mail.outbox[0].body


def test_comment_is_not_told_to_whom_the_role_was_taken_from(
    page: Any, group: ServiceGroupPage
) -> None:
    operator = holder("operator", group)
    submit(page, by=operator)
    request_changes(fresh(page), by=holder("owner", group), comment="10.1.2.3 fehlt")
    RoleAssignment.objects.filter(user=operator).delete()
    holder_of_nothing = fresh_person(operator)

    assert not sent_back_to(holder_of_nothing).exists()
    assert not own_submissions(holder_of_nothing).exists()


@pytest.mark.parametrize(
    ("language", "said"), [("de", "in Vertretung von Olga"), ("en", "deputy of Olga")]
)
def test_mail_names_the_deputy_in_the_language_of_its_reader(
    language: str,
    said: str,
    page: Any,
    group: ServiceGroupPage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = holder("owner", group, first_name="Olga", last_name="Besitzer")
    deputy, isb = deputy_of(owner), holder("isb", email="isb@example.org")
    UserProfile.objects.create(user=isb, preferred_language=language)
    submit(page, by=holder("operator", group))
    mail.outbox.clear()

    other = {"de": "en", "en": "de"}[language]
    with translation.override(other), django_capture_on_commit_callbacks(execute=True):
        approve(fresh(page), by=deputy)

    (letter,) = [one for one in mail.outbox if one.to == ["isb@example.org"]]
    assert said in letter.body


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def fresh_person(person: Any) -> Any:
    """Return a person who remembers nothing about her rights."""
    return type(person).objects.get(pk=person.pk)


def pks_of(people: Any) -> set[int]:
    return set(people.values_list("pk", flat=True))
