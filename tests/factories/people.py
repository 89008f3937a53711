"""People and what they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory, Password

from concept_pages.models import Role, RoleAssignment, ServiceGroupPage

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    """A person without any role."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("person-{:05}".format)
    first_name = "Test"
    last_name = factory.Sequence("Person {:05}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = Password(PASSWORD)


class RoleFactory(DjangoModelFactory):
    """A role without any right."""

    class Meta:
        model = Role

    key = factory.Sequence("role_{:05}".format)
    name_de = factory.Sequence("Rolle {:05}".format)
    name_en = factory.Sequence("Role {:05}".format)
    rights = factory.List([])


def assign(
    to: Any, role: Role | str, at: ServiceGroupPage | None = None, *, ends_on: date | None = None
) -> RoleAssignment:
    """Give a person or a group a role, or the shipped one of that key; `at` None is everywhere."""
    if isinstance(role, str):
        role = Role.objects.get(key=role)
    whom = {"group": to} if isinstance(to, Group) else {"user": to}
    return RoleAssignment.objects.create(role=role, service_group=at, ends_on=ends_on, **whom)


def holder(role: Role | str, at: ServiceGroupPage | None = None, **kwargs: Any) -> Any:
    """Return a new person who holds one role."""
    user = UserFactory(**kwargs)
    assign(user, role, at)
    return user


def holder_of_right(*rights: str, at: ServiceGroupPage | None = None, **kwargs: Any) -> Any:
    """Return a new person who holds just these rights, through a role made for her."""
    return holder(RoleFactory(rights=list(rights)), at, **kwargs)
