"""Groups in the directory: which ones a person is in, through groups too; and who is in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from ldap.filter import escape_filter_chars

from ..actions.directory.entries import Entry
from .config import attributes
from .connection import Connection
from .values import dn_key, entry_of, text_of

MEMBERS = ("member", "uniqueMember")
"""The attributes that name members by their distinguished names."""

AT_ONCE = 50
"""So many names stand in one search."""


@dataclass
class Memberships:
    """Finds the groups of people; what lies above a group is asked once."""

    connection: Connection
    _above: dict[str, set[str]] = field(default_factory=dict)

    def of(self, entry: Entry) -> frozenset[str]:
        """Return the keys of all groups of a person, those of her groups included."""
        if not settings.LDAP_GROUP_BASE:
            return frozenset()
        account = f"(memberUid={escape_filter_chars(entry.account)})"
        found = self._containing(entry.dn, account)
        open_ones = dict(found)
        while open_ones and settings.LDAP_NESTED_GROUPS:
            higher: dict[str, str] = {}
            for key, dn in open_ones.items():
                higher |= self._parents(key, dn)
            open_ones = {key: dn for key, dn in higher.items() if key not in found}
            found |= open_ones
        return frozenset(found)

    def _parents(self, key: str, dn: str) -> dict[str, str]:
        if key not in self._above:
            self._above[key] = set(self._containing(dn).values())
        return {dn_key(parent): parent for parent in self._above[key]}

    def _containing(self, dn: str, more: str = "") -> dict[str, str]:
        """Return the groups that name somebody as a member, by key."""
        name = escape_filter_chars(dn)
        terms = "".join(f"({attribute}={name})" for attribute in MEMBERS) + more
        condition = f"(&{settings.LDAP_GROUP_FILTER}(|{terms}))"
        found = self.connection.search(settings.LDAP_GROUP_BASE, condition, ["1.1"])
        return {dn_key(group): group for group, _attributes in found}


@dataclass(frozen=True)
class FoundGroup:
    """A group in the directory."""

    dn: str
    name: str
    description: str


def find_groups(connection: Connection, words: str, most: int) -> list[FoundGroup]:
    """Return groups whose name or description contains every word, one more than `most` at most."""
    terms = "".join(
        f"(|(cn=*{word}*)(description=*{word}*))"
        for word in map(escape_filter_chars, words.split())
    )
    condition = f"(&{settings.LDAP_GROUP_FILTER}{terms})"
    found = connection.some(settings.LDAP_GROUP_BASE, condition, ["cn", "description"], most + 1)
    groups = [
        FoundGroup(dn, text_of(_first(values, "cn")) or dn, text_of(_first(values, "description")))
        for dn, values in found
    ]
    return sorted(groups, key=lambda group: group.name.casefold())


def members_of(connection: Connection, dn: str, most: int) -> list[Entry] | None:
    """Return who is in a group, groups of groups included, one more than `most` at most.

    None means that there is no such group.
    """
    names = [*MEMBERS, "memberUid"]
    group = connection.read(dn, names)
    if group is None:
        return None
    people: dict[str, Entry] = {}
    seen, waiting = {dn_key(dn)}, [group]
    while waiting and len(people) <= most:
        current = waiting.pop(0)
        for found in _by_account(connection, current.get("memberUid", ())):
            people[found.unique_id] = found
        for member in _members(current):
            key = dn_key(member)
            if key in seen or len(people) > most:
                continue
            seen.add(key)
            values = connection.read(member, [*attributes(), *names]) or {}
            if any(name in values for name in names):
                waiting += [values] if settings.LDAP_NESTED_GROUPS else []
            elif entry := entry_of(member, values):
                people[entry.unique_id] = entry
    return sorted(people.values(), key=lambda entry: entry.name.casefold())


def _members(values: dict[str, list[bytes]]) -> Iterable[str]:
    for name in MEMBERS:
        for value in values.get(name, ()):
            yield value.decode("utf-8", errors="replace")


def _by_account(connection: Connection, accounts: Iterable[bytes]) -> Iterable[Entry]:
    names = [escape_filter_chars(text_of(account)) for account in accounts]
    for start in range(0, len(names), AT_ONCE):
        terms = "".join(
            f"({settings.LDAP_ATTR_ACCOUNT}={name})" for name in names[start : start + AT_ONCE]
        )
        for dn, values in connection.search(settings.LDAP_USER_BASE, f"(|{terms})", attributes()):
            if entry := entry_of(dn, values):
                yield entry


def _first(values: dict[str, list[bytes]], name: str) -> bytes:
    return next(iter(values.get(name, ())), b"")
