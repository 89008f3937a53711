"""The views of one row of our lists, with titles and messages that read well in each language.

wagtail_modeladmin joins words that German would inflect; here, each sentence is one text.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail_modeladmin import views

from workflows.row_numbers import row_number

from .clashes import ToldOfClashes, done_already

NOTHING_SAVED = gettext_lazy("Nothing was saved yet. The form says what is missing or wrong.")


class _Titled:
    """A view whose title says what is done to a thing of which kind, on the page and in its tab."""

    page_title: Any = ""
    """A title of its own, where the usual one does not fit."""
    usual_title = gettext_lazy("%(kind)s")
    verbose_name: str

    def get_page_title(self) -> str:
        """Return what is done to what kind of thing."""
        return str(self.page_title or capfirst(self.usual_title % {"kind": self.verbose_name}))

    def get_meta_title(self) -> str:
        """Return the same for the tab of the browser."""
        return self.get_page_title()


class _OfOneRow:
    """A view of the row whose primary key is in the address."""

    def __init__(self, model_admin: Any, instance_pk: str) -> None:
        try:
            super().__init__(model_admin, instance_pk)  # type: ignore[call-arg] # a view follows
        except (ValueError, OverflowError) as error:  # a word, or a number that no row has
            raise Http404 from error


class _Saves:
    """A view of a form: what it says once it has saved, or has not."""

    verbose_name: str
    saved = gettext_lazy("%(kind)s saved: %(row)s")

    def get_success_message(self, instance: Any) -> str:
        """Return that the row is saved."""
        return capfirst(self.saved % {"kind": self.verbose_name, "row": instance})

    def get_error_message(self) -> str:
        """Return that nothing is saved, and where it is said why."""
        return str(NOTHING_SAVED)


class CreateView(_Titled, _Saves, ToldOfClashes, views.CreateView):
    """Adds a row."""

    usual_title = gettext_lazy("Add %(kind)s")
    saved = gettext_lazy("%(kind)s added: %(row)s")

    def get_page_subtitle(self) -> str:
        """Return nothing: the title says it all."""
        return ""


class EditView(_OfOneRow, _Titled, _Saves, views.EditView):
    """Changes a row."""

    usual_title = gettext_lazy("Edit %(kind)s")


class InspectView(_OfOneRow, _Titled, views.InspectView):
    """Shows a row."""


class DeleteView(_OfOneRow, _Titled, views.DeleteView):
    """Deletes a row, or does what comes to the same for the people who use it."""

    usual_title = gettext_lazy("Delete %(kind)s")
    deed = gettext_lazy("Delete")
    """What the button says."""
    instance: Any = None

    def __init__(self, model_admin: Any, instance_pk: str) -> None:
        try:
            super().__init__(model_admin, instance_pk)
        except Http404:
            if row_number(instance_pk) is None:
                raise
            # The row may have been there: `dispatch` knows whether somebody only looks.

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete the row, or ask before; say that it is gone where it is."""
        if self.instance is None:
            return done_already(request, self.index_url)
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        """Return why it would be refused, so that nobody is asked in vain; "" where it is not."""
        return ""

    def confirmation_message(self) -> str:
        """Return the question before it is done."""
        return _("Delete “%(row)s” for good?") % {"row": self.instance}


class HistoryView(_OfOneRow, _Titled, views.HistoryView):
    """Shows what was done to a row, to those who may look at it; the original asks nobody."""

    usual_title = gettext_lazy("History")
    columns = (
        Column("message", label=gettext_lazy("Action")),
        UserColumn("user", label=gettext_lazy("Person"), blank_display_name=gettext_lazy("system")),
        DateColumn("timestamp", label=gettext_lazy("Time")),
    )

    def check_action_permitted(self, user: Any) -> bool:
        """Return whether a person may look at the row."""
        return bool(self.permission_helper.user_can_see_obj(user, self.instance))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list, and from the row where the person may change it, to here."""
        items = [{"url": self.index_url, "label": capfirst(self.verbose_name_plural)}]
        if self.permission_helper.user_can_edit_obj(self.request.user, self.instance):
            items.append({"url": self.edit_url, "label": str(self.instance)})
        here = {"url": "", "label": self.get_page_title(), "sublabel": str(self.instance)}
        return [*self.breadcrumbs_items, *items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in a sentence that nothing has happened yet."""
        return super().get_context_data(
            no_results_message=_("Nothing has been noted about this yet."), **kwargs
        )
