"""Writes into the history of a service what changed, so that the screen can say it in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.log_actions import log

from ..definition.catalogue import Difference, ServiceEntry, differences
from ..models import Department, Service

CHANGED = "concept_pages.service.change"
MOVED = "concept_pages.service.move"
RETIRED = "concept_pages.service.retire"
RESTORED = "concept_pages.service.restore"

_NEEDS = ("requires", "optional")


def log_change(service: Service, before: ServiceEntry, after: ServiceEntry, *, by: Any) -> None:
    """Note the fields that differ; another group is noted where the service moves."""
    found = [one for one in differences(before, after) if one.field != "group"]
    if found:
        data = {
            "fields": [[one.field, one.before, one.after] for one in found],
            "names": _names(found),
        }
        log(instance=service, action=CHANGED, user=by, data=data)


def _names(found: Iterable[Difference]) -> dict[str, list[str]]:
    """Return the names, as they are today, of the services and departments that are mentioned."""
    services: set[str] = set()
    departments: set[str] = set()
    for one in found:
        if one.field in _NEEDS:
            services |= {*one.before, *one.after}
        elif one.field == "department":
            departments |= {one.before, one.after}
    names: dict[str, list[str]] = {}
    for model, keys in ((Service, services), (Department, departments)):
        if keys:
            rows = model.objects.filter(key__in=keys).values_list("key", "name_de", "name_en")
            names |= {key: [german, english] for key, german, english in rows}
    return names
