"""An administrator sees SecDoc as somebody else does: all that she sees, no more, and no change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse

from concept_pages.models import AuditEntry, ConceptPage, RoleAssignment
from concept_pages.requests import see_as
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import assign, holder, holder_of_right
from tests.factories.releases import concept_in_force, template_in_force
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event
END = reverse("concept_pages:see_as_end")
HOME = reverse("wagtailadmin_home")


@pytest.fixture
def admin() -> Any:
    return holder("admin", username="ada", first_name="Ada", last_name="Admin")


@pytest.fixture
def page() -> ConceptPage:
    return concept_draft()


@pytest.fixture
def operator(page: ConceptPage) -> Any:
    group = page.get_parent().specific
    return holder("operator", group, username="olga", first_name="Olga", last_name="Operator")


@pytest.fixture
def browser(client: Client, admin: Any) -> Client:
    client.force_login(admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def start(browser: Client, person: Any, reason: str = "She cannot find her concept") -> Any:
    """Begin to see as a person."""
    return browser.post(reverse("secdoc_see_as", args=[person.pk]), {"reason": reason})


def entries(event: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(event=event).order_by("pk"))


def elsewhere(page: ConceptPage) -> ConceptPage:
    """Return a released concept of the same template in a service group of its own."""
    service = ServiceFactory(group=ServiceGroupFactory())
    return released_concept(service, template=page.template_release)


def is_seeing(browser: Client) -> bool:
    return b"see-as-bar" in browser.get("/").content


# Whom ---------------------------------------------------------------------------------------------


def test_begin_says_who_and_why_in_the_log(browser: Client, admin: Any, operator: Any) -> None:
    response = start(browser, operator)

    entry = entries(EVENT.SEE_AS_STARTED)[0]
    assert response.url == HOME
    assert (entry.by, entry.about) == (admin, "Olga Operator (olga)")
    assert entry.detail["reason"] == "She cannot find her concept"


def test_reader_is_seen_from_the_reading_side(browser: Client) -> None:
    assert start(browser, holder("csirt")).url == "/"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_reason_is_needed(reason: str, browser: Client, operator: Any) -> None:
    response = start(browser, operator, reason)

    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    assert not is_seeing(browser)


@pytest.mark.parametrize("whom", ["superuser", "oneself", "inactive", "isb_by_subadmin"])
def test_some_people_nobody_sees_as(whom: str, browser: Client, admin: Any) -> None:
    person = {
        "superuser": lambda: holder("operator", is_superuser=True),
        "oneself": lambda: admin,
        "inactive": lambda: holder("operator", is_active=False),
        "isb_by_subadmin": lambda: holder("isb"),
    }[whom]()
    if whom == "isb_by_subadmin":
        browser.force_login(holder_of_right("user.see_as", "role.delegate", "service.assign"))

    assert browser.get(reverse("secdoc_see_as", args=[person.pk])).status_code == 302
    start(browser, person)

    assert entries(EVENT.SEE_AS_STARTED) == []
    assert not is_seeing(browser)


def test_right_is_needed(browser: Client, operator: Any) -> None:
    browser.force_login(holder("subadmin"))

    start(browser, operator)

    assert not is_seeing(browser)


def test_buttons_are_there_for_those_who_may(
    browser: Client, operator: Any, page: ConceptPage
) -> None:
    way = reverse("secdoc_see_as", args=[operator.pk])
    places = [
        reverse("wagtailusers_users:inspect", args=[operator.pk]),
        reverse("concepts:access", args=[page.pk]),
    ]

    assert [way in browser.get(place).content.decode() for place in places] == [True, True]
    browser.force_login(holder("subadmin"))
    assert [way in browser.get(place).content.decode() for place in places] == [False, False]


# What she sees ------------------------------------------------------------------------------------


def test_everything_is_as_the_person_sees_it(
    browser: Client, operator: Any, page: ConceptPage
) -> None:
    mine = elsewhere(page)
    assign(operator, "reader", mine.get_parent().specific)
    foreign = elsewhere(page)
    assert browser.get(foreign.url).status_code == 200
    start(browser, operator)

    assert browser.get(mine.url).status_code == 200
    assert browser.get(foreign.url).status_code == 404
    assert COMPLETE["purpose"] in browser.get(mine.url).content.decode()
    for address in ("wagtailusers_users:index", "secdoc_audit:index"):
        assert browser.get(reverse(address)).status_code == 302


@pytest.mark.parametrize("language", ["de", "en"])
def test_bar_stands_on_every_page_in_the_language_of_the_viewer(
    language: str, browser: Client, operator: Any, page: ConceptPage
) -> None:
    browser.post(reverse("concept_pages:language"), {"language": language})
    browser.cookies["django_language"] = language
    operator_profile(operator, "en" if language == "de" else "de")
    start(browser, operator)
    places = [
        "/", "/search/?q=x", HOME, reverse("concepts:index"), "/nirgends/",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ]  # fmt: skip

    for place in places:
        said = browser.get(place).content.decode()
        assert "see-as-bar" in said, place
        assert "Olga Operator" in said
        assert f'lang="{language}' in said


def operator_profile(person: Any, language: str) -> None:
    from wagtail.users.models import UserProfile  # noqa: PLC0415

    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save()


def test_bar_stands_on_drafts_and_revisions(browser: Client, page: ConceptPage) -> None:
    template = page.template_release.page.specific
    start(browser, holder("admin", username="alma"))
    places = [
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]),
        reverse("wagtailadmin_pages:view_draft", args=[template.pk]),
    ]

    for place in places:
        assert "see-as-bar" in browser.get(place).content.decode(), place


def test_bar_is_not_there_otherwise(browser: Client) -> None:
    assert not is_seeing(browser)
    assert b"see-as-bar" not in browser.get(HOME).content


def test_strict_policy_of_the_reading_side_lets_the_bar_through(
    browser: Client, operator: Any
) -> None:
    start(browser, operator)

    bar = browser.get("/").content.decode().split("see-as.css")[1].split("</aside>")[0]

    assert "style=" not in bar
    assert "<script" not in bar


def test_her_own_account_is_not_shown(browser: Client, operator: Any) -> None:
    start(browser, operator)

    for address in (reverse("concept_pages:account"), reverse("wagtailadmin_account")):
        response = browser.get(address)
        assert response.status_code == 403
        assert operator.email not in response.content.decode()


def test_editor_looks_locked(browser: Client, operator: Any, page: ConceptPage) -> None:
    start(browser, operator)

    response = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    said = response.content.decode()
    assert response.context["locked_for_user"]
    assert not response.context["autosave_enabled"]
    assert "You see this draft as somebody else does" in said
    assert "w-session" not in said.split("<main")[1].split("</main")[0]
    assert "Page locked" not in said


def test_editor_offers_no_move(browser: Client, admin: Any) -> None:
    page = concept_in_force(template=template_in_force())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    way = reverse("lifecycle:move", args=[page.pk, "new-version"])
    operator = holder("operator", page.get_parent().specific)
    browser.force_login(operator)
    assert way in browser.get(edit).content.decode()
    browser.force_login(admin)
    start(browser, operator)

    assert way not in browser.get(edit).content.decode()


# Read-only ----------------------------------------------------------------------------------------


def everything() -> dict[str, str]:
    """Return all rows of all tables, but sessions and the log."""
    left_out = {"sessions.session", "concept_pages.auditentry"}
    return {
        model._meta.label_lower: serializers.serialize(
            "json", model._default_manager.order_by("pk").all()
        )
        for model in apps.get_models()
        if model._meta.managed and model._meta.label_lower not in left_out
    }


def tour(page: ConceptPage) -> Iterator[str]:
    """Yield the addresses of what an operator can look at."""
    yield from ("/", "/konzepte/", page.url, "/search/?q=dns", HOME)
    yield reverse("concepts:index")
    yield reverse("wagtailadmin_pages:edit", args=[page.pk])
    yield reverse("wagtailadmin_pages:history", args=[page.pk])
    yield reverse("concepts:access", args=[page.pk])
    yield reverse("concepts:upgrade", args=[page.pk])
    yield reverse("wagtailadmin_explore_root")
    yield reverse("concept_pages:export", args=[page.pk, "txt"]) + "?draft=1"
    yield reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    yield reverse("wagtailadmin_reports:site_history")


def test_nothing_changes_during_a_tour_through_all_screens(
    browser: Client, operator: Any, page: ConceptPage
) -> None:
    start(browser, operator)
    before = everything()

    for address in tour(page):
        assert browser.get(address).status_code < 500, address

    after = everything()
    assert {name for name in after if after[name] != before.get(name)} == set()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent(
    method: str, browser: Client, operator: Any, page: ConceptPage
) -> None:
    start(browser, operator)
    before = everything()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = getattr(browser, method)(address, {"title": "Changed"})

    assert response.status_code == 403
    assert "Nothing can be changed" in response.content.decode()
    assert "see-as-bar" in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    "headers", [{"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}]
)
def test_scripts_are_answered_in_their_language(
    headers: dict[str, str], browser: Client, operator: Any, page: ConceptPage
) -> None:
    start(browser, operator)

    response = browser.post(
        reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), headers=headers
    )

    assert response.status_code == 403
    assert response.json()["success"] is False
    assert response.json()["error_code"] == "read_only"
    assert "Nothing can be changed" in response.json()["error_message"]


def test_seeing_does_not_nest(browser: Client, operator: Any) -> None:
    start(browser, operator)

    assert start(browser, holder("reader")).status_code == 403
    assert len(entries(EVENT.SEE_AS_STARTED)) == 1


def test_language_stays_the_choice_of_the_viewer(
    browser: Client, admin: Any, operator: Any
) -> None:
    start(browser, operator)

    browser.post(reverse("concept_pages:language"), {"language": "en"})

    assert admin.wagtail_userprofile.preferred_language == "en"
    assert not hasattr(type(operator).objects.get(pk=operator.pk), "wagtail_userprofile")


# The log ------------------------------------------------------------------------------------------


def test_what_happens_meanwhile_is_logged_under_the_administrator(
    browser: Client, admin: Any, operator: Any, page: ConceptPage
) -> None:
    foreign = elsewhere(page)
    start(browser, operator)

    browser.get(reverse("concept_pages:export", args=[page.pk, "txt"]), {"draft": "1"})
    browser.get(foreign.url, REMOTE_ADDR="192.0.2.7")
    browser.get(foreign.url)

    taken, refused = entries(EVENT.EXPORTED), entries(EVENT.DENIED)
    assert [(one.by, one.detail["as"]) for one in taken] == [(admin, "Olga Operator (olga)")]
    assert [(one.by, one.detail["as"]) for one in refused] == [(admin, "Olga Operator (olga)")]
    assert refused[0].address == "192.0.2.7"


def test_what_is_refused_meanwhile_is_logged(
    browser: Client, admin: Any, operator: Any, page: ConceptPage
) -> None:
    start(browser, operator)
    places = [reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("concept_pages:account")]

    browser.post(places[0], {"title": "Changed"})
    browser.get(places[1])

    refused = entries(EVENT.DENIED)
    assert [(one.by, one.refused) for one in refused] == [(admin, True)] * 2
    assert [(one.detail["path"], one.detail["reason"]) for one in refused] == [
        (places[0], "read_only"),
        (places[1], "private"),
    ]
    assert {one.detail["as"] for one in refused} == {"Olga Operator (olga)"}


# The end ------------------------------------------------------------------------------------------


def ends(browser: Client) -> list[str]:
    """Return why it ended, as the log says it, once it has."""
    browser.get("/")
    return [entry.detail["why"] for entry in entries(EVENT.SEE_AS_ENDED)]


def test_button_ends_it(browser: Client, admin: Any, operator: Any) -> None:
    start(browser, operator)

    response = browser.post(END)

    assert response.url == reverse("wagtailusers_users:inspect", args=[operator.pk])
    assert ends(browser) == ["ended"]
    assert entries(EVENT.SEE_AS_ENDED)[0].by == admin
    assert not is_seeing(browser)


def test_button_needs_a_token(admin: Any, operator: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)

    assert browser.post(END).status_code == 403


@pytest.mark.parametrize("way", ["concept_pages:logout", "wagtailadmin_logout"])
def test_signing_out_ends_it(way: str, browser: Client, admin: Any, operator: Any) -> None:
    start(browser, operator)

    browser.post(reverse(way))

    assert ends(browser) == ["signed_out"]
    assert entries(EVENT.SIGNED_OUT)[0].by == admin
    assert "login" in browser.get("/").url


def test_time_ends_it(browser: Client, operator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    start(browser, operator)
    monkeypatch.setattr(see_as, "SECONDS", -1)

    assert ends(browser) == ["time_over"]
    assert not is_seeing(browser)


def test_form_that_comes_after_the_end_is_not_carried_out_in_the_own_name(
    browser: Client, operator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = RoleAssignment.objects.get(user=operator)
    start(browser, operator)
    monkeypatch.setattr(see_as, "SECONDS", -1)

    late = browser.post(reverse("role-assignments_modeladmin_delete", args=[held.pk]))

    assert late.status_code == 403
    assert "was not carried out" in late.content.decode()
    assert RoleAssignment.objects.filter(pk=held.pk).exists()
    assert not is_seeing(browser)


def test_end_by_time_is_said(
    browser: Client, operator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(browser, operator)
    monkeypatch.setattr(see_as, "SECONDS", -1)

    assert "You see SecDoc as yourself again." in browser.get("/").content.decode()


@pytest.mark.parametrize("way", ["button", "time"])
def test_form_opened_meanwhile_is_refused_in_another_tab_after_the_end(
    way: str, admin: Any, operator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = RoleAssignment.objects.get(user=operator)
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(admin)
    ask = reverse("role-assignments_modeladmin_delete", args=[held.pk])
    whom = reverse("secdoc_see_as", args=[operator.pk])
    browser.post(whom, {"reason": "To look", "csrfmiddlewaretoken": token_on(browser, whom)})
    stale = token_on(browser, "/")
    if way == "button":
        browser.post(END, {"csrfmiddlewaretoken": stale})
    else:
        monkeypatch.setattr(see_as, "SECONDS", -1)
        browser.get("/")

    late = browser.post(ask, {"csrfmiddlewaretoken": stale})

    assert late.status_code == 403
    assert "while you saw SecDoc as somebody else" in late.content.decode()
    assert RoleAssignment.objects.filter(pk=held.pk).exists()
    browser.post(ask, {"csrfmiddlewaretoken": token_on(browser, ask)})
    assert not RoleAssignment.objects.filter(pk=held.pk).exists()


def token_on(browser: Client, address: str) -> str:
    """Return the token of the forms on a page."""
    said = browser.get(address).content.decode()
    return said.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_losing_the_right_ends_it(browser: Client, admin: Any, operator: Any) -> None:
    start(browser, operator)
    RoleAssignment.objects.filter(user=admin).delete()

    assert ends(browser) == ["right_gone"]


def test_a_person_who_is_deactivated_is_not_seen_any_more(browser: Client, operator: Any) -> None:
    start(browser, operator)
    type(operator).objects.filter(pk=operator.pk).update(is_active=False)

    assert ends(browser) == ["right_gone"]


def test_a_person_who_rises_above_is_not_seen_any_more(browser: Client, operator: Any) -> None:
    start(browser, operator)
    type(operator).objects.filter(pk=operator.pk).update(is_superuser=True)

    assert ends(browser) == ["right_gone"]
    assert not is_seeing(browser)


def test_a_person_whose_account_is_deleted_is_not_seen_any_more(browser: Client) -> None:
    person = holder("reader")
    start(browser, person)
    person.delete()

    assert ends(browser) == ["right_gone"]


def test_end_without_a_beginning_is_harmless(browser: Client) -> None:
    assert browser.post(END).status_code == 302
    assert ends(browser) == []
