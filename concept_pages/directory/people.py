"""People in the directory: found by words for a screen, or by identifier for the night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from ldap.filter import escape_filter_chars

from ..actions.directory.entries import Entry
from .config import attributes, person_filter
from .connection import Connection
from .groups import AT_ONCE, Memberships
from .values import entry_of, identifier_term


def find_people(connection: Connection, words: str, most: int) -> list[Entry]:
    """Return people whose name, account or mail contains every word; one more than `most` at most.

    What the words contain is looked for as it is; a star means a star.
    """
    names = ("cn", "displayName", settings.LDAP_ATTR_FIRST_NAME, settings.LDAP_ATTR_LAST_NAME)
    asked = dict.fromkeys((*names, settings.LDAP_ATTR_ACCOUNT, settings.LDAP_ATTR_MAIL))
    terms = "".join(
        "(|" + "".join(f"({name}=*{word}*)" for name in asked) + ")"
        for word in map(escape_filter_chars, words.split())
    )
    condition = f"(&{person_filter('*')}{terms})"
    found = connection.some(settings.LDAP_USER_BASE, condition, attributes(), most + 1)
    entries = [entry for dn, values in found if (entry := entry_of(dn, values))]
    return sorted(entries, key=lambda entry: (entry.last_name.casefold(), entry.name.casefold()))


def people_by_id(connection: Connection, identifiers: Iterable[str]) -> dict[str, Entry]:
    """Return the people with these unique identifiers who may sign in, each with her groups."""
    asked = list(identifiers)
    memberships = Memberships(connection)
    found: dict[str, Entry] = {}
    for start in range(0, len(asked), AT_ONCE):
        terms = "".join(identifier_term(one) for one in asked[start : start + AT_ONCE])
        condition = f"(&{person_filter('*')}(|{terms}))"
        for dn, values in connection.search(settings.LDAP_USER_BASE, condition, attributes()):
            if entry := entry_of(dn, values):
                found[entry.unique_id] = replace(entry, groups=memberships.of(entry))
    return found
