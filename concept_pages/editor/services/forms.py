"""The forms of services and departments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from ...access.grants import grants_of
from ...actions.services import move_service
from ...definition.catalogue import differing, facts_of
from ...models import Service, ServiceGroupPage
from ...models.fields import say_shape_of_key
from ...queries.catalogue import entry_of
from ...queries.catalogue_words import differences_in_words
from ..overtaken import NoticesChanges
from ..row_choices import RowChoice


class StableKey(WagtailAdminModelForm):
    """A form whose key is chosen once: files and answers refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_shape_of_key(self.fields["key"])
        if self.instance.pk:
            self.fields["key"].disabled = True


class DepartmentForm(StableKey):
    """The form of a department."""


class GroupChoice(RowChoice):
    """A choice of service groups, named in the language of the screen."""

    def label_from_instance(self, obj: ServiceGroupPage) -> str:
        """Return the name of a group."""
        return obj.display_title()


class ServiceForm(NoticesChanges, StableKey):
    """The form of a service. Another group is not written but moved to: the concept goes along."""

    overtaken = gettext_lazy(
        "Somebody has changed this service since you opened it: %(changes)s. What you entered is "
        "still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group_before = self.instance.group if self.instance.pk else None
        scope = grants_of(self.for_user).where("service.edit")
        groups = ServiceGroupPage.objects.all()
        self.fields["group"] = GroupChoice(
            groups if scope.everywhere else groups.filter(pk__in=scope.groups),
            label=self.fields["group"].label,
            help_text=_("The security concept goes along to another group."),
        )

    def stored(self) -> dict[str, Any] | None:
        """Return the service as it is stored, with its dependencies."""
        return facts_of(entry_of(self.instance.pk)) if self.instance.pk else None

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the service has changed."""
        return differences_in_words(differing(before, now))

    def is_valid(self) -> bool:
        """Return whether everything can be saved; what only all dependencies show is added here."""
        if not super().is_valid():
            return False
        for sentence in self._problems_of_dependencies():
            self.add_error(None, sentence)
        return not self.errors

    def save(self, commit: bool = True) -> Service:
        """Save the service, and move it where its group has changed.

        Raises:
            ServiceNotMoved: it cannot move; the caller rolls back.
        """
        wanted = self.instance.group
        if self.group_before is not None:
            self.instance.group = self.group_before
        if self.cleaned_data.get("seen"):
            self._forget_unseen_dependencies()
        service: Service = super().save(commit=commit)
        if wanted != service.group:
            move_service(service, to=wanted, by=self.for_user)
        return service

    def _forget_unseen_dependencies(self) -> None:
        """Take away what somebody added meanwhile: she was told, and saves what her form shows."""
        shown = {row.instance.pk for row in self.formsets["dependency_rows"].initial_forms}
        added = [row for row in self.instance.dependency_rows.all() if row.pk not in shown]
        self.instance.dependency_rows.remove(*added)

    def _problems_of_dependencies(self) -> list[str]:
        rows = self.formsets["dependency_rows"].cleaned_data
        needed = [row["needs"] for row in rows if row and not row.get("DELETE")]
        problems = []
        if self.instance.pk and self.instance in needed:
            problems.append(_("A service cannot depend on itself."))
        for service in {service for service in needed if needed.count(service) > 1}:
            problems.append(_("The dependency on “%(name)s” is there twice.") % {"name": service})
        return problems
