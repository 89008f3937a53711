"""The forms of roles and of who holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from workflows.people import name_of

from ...access.delegation import where_to_give
from ...access.grants import Grants, grants_of
from ...access.rights import RIGHTS, Right
from ...access.sentences import conditions_of
from ...actions.assignments import change_assignment, facts_of_assignment, give_role
from ...actions.roles import change_role, create_role, described, may_raise
from ...models import Role, RoleAssignment, ServiceGroupPage
from ..days import DayInput
from ..overtaken import NoticesChanges
from ..row_choices import RowChoice
from ..services.forms import GroupChoice, StableKey
from .changes import assignment_changes_in_words, changes_in_words

EVERYWHERE = "everywhere"
"""What forms and addresses call the place that is no single service group."""

TOPICS = {
    "template": gettext_lazy("Templates"),
    "concept": gettext_lazy("Security concepts"),
    "role": gettext_lazy("Roles"),
    "service": gettext_lazy("Services"),
    "user": gettext_lazy("People"),
    "audit": gettext_lazy("Audit log"),
}
"""What the part of a right's code before the point is called."""


def choices_of_rights() -> list[tuple[Any, list[tuple[str, SafeString]]]]:
    """Return every right with its description, by topic."""
    return [
        (
            topic,
            [
                (right.code, _with_description(right))
                for right in RIGHTS.values()
                if right.code.startswith(f"{prefix}.")
            ],
        )
        for prefix, topic in TOPICS.items()
    ]


def _with_description(right: Right) -> SafeString:
    said = " ".join([str(right.description), *conditions_of(right)])
    return format_html("<span>{}<br><small>{}</small></span>", right.label, said)


class RoleForm(NoticesChanges, StableKey):
    """The form of a role: rights are ticked, and inheritance has no circles."""

    overtaken = gettext_lazy(
        "Somebody has changed this role since you opened it: %(changes)s. What you entered is "
        "still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"] = forms.MultipleChoiceField(
            choices=choices_of_rights,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=self.fields["rights"].label,
            help_text=_("What the role allows besides what it inherits."),
        )
        if not may_raise(self.for_user):
            self.fields["rights"].help_text += " " + _(
                "Rights over roles, people or what others wrote are added and removed by those who"
                " may grant administrative roles everywhere."
            )
        self.fields["inherits"].queryset = Role.objects.exclude(pk__in=self._heirs())
        self.fields["administrative"].help_text = _(
            "Giving it to others needs the right for administrative roles. A role that inherits"
            " from an administrative one, or has a right over roles, people or what others wrote,"
            " is administrative in any case."
        )

    def clean_name_de(self) -> str:
        """Refuse the German name of another role."""
        return self._own_name("name_de")

    def clean_name_en(self) -> str:
        """Refuse the English name of another role."""
        return self._own_name("name_en")

    def stored(self) -> dict[str, Any] | None:
        """Return the role as it is until this form has been cleaned."""
        return described(self.instance) if self.instance.pk else None

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the role has changed."""
        return changes_in_words(before, now)

    def save(self, commit: bool = True) -> Role:
        """Keep the role.

        Raises:
            RoleRefused, NobodyLeft: it stays as it is; the sentence says why.
        """
        write = change_role if self.instance.pk else create_role
        return write(self.instance, by=self.for_user)

    def _own_name(self, field: str) -> str:
        """Return the name, unless another role has it: lists could not tell them apart."""
        name: str = self.cleaned_data[field]
        others = Role.objects.exclude(pk=self.instance.pk)
        for other in others if field in self.changed_data else ():
            if getattr(other, field).casefold() == name.casefold():
                raise ValidationError(
                    _("There is a role “%(role)s” already. Capital letters do not count.")
                    % {"role": getattr(other, field)}
                )
        return name

    def _heirs(self) -> set[int]:
        """Return the role itself and all that inherit from it: it cannot inherit from those."""
        found = {self.instance.pk} - {None}
        while True:
            more = set(Role.objects.filter(inherits__in=found).values_list("pk", flat=True))
            if more <= found:
                return found
            found |= more


class PersonChoice(RowChoice):
    """A choice of people by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the account."""
        return name_of(obj)


class _PlacesWithEverywhere(ModelChoiceIterator):
    """“Everywhere” before the service groups."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        """Return the choices: please choose, everywhere where that is offered, the groups."""
        choices = super().__iter__()
        yield next(choices)
        field: Any = self.field
        if field.everywhere:
            yield EVERYWHERE, _("everywhere")
        yield from choices


class PlaceChoice(GroupChoice):
    """A choice of one service group, or of everywhere, which is None; nobody chooses for her."""

    iterator = _PlacesWithEverywhere

    def __init__(self, queryset: Any, *, everywhere: bool, **kwargs: Any) -> None:
        self.everywhere = everywhere
        super().__init__(
            queryset,
            empty_label=_("Please choose"),
            help_text=_("“Everywhere” counts for service groups that come later, too.")
            if everywhere
            else "",
            **kwargs,
        )

    def clean(self, value: Any) -> ServiceGroupPage | None:
        """Return the group, or None for everywhere where that is offered."""
        if value == EVERYWHERE and self.everywhere:
            return None
        return super().clean(value)


class GivableForm(WagtailAdminModelForm):
    """A form with a role and a place; it offers only what the person may give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = grants_of(self.for_user)
        self.fields["role"].queryset = Role.objects.filter(pk__in=givable(grants))
        self.fields["service_group"] = PlaceChoice(
            places_to_give(grants),
            everywhere=gives_everywhere(grants),
            label=self.fields["service_group"].label,
        )
        if self.instance.pk and self.instance.service_group_id is None:
            self.initial["service_group"] = EVERYWHERE


