"""The people of the demo: who they are, and which role they hold where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.users.models import UserProfile

from ..actions.assignments import give_role
from ..actions.people import deactivate
from ..models import Role, ServiceGroupPage

PASSWORD = "secdoc-demo"

NETWORK = "network_services"
STORAGE = "computing_storage_services"
SPECIAL = "special_services"
SECURITY = "security_services"
OTHER = "other_services"


@dataclass(frozen=True)
class Person:
    """One account, with a role for some service groups, named by their keys, or for all.

    Who is in a `team` holds the role as a member of this group of people.
    """

    account: str
    first_name: str
    last_name: str
    role: str
    places: tuple[str, ...] = ()
    team: str = ""
    days: int | None = None
    """For how many days she holds the role; None is without end."""
    active: bool = True


PEOPLE = (
    Person("admin", "Andrea", "Adler", "admin"),
    Person("subadmin", "Stefan", "Sommer", "subadmin", (NETWORK, SECURITY)),
    Person("isb", "Ines", "Baumann", "isb"),
    Person("isb2", "Igor", "Brandt", "isb"),
    Person("csirt", "Carla", "Conrad", "csirt"),
    Person("owner-network", "Olga", "Netzer", "owner", (NETWORK,)),
    Person("operator-network", "Paul", "Netzer", "operator", (NETWORK,)),
    Person("reader-network", "Lena", "Lang", "reader", (NETWORK,)),
    Person("owner-storage", "Oskar", "Speicher", "owner", (STORAGE,)),
    Person("operator-storage", "Petra", "Platte", "operator", (STORAGE,)),
    Person("owner-special", "Oda", "Fuchs", "owner", (SPECIAL,)),
    Person("operator-special", "Peter", "Fischer", "operator", (SPECIAL,)),
    Person("owner-security", "Otto", "Wacker", "owner", (SECURITY,)),
    Person("operator-security", "Pia", "Schutz", "operator", (SECURITY,)),
    Person("owner-other", "Orhan", "Haas", "owner", (OTHER,)),
    Person("operator-other", "Paula", "Huber", "operator", (OTHER,)),
    Person("on-call", "Rita", "Ruf", "reader", (NETWORK,), team="Rufbereitschaft Netz"),
    Person("guest", "Gregor", "Gast", "reader", (SECURITY,), days=14),
    Person("former", "Frieda", "Fort", "operator", (NETWORK,), active=False),
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
        _give_role(person, user)
        if not person.active:
            deactivate(user, by=account("admin"))
    return created


def _give_role(person: Person, user: Any) -> None:
    """Give an account its role, or put it into the group of people that holds it."""
    holder, created = user, True
    if person.team:
        holder, created = Group.objects.get_or_create(name=person.team)
        user.groups.add(holder)
    if not created:
        return
    ends_on = None if person.days is None else timezone.localdate() + timedelta(days=person.days)
    for place in _places_of(person):
        role = Role.objects.get(key=person.role)
        give_role(to=holder, role=role, service_group=place, ends_on=ends_on, by=None)


def _places_of(person: Person) -> list[ServiceGroupPage | None]:
    """Return the service groups of a person's role; None is everywhere."""
    if not person.places:
        return [None]
    return list(ServiceGroupPage.objects.filter(key__in=person.places))
