"""The answers that `workflows` asks for: may she, who may, and on which pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from wagtail.models import Page

from .branches import lines_to, pages_in
from .grants import User, current_assignments, grants_of
from .rights import RIGHTS
from .roles import effective_roles


class RoleAuthority:
    """Roles × service groups as `workflows.rights.Authority`."""

    def may(self, user: User, right: str, page: Page) -> bool:
        """Return whether the user holds a right on the page; superusers hold every right."""
        return grants_of(user).may_on(right, page)

    def who_may(self, right: str, page: Page) -> QuerySet[Any]:
        """Return the active users who hold a right on the page, superusers included."""
        return holders([right], page)

    def waiting_for(self, user: AbstractBaseUser, right: str) -> QuerySet[Any]:
        """Return the pages on which the user holds a right."""
        return pages_in(grants_of(user).where(right))


def holders(
    rights: Iterable[str], page: Page | None, *, include_superusers: bool = True
) -> QuerySet[Any]:
    """Return the active users who hold one of several rights on a page; None asks for anywhere."""
    roles = effective_roles().values()
    held = Q(pk__in=[])
    for right in rights:
        held |= _gives(right, page, [role.pk for role in roles if right in role.rights])
    assignments = current_assignments().filter(held)
    users: QuerySet[Any] = get_user_model()._default_manager.filter(is_active=True)
    people = assignments.filter(user__isnull=False).values("user")
    groups = assignments.filter(group__isnull=False).values("group")
    members = get_user_model()._default_manager.filter(groups__in=groups).values("pk")
    holds_one = Q(pk__in=people) | Q(pk__in=members)
    return users.filter(holds_one | Q(is_superuser=True) if include_superusers else holds_one)


def _gives(right: str, page: Page | None, roles: list[int]) -> Q:
    """Return the condition that an assignment of one of the roles gives the right on the page."""
    everywhere = Q(service_group__isnull=True)
    if RIGHTS[right].of_the_house:
        return Q(role__in=roles) & everywhere
    if page is None:
        return Q(role__in=roles)
    here = Q(service_group__path__in=lines_to([page.path]))
    return Q(role__in=roles) & (everywhere | here)
