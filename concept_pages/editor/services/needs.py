"""The rows of dependencies in the form of a service, also where somebody else has changed them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class NeedsFormSet(BaseChildFormSet):
    """Rows of which somebody has taken some away meanwhile: they are new ones then."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if data is not None:
            self.data = self._without_rows_that_are_gone(data)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say in our words that a row with a kind but without a service is not complete."""
        super().add_fields(form, index)
        form.fields["needs"].error_messages["required"] = _(
            "Choose a service, or delete this dependency."
        )

    def validate_unique(self) -> None:
        """Leave what is there twice to the form of the service, which says it with the name."""

    def _without_rows_that_are_gone(self, data: Any) -> Any:
        kept = {str(row.pk) for row in self.get_queryset()}
        copied = data.copy()
        for number in range(self.initial_form_count()):
            name = f"{self.add_prefix(number)}-id"
            if copied.get(name) not in kept:
                copied[name] = ""
        return copied


class NeedsPanel(InlinePanel):
    """The panel of these rows."""

    def get_form_options(self) -> dict[str, Any]:
        """Return the usual, with our rows."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = NeedsFormSet
        return options
