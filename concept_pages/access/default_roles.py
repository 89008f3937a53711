"""The shipped roles: the five of the thesis, the security officer and the incident team.

They are only a start: administrators change and delete them like any other role.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..definition.elements import Confidentiality, Text
from ..models import Role


@dataclass(frozen=True)
class DefaultRole:
    """One shipped role; `inherits` names a role further up in the list."""

    key: str
    name: Text
    description: Text
    rights: tuple[str, ...]
    inherits: str = ""
    clearance: Confidentiality = Confidentiality.STRICTLY_CONFIDENTIAL
    administrative: bool = False


DEFAULT_ROLES = (
    DefaultRole(
        key="reader",
        name=Text("Operateur", "Reader"),
        description=Text(
            "Liest und druckt die freigegebenen Sicherheitskonzepte der eigenen Dienstgruppen.",
            "Reads and prints the released security concepts of the own service groups.",
        ),
        rights=("concept.read", "concept.export"),
        clearance=Confidentiality.INTERNAL,
    ),
    DefaultRole(
        key="operator",
        name=Text("Dienstbetreiber", "Service operator"),
        description=Text(
            "Füllt die Sicherheitskonzepte der eigenen Dienste aus und hält sie aktuell.",
            "Fills in the security concepts of the own services and keeps them up to date.",
        ),
        rights=("concept.edit",),
        inherits="reader",
    ),
    DefaultRole(
        key="owner",
        name=Text("Dienstverantwortlicher", "Service owner"),
        description=Text(
            "Legt Sicherheitskonzepte an und gibt sie fachlich frei.",
            "Starts security concepts and releases them professionally.",
        ),
        rights=(
            "concept.create",
            "concept.release",
            "template.add_specific",
            "template.choose_specific",
        ),
        inherits="operator",
    ),
    DefaultRole(
        key="subadmin",
        name=Text("Sub-Administrator", "Sub-administrator"),
        description=Text(
            "Pflegt Vorlagen, Dienste und gewöhnliche Rollen.",
            "Maintains templates, services and ordinary roles.",
        ),
        rights=(
            "template.create",
            "template.edit",
            "service.edit",
            "service.assign",
            "role.delegate",
            "user.edit",
        ),
        inherits="owner",
        administrative=True,
    ),
    DefaultRole(
        key="admin",
        name=Text("Administrator", "Administrator"),
        description=Text(
            "Verwaltet Vorlagen, Dienste, Rollen und Personen; prüft keine Konzepte.",
            "Manages templates, services, roles and people; reviews no concepts.",
        ),
        rights=(
            "template.release",
            "role.create",
            "role.delegate_admin",
            "service.delete",
            "user.delete",
            "user.see_as",
            "audit.read",
        ),
        inherits="subadmin",
        administrative=True,
    ),
    DefaultRole(
        key="isb",
        name=Text("Informationssicherheitsbeauftragte (ISB)", "Information security officer (ISB)"),
        description=Text(
            "Prüft Vorlagen und Konzepte, gibt sie frei oder weist sie zurück.",
            "Reviews templates and concepts, releases them or sends them back.",
        ),
        rights=("concept.review", "template.release", "audit.read"),
        inherits="reader",
        administrative=True,
    ),
    DefaultRole(
        key="csirt",
        name=Text("CSIRT", "CSIRT"),
        description=Text(
            "Liest und durchsucht bei einem Vorfall alle freigegebenen Sicherheitskonzepte.",
            "Reads and searches all released security concepts during an incident.",
        ),
        rights=(),
        inherits="reader",
    ),
)


def create_default_roles() -> None:
    """Create the shipped roles where there is no role at all; change nothing where there is one."""
    if Role.objects.exists():
        return
    made: dict[str, Role] = {}
    for default in DEFAULT_ROLES:
        made[default.key] = Role.objects.create(
            key=default.key,
            name_de=default.name.de,
            name_en=default.name.en,
            description_de=default.description.de,
            description_en=default.description.en,
            rights=list(default.rights),
            inherits=made.get(default.inherits),
            clearance=default.clearance.value,
            administrative=default.administrative,
        )
