"""The people of the demo: who they are, and which role they hold where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from ..models import Role, RoleAssignment, ServiceGroupPage

PASSWORD = "secdoc-demo"

NETWORK = "network_services"
STORAGE = "computing_storage_services"
SPECIAL = "special_services"
SECURITY = "security_services"
OTHER = "other_services"


@dataclass(frozen=True)
class Person:
    """One account; `place` is the key of a service group, or "" for everywhere."""

    account: str
    first_name: str
    last_name: str
    role: str
    place: str = ""


PEOPLE = (
    Person("admin", "Andrea", "Adler", "admin"),
    Person("subadmin", "Stefan", "Sommer", "subadmin"),
    Person("isb", "Ines", "Baumann", "isb"),
    Person("isb2", "Igor", "Brandt", "isb"),
    Person("csirt", "Carla", "Conrad", "csirt"),
    Person("owner-network", "Olga", "Netzer", "owner", NETWORK),
    Person("operator-network", "Paul", "Netzer", "operator", NETWORK),
    Person("reader-network", "Lena", "Lang", "reader", NETWORK),
    Person("owner-storage", "Oskar", "Speicher", "owner", STORAGE),
    Person("operator-storage", "Petra", "Platte", "operator", STORAGE),
    Person("owner-special", "Oda", "Fuchs", "owner", SPECIAL),
    Person("operator-special", "Peter", "Fischer", "operator", SPECIAL),
    Person("owner-security", "Otto", "Wacker", "owner", SECURITY),
    Person("operator-security", "Pia", "Schutz", "operator", SECURITY),
    Person("owner-other", "Orhan", "Haas", "owner", OTHER),
    Person("operator-other", "Paula", "Huber", "operator", OTHER),
)


def ensure_people() -> int:
    """Create the accounts that are missing, each with its role; return how many were created.

    They have no mail address yet, so that the demo's past tells nobody about itself.
    """
    return sum(_ensure(person) for person in PEOPLE)


def give_mail_addresses() -> None:
    """Give every account of the demo that has none a mail address."""
    for person in get_user_model().objects.filter(
        username__in=[person.account for person in PEOPLE], email=""
    ):
        person.email = f"{person.username}@secdoc.example"
        person.save(update_fields=["email"])


def account(name: str) -> Any:
    """Return an account of the demo, as it is now."""
    return get_user_model().objects.get(username=name)


def _ensure(person: Person) -> bool:
    user, created = get_user_model().objects.get_or_create(
        username=person.account,
        defaults={"first_name": person.first_name, "last_name": person.last_name},
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "de"})
        RoleAssignment.objects.create(
            user=user,
            role=Role.objects.get(key=person.role),
            service_group=ServiceGroupPage.objects.get(key=person.place) if person.place else None,
        )
    return created
