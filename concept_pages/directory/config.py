"""What the settings say about the directory, and what they must not say."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_HERE = {"localhost", "127.0.0.1", "::1"}


def is_configured() -> bool:
    """Return whether there is a directory at all."""
    return bool(settings.LDAP_URL)


def refuse_wrong_settings() -> None:
    """Refuse settings with which passwords would travel unprotected, or nothing would be found.

    Raises:
        ImproperlyConfigured: what is wrong, with the name of the variable.
    """
    if not is_configured():
        return
    for url in settings.LDAP_URL.split():
        _refuse_url(url)
    if settings.LDAP_CA_FILE and not Path(settings.LDAP_CA_FILE).is_file():
        raise ImproperlyConfigured(f"LDAP_CA_FILE: there is no file {settings.LDAP_CA_FILE}.")
    if settings.LDAP_TIMEOUT < 1:
        raise ImproperlyConfigured("LDAP_TIMEOUT must be at least 1 second.")
    if not settings.LDAP_USER_BASE:
        raise ImproperlyConfigured("LDAP_URL is set, so LDAP_USER_BASE is needed too.")
    if settings.LDAP_BIND_DN and not settings.LDAP_BIND_PASSWORD:
        raise ImproperlyConfigured("LDAP_BIND_DN is set, so LDAP_BIND_PASSWORD is needed too.")
    if "%" in settings.LDAP_LOCKED_FILTER:
        raise ImproperlyConfigured("LDAP_LOCKED_FILTER must not contain a percent sign.")
    try:
        fits = "%(user)s" in settings.LDAP_USER_FILTER and person_filter("x")
    except (ValueError, TypeError, KeyError):
        fits = False
    if not fits:
        raise ImproperlyConfigured(
            "LDAP_USER_FILTER must contain %(user)s once or more, and no other percent sign."
        )


def person_filter(user: str) -> str:
    """Return the filter for people who may sign in; `user` is escaped, or a star for all."""
    found = settings.LDAP_USER_FILTER % {"user": user}
    locked = settings.LDAP_LOCKED_FILTER
    return f"(&{found}(!{locked}))" if locked else found


def attributes() -> list[str]:
    """Return the attributes that are read of a person."""
    return [
        settings.LDAP_ATTR_ID,
        settings.LDAP_ATTR_ACCOUNT,
        settings.LDAP_ATTR_FIRST_NAME,
        settings.LDAP_ATTR_LAST_NAME,
        settings.LDAP_ATTR_MAIL,
        "displayName",
        "cn",
    ]


def _refuse_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("ldap", "ldaps", "ldapi"):
        raise ImproperlyConfigured(f"LDAP_URL must look like ldaps://host, not {url!r}.")
    protected = (
        parts.scheme in ("ldaps", "ldapi")
        or settings.LDAP_START_TLS
        or parts.hostname in _HERE
        or settings.LDAP_ALLOW_UNENCRYPTED
    )
    if not protected:
        raise ImproperlyConfigured(
            f"LDAP_URL {url} would send passwords unprotected. Use ldaps://, or set LDAP_START_TLS."
        )
    if parts.scheme == "ldaps" and settings.LDAP_START_TLS:
        raise ImproperlyConfigured("LDAP_START_TLS and ldaps:// exclude each other.")
