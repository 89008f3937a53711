"""A service group, a released template, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from concept_pages.models import ServiceGroupPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import holder
from tests.factories.releases import template_in_force
from workflows.models import Release

SignIn = Callable[..., Client]


@pytest.fixture
def template() -> Release:
    return template_in_force()


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory(key="netz", title="Netzdienste", title_en="Network services")


@pytest.fixture
def sign_in() -> SignIn:
    """Return a browser in which a new person with a role is signed in; the screen is English."""

    def signed_in(role: Any, at: ServiceGroupPage | None = None, **kwargs: Any) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(holder(role, at, **kwargs))
        return client

    return signed_in
