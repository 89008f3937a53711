"""The form that names a deputy, or changes days and reason of a deputyship."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from workflows.people import name_of

from ...access.accounts import looked_after
from ...access.claims import claimant_of, handed_on
from ...access.grants import grants_of
from ...access.sentences import names, roles_said
from ...actions.deputies import change_deputyship, name_deputy
from ...models import Deputyship
from ...queries.people import visible_people
from ..days import DayInput
from ..overtaken import NoticesChanges, replaced
from ..roles.forms import PersonChoice, active_people

FIXED = ("person", "deputy", "with_administrative")
"""What stays as it was named: another deputy is another deputyship."""


class SearchedChoice(forms.RadioSelect):
    """One of many, found by typing a part of the name."""

    class Media:
        css = {"all": ["concept_pages/css/roles.css"]}
        js = (Script("concept_pages/js/plan-choices.js", defer=True),)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the choices in a list that scrolls, below the field for the part of the name."""
        choices = super().render(name, value, attrs, renderer)
        template = "concept_pages/admin/searched_choice.html"
        return render_to_string(template, {"choices": choices})


class DeputyForm(NoticesChanges, WagtailAdminModelForm):
    """Names a deputy for oneself or for somebody whose account one looks after."""

    instance: Deputyship
    overtaken = gettext_lazy(
        "Somebody has changed this deputyship since you opened it: %(changes)s. What you entered "
        "is still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = active_people()
        seen = people.filter(pk__in=visible_people(self.for_user).values("pk"))
        fields: dict[str, Any] = self.fields
        mine = {self.for_user.pk} | looked_after(self.for_user, seen)
        fields["person"] = PersonChoice(people.filter(pk__in=mine), label=fields["person"].label)
        # Whoever gives roles gives them to anybody, but nobody gives herself those of others.
        others = people.exclude(pk=self.for_user.pk)
        fields["deputy"] = PersonChoice(
            others, label=fields["deputy"].label, widget=SearchedChoice()
        )
        if mine == {self.for_user.pk}:
            del fields["with_administrative"]  # nobody hands on her own
            fields["person"].disabled = True
        for name in ("starts_on", "ends_on"):
            fields[name].widget = DayInput()
        if self.instance.pk:
            everybody = get_user_model()._default_manager.all()
            for name in fields.keys() & set(FIXED):
                fields[name].disabled = True
            fields["person"].queryset = everybody.filter(pk=self.instance.person_id)
            fields["deputy"].queryset = everybody.filter(pk=self.instance.deputy_id)
        else:
            self.initial["person"] = self.initial.get("person") or self.for_user.pk
            self.initial["starts_on"] = self.initial.get("starts_on") or timezone.localdate()

    def stored(self) -> dict[str, Any] | None:
        """Return the days and the reason as they are stored."""
        if not self.instance.pk:
            return None
        row = self.instance
        days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
        return days | {"reason": row.reason}

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how days and reason differ."""

        def words(name: str, value: str) -> str:
            return value if name == "reason" else date_format(date.fromisoformat(value))

        return "; ".join(
            replaced(self.fields[name].label, words(name, before[name]), words(name, now[name]))
            for name in now
            if before[name] != now[name]
        )

    @property
    def asks_for_whom(self) -> bool:
        """Whether there is a choice of whose deputy it is."""
        return not self.fields["person"].disabled

    @property
    def principal(self) -> str:
        """The name of the person whose roles `handed_on` says."""
        return name_of(self._principal())

    @property
    def handed_on(self) -> str:
        """The roles that the deputy gets, each with its place; "" for none."""
        person = claimant_of(self._principal(), grants_of(self.for_user).roles)
        found = handed_on(person, with_administrative=self.instance.with_administrative)
        return roles_said(found, names()) if found else ""

    def _principal(self) -> Any:
        return self.instance.person if self.instance.pk else self.for_user

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
