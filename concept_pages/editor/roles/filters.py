"""By what the list of assignments can be filtered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from workflows.row_numbers import row_number

from ...access.grants import Grants, Scope, grants_of, still_holds
from ...models import Role, RoleAssignment, ServiceGroupPage

SOON = timedelta(days=30)
"""What "ending soon" means."""


def delegation_scope(grants: Grants) -> Scope:
    """Return where a person gives roles, ordinary or administrative."""
    return grants.where_any({"role.delegate", "role.delegate_admin"})


def ending_soon() -> Q:
    """Return the condition that an assignment holds, but not for long."""
    today = timezone.localdate()
    return Q(ends_on__range=(today, today + SOON))


class StateFilter(SimpleListFilter):
    """Assignments that hold, will end soon, or have ended."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [
            ("current", _("current")),
            ("soon", _("ending within 30 days")),
            ("ended", pgettext("role assignment", "ended")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RoleAssignment]
    ) -> QuerySet[RoleAssignment]:
        """Return the assignments in the chosen state."""
        today = timezone.localdate()
        conditions = {
            "current": still_holds(),
            "soon": ending_soon(),
            "ended": Q(ends_on__lt=today),
        }
        chosen = conditions.get(self.value() or "")
        return queryset.filter(chosen) if chosen else queryset


class RoleFilter(SimpleListFilter):
    """Assignments of one role, named in the language of the screen."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the roles."""
        return [(role.key, str(role)) for role in Role.objects.all()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RoleAssignment]
    ) -> QuerySet[RoleAssignment]:
        """Return the assignments of the chosen role."""
        return queryset.filter(role__key=self.value()) if self.value() else queryset


class PlaceFilter(SimpleListFilter):
    """Assignments for one service group, or everywhere."""

    title = gettext_lazy("service group")
    parameter_name = "place"
    everywhere = "everywhere"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the places where the person gives roles."""
        scope = delegation_scope(grants_of(request.user))
        groups = ServiceGroupPage.objects.all()
        if not scope.everywhere:
            groups = groups.filter(pk__in=scope.groups)
        named = [(str(group.pk), group.display_title()) for group in groups]
        return [(self.everywhere, _("everywhere")), *named] if scope.everywhere else named

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RoleAssignment]
    ) -> QuerySet[RoleAssignment]:
        """Return the assignments for the chosen place."""
        value = self.value() or ""
        if value == self.everywhere:
            return queryset.filter(service_group__isnull=True)
        if not value:
            return queryset
        number = row_number(value)
        return queryset.none() if number is None else queryset.filter(service_group=number)
