"""What people wait for who work for 2 and for 300 service groups: the queries may not grow.

The tree of the reading side shows up to 400 services at once and beyond that the service groups
alone, which takes fewer queries; every other screen has to ask the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.test import Client
from django.urls import reverse

from concept_pages.models import (
    ConceptIndexPage,
    Role,
    RoleAssignment,
    Service,
    ServiceGroupPage,
)

from .data import People
from .steps import Act, Step, get

FEW, MANY = 2, 300


def build(people: People) -> None:
    """See that there are 300 service groups, each with a service, and who owns 2 of them or all."""
    groups = [*ServiceGroupPage.objects.order_by("path")[:MANY]]
    groups += [_group(number) for number in range(len(groups), MANY)]
    owner = Role.objects.get(key="owner")
    for person, count in ((people.few, FEW), (people.many, MANY)):
        held = set(person.role_assignments.values_list("service_group_id", flat=True))
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=person, role=owner, service_group=group)
            for group in groups[:count]
            if group.pk not in held
        )


def _group(number: int) -> ServiceGroupPage:
    key = f"bench_far_{number}"
    page = ServiceGroupPage(
        title=f"Ferne Gruppe {number}", title_en=f"Far group {number}", key=key,
        slug=key.replace("_", "-"),
    )  # fmt: skip
    ConceptIndexPage.objects.get().add_child(instance=page)
    Service.objects.create(key=key, group=page, name_de=f"Fern {number}", name_en=f"Far {number}")
    return page


def _address(name: str, **parameters: str) -> Callable[[Client, People], Act]:
    return lambda client, _people: lambda _number: get(client, reverse(name), **parameters)


def _explorer(client: Client, _people: People) -> Act:
    address = reverse("wagtailadmin_explore", args=[ConceptIndexPage.objects.get().pk])
    return lambda _number: get(client, address)


def _tree(client: Client, _people: People) -> Act:
    return lambda _number: get(client, "/konzepte/")


SCREENS: dict[str, Callable[[Client, People], Act]] = {
    "explorer": _explorer,
    "list of concepts": _address("concepts:index"),
    "search of pages": _address("wagtailadmin_pages:search", q="Dienst"),
    "services": _address("services_modeladmin_index"),
    "tree of the reading side": _tree,
    "search of the reading side": _address("concept_pages:search", q="Firewall Sprungrechner"),
}


def _steps() -> Iterator[Step]:
    for name, prepare in SCREENS.items():
        for who, count in (("few", FEW), ("many", MANY)):
            yield Step(f"{count} groups: {name}", who, prepare)


STEPS = tuple(_steps())
