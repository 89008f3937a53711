"""The way to the directory for screens and commands; they need no library where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

from ..actions.directory.entries import Entry
from .config import is_configured

if TYPE_CHECKING:
    from .connection import Connection
    from .groups import FoundGroup

MOST = 50
"""So many results are shown; one more is asked for, to know whether there are more."""


def look_up_people(words: str) -> list[Entry]:
    """Return up to 51 people whose name, account or mail contains every word.

    Raises:
        DirectoryDown: the directory cannot be asked.
    """
    from .people import find_people  # noqa: PLC0415 - needs libraries that many do without

    with _connection() as connection:
        return find_people(connection, words, MOST)


def people_with(identifiers: Iterable[str]) -> dict[str, Entry]:
    """Return the people with these unique identifiers who may sign in, each with her groups.

    Raises:
        DirectoryDown: the directory cannot be asked.
    """
    from .people import people_by_id  # noqa: PLC0415

    with _connection() as connection:
        return people_by_id(connection, identifiers)


def look_up_groups(words: str) -> list[FoundGroup]:
    """Return up to 51 groups whose name or description contains every word.

    Raises:
        DirectoryDown: the directory cannot be asked.
    """
    from .groups import find_groups  # noqa: PLC0415

    with _connection() as connection:
        return find_groups(connection, words, MOST)


def members_of_group(dn: str) -> list[Entry] | None:
    """Return up to 51 people of a group, those of its groups included; None if there is no group.

    Raises:
        DirectoryDown: the directory cannot be asked.
    """
    from .groups import members_of  # noqa: PLC0415

    with _connection() as connection:
        return members_of(connection, dn, MOST)


def key_of(dn: str) -> str:
    """Return what two spellings of a distinguished name have in common; "" where it is none."""
    from .values import dn_key  # noqa: PLC0415

    return dn_key(dn)


def _connection() -> AbstractContextManager[Connection]:
    if not is_configured():
        raise ImproperlyConfigured("There is no directory: LDAP_URL is empty.")
    from .connection import connected  # noqa: PLC0415

    return connected()
