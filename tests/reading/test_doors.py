"""Every address of the reading side wants a person, and no cache keeps what it says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from concept_pages import urls as reading_urls
from concept_pages.models import ConceptIndexPage, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory
from tests.factories.releases import concept_in_force
from tests.reading.conftest import SignIn
from workflows.models import Release

pytestmark = pytest.mark.django_db

OPEN = {"choose_password", "forgotten_password", "language", "logout", "see_as_end"}
"""What works without signing in: none of them says anything."""


def addresses() -> list[str]:
    """Return the names of our addresses that say something."""
    return [pattern.name for pattern in reading_urls.urlpatterns if pattern.name not in OPEN]


def address(name: str) -> str:
    """Return an address with whatever it wants to know."""
    wants = {"archived": [1], "export": [1, "pdf"]}
    return reverse(f"concept_pages:{name}", args=wants.get(name, []))


@pytest.mark.parametrize("name", addresses())
def test_our_addresses_send_strangers_to_the_sign_in_form(name: str, client: Client) -> None:
    response = client.get(address(name))

    assert response.status_code == 302
    assert response.url == f"/admin/login/?next={address(name)}"


@pytest.mark.parametrize("path", ["/", "/konzepte/", "/konzepte/netz/", "/vorlagen/", "/nirgends/"])
def test_pages_send_strangers_to_the_sign_in_form_whether_they_exist_or_not(
    path: str, client: Client, group: ServiceGroupPage
) -> None:
    response = client.get(path)

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={path}")


def test_a_concept_sends_strangers_to_the_sign_in_form(
    client: Client, group: ServiceGroupPage, template: Release
) -> None:
    concept = concept_in_force(ServiceFactory(group=group), template=template)

    response = client.get(concept.url)

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={concept.url}")


def test_wagtails_other_sign_in_form_is_not_there(client: Client) -> None:
    assert client.get("/_util/login/").url == "/admin/login/?next=/_util/login/"


@pytest.mark.parametrize("path", ["/", "/konzepte/", "/search/?q=netz"])
def test_nothing_is_kept_by_caches_nor_fetched_from_elsewhere(path: str, sign_in: SignIn) -> None:
    response = sign_in("csirt").get(path)

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "http" not in response.headers["Content-Security-Policy"]
    assert b"//" not in response.content.replace(b"http://www.w3.org", b"")


@pytest.mark.parametrize("path", ["/vorlagen/", "/nirgends/"])
def test_what_is_not_for_readers_does_not_exist(path: str, sign_in: SignIn) -> None:
    assert sign_in("csirt").get(path).status_code == 404


def test_tree_leads_to_the_page_of_the_tree(sign_in: SignIn) -> None:
    response = sign_in("csirt").get(reverse("concept_pages:tree"))

    assert response.url == ConceptIndexPage.objects.get().url


def test_the_front_door_is_ours() -> None:
    view = get_resolver().resolve("/admin/login/").func

    assert view.view_class.__module__ == "concept_pages.reading.session"
