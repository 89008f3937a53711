"""Both people know of a deputyship: from a mail, from the home page, and whoever asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from concept_pages.access.grants import grants_of
from concept_pages.actions.deputies import change_deputyship, end_deputyship, name_deputy
from concept_pages.actions.people import activate, deactivate, delete_person
from concept_pages.editor.deputies.home import deputies_panel
from concept_pages.models import AuditEntry, Deputyship, Role, ServiceGroupPage
from concept_pages.queries.responsible import responsible_for
from tests.authoring import speaks_english
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder
from workflows.models import NoticeChoice, WaitingNotice
from workflows.people import name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory(title_en="Network")


@pytest.fixture
def olga(group: ServiceGroupPage) -> Any:
    return speaks_english(holder("owner", group, username="olga", first_name="Olga"))


@pytest.fixture
def dora() -> Any:
    return UserFactory(username="dora", first_name="Dora", last_name="Deputy")


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that does something, and returns the mails that tell of it."""

    def commit(act: Any, *args: Any, **kwargs: Any) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return sorted(mail.outbox, key=lambda one: one.to)

    return commit


def days(first: int = 0, last: int = 7) -> dict[str, Any]:
    today = timezone.localdate()
    return {"starts_on": today + timedelta(first), "ends_on": today + timedelta(last)}


def home(user: Any) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("leaves", ["olga", "dora"])
@pytest.mark.parametrize("deed", [deactivate, delete_person])
def test_deputyship_ends_with_the_account_of_either_and_the_other_is_told(
    leaves: str, deed: Any, olga: Any, dora: Any, told: Any
) -> None:
    row = name_deputy(olga, dora, by=olga, **days())
    gone, stays = (olga, dora) if leaves == "olga" else (dora, olga)

    (letter,) = told(deed, gone, by=holder("admin"))

    assert letter.to == [stays.email]
    assert "any more" in letter.subject or "nicht mehr" in letter.subject
    assert AuditEntry.objects.filter(event=AuditEntry.Event.DEPUTY_ENDED).count() == 1
    kept = Deputyship.objects.filter(pk=row.pk).first()
    assert kept is None if deed is delete_person else kept.ended_at


def test_deputyship_that_ended_with_an_account_does_not_come_back_with_it(
    olga: Any, dora: Any
) -> None:
    name_deputy(olga, dora, by=olga, **days())
    admin = holder("admin")
    deactivate(dora, by=admin)

    activate(dora, by=admin)

    assert not grants_of(dora).principals


def test_deputy_is_told_who_named_her_in_her_language(olga: Any, dora: Any, told: Any) -> None:
    (letter,) = told(name_deputy, olga, dora, by=olga, **days())

    assert letter.to == [dora.email]
    assert name_of(olga) in letter.body
    with translation.override("de"):
        assert date_format(days()["ends_on"]) in letter.body


@pytest.mark.parametrize("first", [0, 1])
def test_link_leads_where_the_deputy_is_let_in(first: int, olga: Any, dora: Any, told: Any) -> None:
    (letter,) = told(name_deputy, olga, dora, by=olga, **days(first))

    (address,) = (line for line in letter.body.splitlines() if line.startswith("http"))
    client = Client()
    client.force_login(dora, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(urlsplit(address).path).status_code == 200


def test_both_are_told_of_what_somebody_else_does(olga: Any, dora: Any, told: Any) -> None:
    admin = holder("admin", first_name="Ada", last_name="Admin")

    named = told(name_deputy, olga, dora, by=admin, **days())
    row = Deputyship.objects.get()
    changed = told(change_deputyship, row, by=admin, reason="", **days(last=9))
    ended = told(end_deputyship, row, by=admin)

    for letters in (named, changed, ended):
        assert [letter.to for letter in letters] == [[dora.email], [olga.email]]
        assert all(name_of(admin) in letter.body for letter in letters)
    assert [letters[1].subject for letters in (named, changed, ended)] == [
        f"{name_of(dora)} acts for you",
        f"Other days: {name_of(dora)} acts for you",
        f"{name_of(dora)} does not act for you any more",
    ]


@pytest.mark.parametrize("administrative", [False, True])
def test_mails_to_both_name_the_roles_that_go_along(
    administrative: bool, group: ServiceGroupPage, olga: Any, dora: Any, told: Any
) -> None:
    assign(olga, RoleFactory(name_de="Auskunft 100 %", name_en="Information 100 %"))
    assign(olga, "isb")
    isb, admin = Role.objects.get(key="isb").name_en, holder("admin")
    dora = speaks_english(dora)

    letters = told(name_deputy, olga, dora, by=admin, with_administrative=administrative, **days())

    assert [letter.to for letter in letters] == [[dora.email], [olga.email]]
    for letter in letters:
        assert "Service owner (Network)" in letter.body
        assert "Information 100 % (everywhere)" in letter.body
        assert (f"{isb} (everywhere)" in letter.body) is administrative
        assert ("Administrative roles are not handed on." in letter.body) is not administrative


def test_mails_say_nothing_of_administrative_roles_where_there_are_none(
    olga: Any, dora: Any, told: Any
) -> None:
    (letter,) = told(name_deputy, olga, speaks_english(dora), by=olga, **days())

    assert "dministrative" not in letter.body


def test_notice_comes_as_the_person_wants_it(olga: Any, dora: Any, told: Any) -> None:
    lena = UserFactory()
    NoticeChoice.objects.create(user=dora, deputies="none")
    NoticeChoice.objects.create(user=lena, deputies="daily")

    assert told(name_deputy, olga, dora, by=olga, **days()) == []
    assert told(name_deputy, olga, lena, by=olga, **days()) == []
    assert [waiting.person for waiting in WaitingNotice.objects.all()] == [lena]


def test_home_says_for_whom_she_acts_where_and_until_when(
    group: ServiceGroupPage, olga: Any, dora: Any
) -> None:
    name_deputy(olga, dora, by=olga, **days())
    with translation.override("en"):
        until = date_format(days()["ends_on"])

    assert f"You act for {name_of(olga)} until {until}: Service owner (Network)." in home(
        speaks_english(dora)
    )
    assert f"{name_of(dora)} acts for you until {until}." in home(olga)


def test_home_says_nothing_of_deputyships_that_do_not_hold_today(olga: Any, dora: Any) -> None:
    name_deputy(olga, dora, by=olga, **days(first=1))

    assert 'id="deputies"' not in home(olga)


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_for_one_deputyship_and_three(
    number: int, group: ServiceGroupPage, dora: Any, django_assert_num_queries: Any
) -> None:
    for _one in range(number):
        person = holder("owner", group)
        name_deputy(person, dora, by=person, **days())
    request: Any = type("Request", (), {"user": dora})
    panels: list[Any] = []

    with django_assert_num_queries(5):
        deputies_panel(request, panels)
        context = panels[0].get_context_data({})

    assert len(context["for_others"]) == number


def test_whoever_asks_who_is_responsible_is_told_the_deputy(
    group: ServiceGroupPage, olga: Any, dora: Any
) -> None:
    assign(olga, "subadmin", group)
    name_deputy(olga, dora, by=olga, **days())
    name_deputy(olga, UserFactory(), by=olga, **days(first=1))

    with translation.override("en"):
        assert (
            f"{olga.get_full_name()} (deputy: Dora Deputy)" in responsible_for([group.pk])[group.pk]
        )
