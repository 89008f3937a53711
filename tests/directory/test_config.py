"""Settings that would be unsafe are refused; without a directory nothing of it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as own
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from concept_pages.directory.config import refuse_wrong_settings
from tests.factories.people import holder

GOOD = {"LDAP_URL": "ldaps://ldap.example.org", "LDAP_USER_BASE": "dc=example,dc=org"}


@pytest.mark.parametrize(
    "values",
    [
        {"LDAP_URL": "ldap://ldap.example.org"},
        {"LDAP_URL": "ldaps://a.example.org ldap://b.example.org"},
        {"LDAP_URL": "ldap.example.org"},
        {"LDAP_START_TLS": True},
        {"LDAP_USER_BASE": ""},
        {"LDAP_USER_FILTER": "(uid=anna)"},
        {"LDAP_USER_FILTER": "(uid=%(user)s)(x=%)"},
        {"LDAP_LOCKED_FILTER": "(x=100%)"},
        {"LDAP_CA_FILE": "/nowhere/ca.pem"},
        {"LDAP_TIMEOUT": 0},
        {"LDAP_BIND_DN": "cn=secdoc", "LDAP_BIND_PASSWORD": ""},
    ],
)
def test_wrong_setting_is_refused(settings: Any, values: dict[str, Any]) -> None:
    for name, value in {**GOOD, **values}.items():
        setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match="LDAP_"):
        refuse_wrong_settings()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"LDAP_URL": "ldap://ldap.example.org", "LDAP_START_TLS": True},
        {"LDAP_URL": "ldap://localhost"},
        {"LDAP_URL": "ldapi:///"},
        {"LDAP_URL": "ldap://ldap.example.org", "LDAP_ALLOW_UNENCRYPTED": True},
    ],
)
def test_safe_setting_is_accepted(settings: Any, values: dict[str, Any]) -> None:
    for name, value in {**GOOD, **values}.items():
        setattr(settings, name, value)

    refuse_wrong_settings()


def test_secdoc_starts_without_the_libraries() -> None:
    code = (
        "import sys; sys.modules['ldap'] = sys.modules['django_auth_ldap'] = None\n"
        "import django; django.setup()\n"
        "import concept_pages.wagtail_hooks, concept_pages.management.commands.sync_ldap\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "LDAP_URL": ""}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=own.BASE_DIR, capture_output=True
    )

    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["people", "groups", "members"])
def test_screens_are_closed_without_a_directory(client: Any, name: str) -> None:
    client.force_login(holder("admin"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse(f"secdoc_directory:{name}")).status_code == 302
    listing = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert reverse("secdoc_directory:people") not in listing
