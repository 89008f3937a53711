"""What the directory gives here: a row of the table of directory groups."""

from __future__ import annotations

from concept_pages.directory.door import key_of
from concept_pages.models import DirectoryGroup, Role, ServiceGroupPage


def maps(dn: str, role: str, at: ServiceGroupPage | None = None) -> DirectoryGroup:
    """Let the members of a group hold a role; `at` None is everywhere."""
    return DirectoryGroup.objects.create(
        dn=dn, dn_key=key_of(dn), role=Role.objects.get(key=role), service_group=at
    )