class AssignmentForm(NoticesChanges, GivableForm):
    """The form of an assignment."""

    instance: RoleAssignment
    overtaken = gettext_lazy(
        "Somebody has changed this assignment since you opened it: %(changes)s. What you entered "
        "is still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = PersonChoice(
            active_people(),
            required=False,
            label=self.fields["user"].label,
        )
        self.fields["ends_on"].widget = DayInput()
        if self.instance.pk:
            # The holder stays: giving the role to somebody else is another assignment.
            for name in ("user", "group"):
                self.fields[name].disabled = True
            self.fields["user"].queryset = get_user_model()._default_manager.all()

    def stored(self) -> dict[str, Any] | None:
        """Return what is held, where and until when; the holder stays."""
        return facts_of_assignment(self.instance) if self.instance.pk else None

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the assignment has changed."""
        return assignment_changes_in_words(before, now)

    def clean(self) -> dict[str, Any]:
        """Refuse two holders or none."""
        cleaned: dict[str, Any] = super().clean()
        if bool(cleaned.get("user")) == bool(cleaned.get("group")):
            raise ValidationError(_("Choose either a person or a group."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave constraints to the form and the actions: they say it plainly, and may renew."""
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"user", "group"}

    def save(self, commit: bool = True) -> RoleAssignment:
        """Give the role, or change what is held.

        Raises:
            AssignmentRefused, NobodyLeft: nothing was done; the sentence says why.
        """
        given = self.cleaned_data
        where = {name: given[name] for name in ("role", "service_group", "ends_on")}
        if self.instance.pk:
            change_assignment(self.instance, by=self.for_user, **where)
        else:
            holder = given["user"] or given["group"]
            self.instance = give_role(to=holder, by=self.for_user, **where)
        return self.instance


def active_people() -> QuerySet[Any]:
    """Return the people who may be given a role, by name."""
    people = get_user_model()._default_manager.filter(is_active=True)
    return people.order_by("last_name", "first_name", "username")


def givable(grants: Grants) -> list[int]:
    """Return the primary keys of the roles that somebody may give somewhere."""
    return [role.pk for role in grants.roles.values() if where_to_give(grants, role)]


def places_to_give(grants: Grants) -> QuerySet[ServiceGroupPage]:
    """Return the service groups for which somebody may give some role."""
    scopes = [where_to_give(grants, role) for role in grants.roles.values()]
    groups = ServiceGroupPage.objects.order_by("title")
    if any(scope.everywhere for scope in scopes):
        return groups
    return groups.filter(pk__in=frozenset[int]().union(*(scope.groups for scope in scopes)))


def gives_everywhere(grants: Grants) -> bool:
    """Return whether there is a role that somebody may give everywhere."""
    return any(where_to_give(grants, role).everywhere for role in grants.roles.values())
