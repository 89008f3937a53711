"""Writes the name of who leaves into the lines of Wagtail's histories, which keep a number only."""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import registry

from ..people import User, name_of

BY_NAME = "by_name"
"""Below this word the data of a line keep the name; only lines of accounts that are gone do."""

WRITTEN_AT_ONCE = 500


def keep_name(person: User) -> None:
    """Write the name into every line of a person, while there still is an account to ask for it."""
    name = name_of(person)
    for entries in registry.get_log_entry_models():
        lines: Any = list(entries.objects.filter(user=person.pk).only("data"))
        for line in lines:
            line.data = {**line.data, BY_NAME: name}
        entries.objects.bulk_update(lines, ["data"], batch_size=WRITTEN_AT_ONCE)
