"""Two who do the same at the same moment, or one who clicks twice: the second one is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows.row_numbers import row_number


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
            if not form.errors:  # what the form alone knows to be unique
                form.full_clean()
            if not form.errors:
                raise  # whatever it is, it is nothing that the form could say
            # Wagtail's own views keep here what wagtail_modeladmin's ask for when they say it.
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class MayBeGone:
    """One of Wagtail's views of a thing that somebody else may have deleted: it is None then."""

    object: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the thing, if it is there."""
        try:
            super().setup(request, *args, **kwargs)  # type: ignore[misc] # a view follows
        except Http404:
            if row_number(str(kwargs["pk"])) is None:  # there never was one
                raise
            self.object = None


def done_already(request: HttpRequest, way_back: str) -> HttpResponse:
    """Answer who deletes what is not there any more.

    Raises:
        Http404: she only looks at the page that would ask her before.
    """
    if request.method != "POST":
        raise Http404
    messages.info(request, _("This has been done already."))
    return redirect(way_back)
