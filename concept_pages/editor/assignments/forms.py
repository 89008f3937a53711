"""The forms that choose whom, which role, where and until when for many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.people import name_of

from ...access.grants import grants_of
from ...models import Department, Role, RoleAssignment, ServiceGroupPage
from ...queries.people_groups import members_in_short
from ..days import DayInput
from ..roles.forms import active_people, givable, gives_everywhere, places_to_give
from ..row_choices import RowChoices

MOST_LINES = 2000
"""How many assignments one plan may have, so that it can still be read and carried out."""


class _People(RowChoices):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the account."""
        return name_of(obj)


class _Groups(RowChoices):
    """Groups of people with their members: whoever gives roles may not open a group's page."""

    widget = forms.CheckboxSelectMultiple

    @cached_property
    def members(self) -> dict[int, str]:
        """Who is in each group, in words."""
        groups: Any = self.queryset
        return members_in_short(groups)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the first few members."""
        return f"{obj.name} ({self.members.get(obj.pk, '')})"


class _Places(RowChoices):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: ServiceGroupPage) -> str:
        """Return the name of a group."""
        return obj.display_title()


class _FutureDay(forms.DateField):
    """A day that is not over."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        """Refuse a day that is over."""
        super().validate(value)
        if value and value < timezone.localdate():
            raise ValidationError(_("The end date lies in the past. Choose today or a later day."))


class GiveManyForm(forms.Form):
    """Several people or groups × one role × several places × an end date, as she may give."""

    people = _People(None, label=gettext_lazy("People"), required=False)
    groups = _Groups(
        Group.objects.order_by("name"), label=gettext_lazy("Groups of people"), required=False
    )
    role = forms.ModelChoiceField(Role.objects.none(), label=gettext_lazy("Role"))
    everywhere = forms.BooleanField(label=gettext_lazy("everywhere"), required=False)
    departments = RowChoices(
        Department.objects.none(),
        label=gettext_lazy("All service groups of a department"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = _Places(None, label=gettext_lazy("Service groups"), required=False)
    ends_on = _FutureDay(label=gettext_lazy("Ends on"), required=False)

    def __init__(self, *args: Any, for_user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = grants_of(for_user)
        fields: dict[str, Any] = self.fields
        fields["people"].queryset = active_people()
        fields["role"].queryset = Role.objects.filter(pk__in=givable(grants))
        fields["places"].queryset = places = places_to_give(grants)
        fields["departments"].queryset = Department.objects.filter(
            services__group__in=places.order_by().values("pk")
        ).distinct()
        if not gives_everywhere(grants):
            del fields["everywhere"]
            fields["departments"].label = _("Your service groups of a department")

    def clean(self) -> dict[str, Any]:
        """Gather holders and places, and ask for what is missing."""
        cleaned = super().clean() or {}
        cleaned["holders"] = [*cleaned.get("people", ()), *cleaned.get("groups", ())]
        cleaned["chosen_places"] = self._places(cleaned)
        single = cleaned.get("places") or cleaned.get("departments")
        cleaned["leaves_out_places"] = bool(cleaned.get("everywhere") and single)
        if not cleaned["holders"]:
            raise ValidationError(_("Choose at least one person or group of people."))
        if not cleaned["chosen_places"]:
            if "everywhere" in self.fields:
                raise ValidationError(_("Choose at least one service group, or everywhere."))
            raise ValidationError(_("Choose at least one service group."))
        if len(cleaned["holders"]) * len(cleaned["chosen_places"]) > MOST_LINES:
            raise ValidationError(
                _("That is more than %(most)s assignments. Choose fewer at a time.")
                % {"most": MOST_LINES}
            )
        return cleaned

    def _places(self, cleaned: dict[str, Any]) -> list[ServiceGroupPage | None]:
        """Return everywhere (None) and each chosen service group once.

        Of a department only those count where the person gives roles: what she does not
        administer stays out of her plan.
        """
        if cleaned.get("everywhere"):
            return [None]
        offered = self.fields["places"].queryset  # type: ignore[attr-defined] # a choice
        chosen = {place.pk for place in cleaned.get("places", ())}
        if departments := cleaned.get("departments"):
            chosen |= set(
                offered.filter(services__department__in=departments).values_list("pk", flat=True)
            )
        return list(offered.filter(pk__in=chosen)) if chosen else []


NOT_OFFERED = gettext_lazy(
    "One of these assignments was taken away, or you may not choose it. Go back to the list and "
    "choose again."
)


class EndManyForm(forms.Form):
    """Which assignments end, and when."""

    TAKE, END = "take", "end"

    rows = RowChoices(
        RoleAssignment.objects.none(),
        label=gettext_lazy("Role assignments"),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": gettext_lazy("Choose at least one assignment in the list."),
            "invalid_choice": NOT_OFFERED,
            "invalid_pk_value": NOT_OFFERED,
        },
    )
    how = forms.ChoiceField(
        choices=[
            (TAKE, gettext_lazy("Take them now")),
            (END, gettext_lazy("Let them end on a day; that day still counts")),
        ],
        label=gettext_lazy("How"),
        widget=forms.RadioSelect,
    )
    ends_on = _FutureDay(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, seen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = self.fields["rows"]
        rows.queryset = seen

    def clean(self) -> dict[str, Any]:
        """Ask for the day where one is needed, and forget it where not."""
        cleaned = super().clean() or {}
        if cleaned.get("how") == self.TAKE:
            cleaned["ends_on"] = None
        elif not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Choose the last day."))
        return cleaned


def seen_rows(rows: Any) -> Any:
    """Return assignments with all that a line of a plan shows, in the order of the list."""
    return rows.select_related("user", "group", "role", "service_group").order_by(
        "user__last_name", "user__username", "group__name", "pk"
    )
