"""Signing in and out: everybody gets somewhere, and nobody where she may not go."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.users.models import UserProfile

from concept_pages.models import AuditEntry
from tests.factories.people import PASSWORD, UserFactory, holder

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
WAYS_OUT = ["/logout/", "/admin/logout/"]


def sign_in(client: Client, user: Any, next_page: str = "/admin/") -> Any:
    """Fill in the form as a browser does; its hidden field says /admin/ by itself."""
    data = {"username": user.username, "password": PASSWORD, "next": next_page}
    return client.post(LOGIN, data)


@pytest.mark.parametrize("role", ["reader", "csirt"])
def test_readers_land_on_the_start_page(role: str, client: Client) -> None:
    assert sign_in(client, holder(role)).url == "/"


@pytest.mark.parametrize("role", ["operator", "owner", "isb", "subadmin", "admin"])
def test_people_with_work_to_do_land_in_the_admin(role: str, client: Client) -> None:
    assert sign_in(client, holder(role)).url == "/admin/"


def test_people_without_any_role_land_on_the_start_page(client: Client) -> None:
    user = UserFactory()

    assert sign_in(client, user).url == "/"
    assert client.get("/").status_code == 200


def test_everybody_lands_where_she_wanted_to_go(client: Client) -> None:
    assert sign_in(client, holder("isb"), "/konzepte/").url == "/konzepte/"


def test_readers_are_kept_out_of_the_admin_without_a_dead_end(client: Client) -> None:
    assert sign_in(client, holder("reader"), "/admin/pages/3/").url == "/"


def test_nobody_is_sent_to_another_site(client: Client) -> None:
    assert sign_in(client, holder("reader"), "https://example.org/").url == "/"


def test_readers_who_try_the_admin_get_back_with_a_word_why(client: Client) -> None:
    client.force_login(holder("reader"))

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1] == ("/", 302)
    assert b'class="message message-error"' in response.content


def test_wrong_passwords_stay_on_the_form(client: Client) -> None:
    data = {"username": holder("reader").username, "password": "falsch", "next": "/"}

    response = client.post(LOGIN, data, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "User name and password do not go together. Please try again."
    ]


def test_signing_in_brings_the_language_of_the_person(client: Client) -> None:
    user = holder("reader")
    UserProfile.objects.create(user=user, preferred_language="en")

    sign_in(client, user, "/")

    assert client.get("/").context["LANGUAGE_CODE"] == "en"


def test_language_chosen_in_front_of_the_sign_in_counts_afterwards(client: Client) -> None:
    user = holder("isb")
    UserProfile.objects.create(user=user, preferred_language="de")
    client.post("/language/", {"language": "en", "next": LOGIN})

    sign_in(client, user)

    assert UserProfile.objects.get(user=user).preferred_language == "en"
    assert '<html lang="en"' in client.get("/admin/").content.decode()


def test_choice_of_the_one_before_is_not_taken_for_that_of_the_next(client: Client) -> None:
    first, second = holder("reader"), holder("reader")
    UserProfile.objects.create(user=second, preferred_language="de")
    client.post("/language/", {"language": "en", "next": LOGIN})
    sign_in(client, first, "/")
    client.post("/logout/")

    sign_in(client, second, "/")

    assert client.get("/").context["LANGUAGE_CODE"] == "de"


def test_form_offers_both_languages_and_no_text_that_a_telephone_cuts_off(client: Client) -> None:
    content = client.get(f"{LOGIN}?next=/konzepte/").content.decode()

    assert 'lang="de"' in content
    assert 'lang="en"' in content
    assert 'value="/admin/login/?next=/konzepte/"' in content
    assert "placeholder" not in content


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_signing_out_ends_the_session_for_readers_too(way_out: str, client: Client) -> None:
    client.force_login(holder("reader"))

    response = client.post(way_out)

    assert response.url == LOGIN
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "options", "put"])
@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_signing_out_by_a_link_does_not_work(way_out: str, method: str, client: Client) -> None:
    client.force_login(holder("reader"))

    response = getattr(client, method)(way_out)

    assert response.url == "/"
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert client.get("/").status_code == 200
    assert not AuditEntry.objects.filter(refused=True).exists()


def test_the_form_names_the_house_in_both_languages(client: Client) -> None:
    german = client.get(LOGIN, headers={"accept-language": "de"}).content.decode()
    english = client.get(LOGIN, headers={"accept-language": "en"}).content.decode()

    assert "SecDoc" in german
    assert "Passwort" in german
    assert "Sign in to SecDoc" in english
