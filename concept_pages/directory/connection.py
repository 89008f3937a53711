"""A connection to the directory as the service account: protected, checked, with time limits."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import ldap
from django.conf import settings
from ldap.controls.libldap import SimplePagedResultsControl

from ..actions.directory.entries import DirectoryDown
from .config import refuse_wrong_settings

Found = list[tuple[str, dict[str, list[bytes]]]]

PAGE = 200
"""So many entries are asked for at once; directories have limits."""


def connection_options() -> dict[int, Any]:
    """Return the options of a connection; the order matters: the last one makes TLS read them."""
    options: dict[int, Any] = {
        ldap.OPT_PROTOCOL_VERSION: 3,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_NETWORK_TIMEOUT: float(settings.LDAP_TIMEOUT),
        ldap.OPT_TIMEOUT: float(settings.LDAP_TIMEOUT),
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if settings.LDAP_CA_FILE:
        options[ldap.OPT_X_TLS_CACERTFILE] = settings.LDAP_CA_FILE
    options[ldap.OPT_X_TLS_NEWCTX] = 0
    return options


def answering_urls(request: Any = None) -> str:
    """Return the addresses to try, without those that do not even begin to speak TLS in time.

    libldap waits for the first bytes of ldaps:// without any limit, so we ask for them before. It
    checks the certificate; here nothing is sent.

    Raises:
        DirectoryDown: none answers.
    """
    urls = [
        url
        for url in settings.LDAP_URL.split()
        if not url.startswith("ldaps://") or _speaks_tls(url)
    ]
    if not urls:
        raise DirectoryDown("no answer in time")
    return " ".join(urls)


def _speaks_tls(url: str) -> bool:
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    address = (parts.hostname or "", parts.port or 636)
    try:
        with (
            socket.create_connection(address, timeout=settings.LDAP_TIMEOUT) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname),
        ):
            return True
    except ssl.SSLError:
        return True  # it has answered; what is wrong says libldap
    except OSError:
        return False


class Connection:
    """Searches in the directory; every answer is a list of (name, attributes)."""

    def __init__(self, link: Any) -> None:
        self._link = link

    def search(
        self,
        base: str,
        condition: str,
        attributes: list[str],
        *,
        scope: int = ldap.SCOPE_SUBTREE,
    ) -> Found:
        """Return everything that a search finds, page by page."""
        found: Found = []
        page = SimplePagedResultsControl(True, size=PAGE, cookie="")
        while True:
            message = self._link.search_ext(base, scope, condition, attributes, serverctrls=[page])
            _kind, data, _message, controls = self._link.result3(
                message, timeout=settings.LDAP_TIMEOUT
            )
            found += [row for row in data if row[0] is not None]
            cookies = [
                c.cookie for c in controls if c.controlType == SimplePagedResultsControl.controlType
            ]
            if not any(cookies):
                return found
            page.cookie = cookies[0]

    def some(self, base: str, condition: str, attributes: list[str], most: int) -> Found:
        """Return what a search finds, but no more than so many."""
        message = self._link.search_ext(
            base, ldap.SCOPE_SUBTREE, condition, attributes, sizelimit=most
        )
        found: Found = []
        try:
            while True:
                _kind, data = self._link.result(message, all=0, timeout=settings.LDAP_TIMEOUT)
                if not data:
                    return found
                found += [row for row in data if row[0] is not None]
        except (ldap.SIZELIMIT_EXCEEDED, ldap.ADMINLIMIT_EXCEEDED):
            return found

    def read(self, dn: str, attributes: list[str]) -> dict[str, list[bytes]] | None:
        """Return the attributes of one entry; None where there is none."""
        try:
            found = self.search(dn, "(objectClass=*)", attributes, scope=ldap.SCOPE_BASE)
        except (ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX):
            return None
        return found[0][1] if found else None


@contextmanager
def connected() -> Iterator[Connection]:
    """Yield a connection; close it afterwards.

    Raises:
        DirectoryDown: the directory cannot be reached, is not who it should be, is too slow, or
            refuses the service account.
    """
    refuse_wrong_settings()
    link = None
    try:
        link = ldap.initialize(answering_urls(), bytes_mode=False)
        for option, value in connection_options().items():
            link.set_option(option, value)
        if settings.LDAP_START_TLS:
            link.start_tls_s()
        link.simple_bind_s(settings.LDAP_BIND_DN, settings.LDAP_BIND_PASSWORD)
        yield Connection(link)
    except (ldap.LDAPError, ValueError) as error:
        raise DirectoryDown(type(error).__name__) from error
    finally:
        if link is not None:
            _close(link)


def _close(link: Any) -> None:
    try:
        link.unbind_s()
    except ldap.LDAPError:
        return  # it was never open
