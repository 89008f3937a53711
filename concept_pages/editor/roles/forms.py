"""The forms of roles and of who holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from workflows.people import name_of

from ...access.delegation import may_give, where_to_give
from ...access.grants import Grants, grants_of
from ...access.rights import RIGHTS, Right
from ...models import Role, ServiceGroupPage
from ..services.forms import GroupChoice, StableKey

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
    return format_html("<span>{}<br><small>{}</small></span>", right.label, right.description)


class RoleForm(StableKey):
    """The form of a role: rights are ticked, and inheritance has no circles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"] = forms.MultipleChoiceField(
            choices=choices_of_rights,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=self.fields["rights"].label,
            help_text=_("What the role allows besides what it inherits."),
        )
        self.fields["inherits"].queryset = Role.objects.exclude(pk__in=self._heirs())

    def _heirs(self) -> set[int]:
        """Return the role itself and all that inherit from it: it cannot inherit from those."""
        found = {self.instance.pk} - {None}
        while True:
            more = set(Role.objects.filter(inherits__in=found).values_list("pk", flat=True))
            if more <= found:
                return found
            found |= more


class PersonChoice(forms.ModelChoiceField):
    """A choice of people by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the account."""
        return name_of(obj)


class GivableForm(WagtailAdminModelForm):
    """A form with a role and a place; it offers and takes only what the person may give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = grants_of(self.for_user)
        self.fields["role"].queryset = Role.objects.filter(pk__in=_givable(grants))
        self.fields["service_group"] = GroupChoice(
            _places(grants),
            required=False,
            label=self.fields["service_group"].label,
            help_text=self.fields["service_group"].help_text,
            empty_label=_("everywhere"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a role that the person may not give in this place."""
        cleaned: dict[str, Any] = super().clean()
        role, place = cleaned.get("role"), cleaned.get("service_group")
        if role and "service_group" in cleaned:
            grants = grants_of(self.for_user)
            if not may_give(grants, grants.roles[role.pk], place.pk if place else None):
                where = place.display_title() if place else _("everywhere")
                raise ValidationError(
                    _("You may not give the role “%(role)s” for: %(where)s.")
                    % {"role": role, "where": where}
                )
        return cleaned


class AssignmentForm(GivableForm):
    """The form of an assignment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.filter(is_active=True)
        self.fields["user"] = PersonChoice(
            people.order_by("last_name", "first_name", "username"),
            required=False,
            label=self.fields["user"].label,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse two holders or none, besides."""
        cleaned = super().clean()
        if bool(cleaned.get("user")) == bool(cleaned.get("group")):
            raise ValidationError(_("Choose either a person or a group."))
        return cleaned


def _givable(grants: Grants) -> Iterable[int]:
    return [role.pk for role in grants.roles.values() if where_to_give(grants, role)]


def _places(grants: Grants) -> Any:
    scopes = [where_to_give(grants, role) for role in grants.roles.values()]
    groups = ServiceGroupPage.objects.all()
    if any(scope.everywhere for scope in scopes):
        return groups
    return groups.filter(pk__in=frozenset[int]().union(*(scope.groups for scope in scopes)))
