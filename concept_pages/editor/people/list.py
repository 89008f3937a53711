"""The list of people: who they are, in which state, with which roles, and when they were here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views.users import IndexView

from ...access.grants import current_assignments, grants_of
from ...access.lock import locked_accounts
from ...actions.assignments import place_name
from ...directory.config import is_configured
from ...models import Role, ServiceGroupPage
from ...queries.people import (
    RIGHTS_OVER_PEOPLE,
    STATES,
    holders_in,
    holders_of_role,
    in_state,
    is_told,
    state_of,
    visible_people,
)

MOST_ROLES = 3
"""How many roles the list names; the person's page has them all."""


class LabelledColumn(Column):
    """A column whose cells know its name: on a telephone a row is a card."""

    cell_template_name = "concept_pages/admin/people_cell.html"


class LabelledDateColumn(DateColumn):
    """The same for a moment."""

    cell_template_name = "concept_pages/admin/people_date_cell.html"


Choices = Callable[[], list[tuple[str, Any]]]


def _roles(by: Any) -> list[tuple[str, str]]:
    grants = grants_of(by)
    everywhere = grants.where_any(RIGHTS_OVER_PEOPLE).everywhere
    ordinary_only = not everywhere and not grants.where("role.delegate_admin")
    roles = Role.objects.all()
    return [
        (str(role.pk), str(role))
        for role in roles
        if not (ordinary_only and grants.roles[role.pk].administrative)
    ]


def _service_groups(by: Any) -> list[tuple[str, str]]:
    scope = grants_of(by).where_any(RIGHTS_OVER_PEOPLE)
    groups = ServiceGroupPage.objects.order_by("title")
    if not scope.everywhere:
        groups = groups.filter(pk__in=scope.groups)
    return [(str(group.pk), group.display_title()) for group in groups]


class PeopleFilterSet(WagtailFilterSet):
    """Filters by state, by role and by service group."""

    state = django_filters.ChoiceFilter(
        choices=list(STATES.items()), label=gettext_lazy("State"), method="of_state"
    )
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), method="of_role")
    service_group = django_filters.ChoiceFilter(
        label=gettext_lazy("Service group"), method="of_group"
    )

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["role"].extra["choices"] = _roles(self.request.user)
        self.filters["service_group"].extra["choices"] = _service_groups(self.request.user)

    def of_state(self, people: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the people in a state."""
        return people.filter(in_state(value))

    def of_role(self, people: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the people who hold a role, as far as the asker sees where."""
        return people.filter(holders_of_role(int(value), self.request.user))

    def of_group(self, people: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the people who hold a role for a service group."""
        return people.filter(holders_in(int(value), self.request.user))


class PeoplePaginator(WagtailPaginator):
    """Pages of the list; Wagtail's counts users."""

    @cached_property
    def items_count_label(self) -> str:
        """Return how many people there are."""
        return ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}


class PeopleIndexView(IndexView):
    """Lists the accounts that somebody sees; their roles and states cost no query each."""

    page_title = gettext_lazy("People")
    paginator_class = PeoplePaginator
    add_item_label = gettext_lazy("Add a person")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the accounts with all that a row says about them."""
        held = current_assignments().select_related("role", "service_group")
        return (
            visible_people(self.request.user)
            .select_related("wagtail_userprofile", "password_state")
            .prefetch_related(
                Prefetch("role_assignments", held),
                "groups",
                Prefetch("groups__role_assignments", held),
            )
        )

    @cached_property
    def header_buttons(self) -> list[Any]:
        """The buttons of the header, with the way to the directory where there is one."""
        buttons = list(super().header_buttons)
        if is_configured() and grants_of(self.request.user).where("user.edit"):
            address = reverse("secdoc_directory:people")
            label = _("Add from the directory")
            buttons.append(HeaderButton(label, url=address, icon_name="search"))
        return buttons

    @cached_property
    def columns(self) -> list[Column]:
        """The columns; there are no boxes to tick, because people are changed one by one."""
        locked = locked_accounts()
        return [
            TitleColumn(
                "name",
                accessor=lambda person: person.get_full_name() or person.get_username(),
                label=gettext_lazy("Name"),
                sort_key="name",
                classname="people__name",
                get_url=self.get_inspect_url,
            ),
            LabelledColumn("username", label=gettext_lazy("User name"), sort_key="username"),
            LabelledColumn("email", label=gettext_lazy("E-mail address"), sort_key="email"),
            LabelledColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda person: STATES[state_of(person, locked)],
            ),
            LabelledColumn("roles", label=gettext_lazy("Roles"), accessor=self._roles_in_short),
            LabelledDateColumn(
                "last_login", label=gettext_lazy("Last sign-in"), sort_key="last_login"
            ),
        ]

    def _roles_in_short(self, person: Any) -> str:
        if person.is_superuser:
            return _("Superuser")
        assignments = list(person.role_assignments.all())
        for group in person.groups.all():
            assignments += group.role_assignments.all()
        told = [one for one in assignments if self._is_told(one)]
        said = list(dict.fromkeys(f"{one.role} ({place_name(one.service_group)})" for one in told))
        more = len(said) - MOST_ROLES
        rest = [_("%(count)d more") % {"count": more}] if more > 0 else []
        if len(told) < len(assignments):
            rest.append(_("holds further roles"))
        return ", ".join(said[:MOST_ROLES] + rest)

    def _is_told(self, assignment: Any) -> bool:
        by = self.request.user
        return is_told(by, grants_of(by).roles[assignment.role_id], assignment.service_group_id)
