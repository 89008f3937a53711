"""The form that names a deputy, or changes days and reason of a deputyship."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from ...access.accounts import looked_after
from ...actions.deputies import change_deputyship, name_deputy
from ...models import Deputyship
from ...queries.people import visible_people
from ..days import DayInput
from ..roles.forms import PersonChoice, active_people

FIXED = ("person", "deputy", "with_administrative")
"""What stays as it was named: another deputy is another deputyship."""


class DeputyForm(WagtailAdminModelForm):
    """Names a deputy for oneself or for somebody whose account one looks after."""

    instance: Deputyship

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = active_people()
        seen = people.filter(pk__in=visible_people(self.for_user).values("pk"))
        mine = {self.for_user.pk} | looked_after(self.for_user, seen)
        self.fields["person"] = PersonChoice(
            people.filter(pk__in=mine), label=self.fields["person"].label
        )
        # Whoever gives roles gives them to anybody, but nobody gives herself those of others.
        others = people.exclude(pk=self.for_user.pk)
        self.fields["deputy"] = PersonChoice(others, label=self.fields["deputy"].label)
        if mine == {self.for_user.pk}:
            del self.fields["with_administrative"]  # nobody hands on her own
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget = DayInput()
        if self.instance.pk:
            everybody = get_user_model()._default_manager.all()
            for name in self.fields.keys() & set(FIXED):
                self.fields[name].disabled = True
            self.fields["person"].queryset = self.fields["deputy"].queryset = everybody
        else:
            self.initial["person"] = self.initial.get("person") or self.for_user.pk
            self.initial["starts_on"] = self.initial.get("starts_on") or timezone.localdate()

    def _get_validation_exclusions(self) -> set[str]:
        """Leave constraints to the action: it says plainly what does not fit."""
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"deputy", "ends_on"}

    def save(self, commit: bool = True) -> Deputyship:
        """Name the deputy, or change the days.

        Raises:
            DeputyRefused: nothing has changed; the sentence says why.
        """
        given = self.cleaned_data
        days = {name: given[name] for name in ("starts_on", "ends_on", "reason")}
        if self.instance.pk:
            change_deputyship(self.instance, by=self.for_user, **days)
        else:
            self.instance = name_deputy(
                given["person"],
                given["deputy"],
                by=self.for_user,
                with_administrative=given.get("with_administrative", False),
                **days,
            )
        return self.instance
