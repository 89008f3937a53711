"""Two who save the same key or name at the same moment: the second one is told in her form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse


class ToldOfClashes:
    """A view of a form of a row: where it is checked, a row may come in before it is saved."""

    get_error_message: Callable[[], str]
    form_invalid: Callable[[Any], HttpResponse]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the form; where somebody was faster, show it as if it had come after hers."""
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc] # a view follows
        except IntegrityError:
            form.validate_unique()
            if not form.errors:
                raise  # whatever it is, it is nothing that the form could say
            # Wagtail's own views keep here what wagtail_modeladmin's ask for when they say it.
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
