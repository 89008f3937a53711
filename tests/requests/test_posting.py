"""Whoever opens the address of a button by hand is led to the page with the button."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_button_leads_to_its_page(client: Client) -> None:
    service, person = ServiceFactory(), UserFactory()
    concept = concept_draft(service)
    buttons = {
        reverse("catalogue:restore", args=[service.pk]): reverse(
            "services_modeladmin_inspect", args=[service.pk]
        ),
        reverse("concepts:settle_parked", args=[concept.pk, "x"]): reverse(
            "wagtailadmin_pages:edit", args=[concept.pk]
        ),
        reverse("wagtailusers_users:act", args=[person.pk, "unlock"]): reverse(
            "wagtailusers_users:inspect", args=[person.pk]
        ),
        reverse("concept_pages:see_as_end"): "/",
    }
    client.force_login(UserFactory(is_superuser=True))

    assert {address: client.get(address).url for address in buttons} == buttons
