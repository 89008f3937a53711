"""Fixtures of tests that ask a real directory; imported by the `conftest.py` of their folders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .directory_server import GROUPS, PEOPLE, SECRET, SERVICE, DirectoryServer
from .directory_server import directory_server as start

LOCAL = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session")
def running_directory() -> Iterator[DirectoryServer]:
    """One server for all tests."""
    with start() as server:
        yield server


@pytest.fixture
def directory(running_directory: DirectoryServer, settings: Any) -> Iterator[DirectoryServer]:
    """An empty directory that SecDoc asks with StartTLS."""
    configure(settings, running_directory)
    yield running_directory
    running_directory.empty()


def configure(settings: Any, server: DirectoryServer) -> None:
    """Let the settings name the server."""
    settings.LDAP_URL = server.url
    settings.LDAP_START_TLS = True
    settings.LDAP_CA_FILE = server.ca_file
    settings.LDAP_BIND_DN = SERVICE
    settings.LDAP_BIND_PASSWORD = SECRET
    settings.LDAP_USER_BASE = PEOPLE
    settings.LDAP_GROUP_BASE = GROUPS
    settings.LDAP_TIMEOUT = 2
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "concept_pages.directory.backend.DirectoryBackend",
    ]
