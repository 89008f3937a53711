"""What our lists in the admin share: rights instead of model permissions, and no stumbling."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from ..access.grants import Grants, grants_of
from ..requests.refusals import note_choices
from .row_views import CreateView, DeleteView, EditView, HistoryView, InspectView


class ListView(IndexView):
    """A list that ignores filters it does not know; the original answers with an error page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list; without any filter where one makes no sense."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(request.path)


class RightsHelper(PermissionHelper):
    """Permissions of a list from rights; each list says which right decides about a row."""

    def may_see(self, grants: Grants, obj: Any) -> bool:
        """Return whether a row is shown."""
        return grants.opens_admin

    def may_add(self, grants: Grants) -> bool:
        """Return whether a row may be added somewhere."""
        return False

    def may_change(self, grants: Grants, obj: Any) -> bool:
        """Return whether a row may be changed."""
        return False

    def may_delete(self, grants: Grants, obj: Any) -> bool:
        """Return whether a row may be deleted."""
        return self.may_change(grants, obj)

    # The names below are those that wagtail_modeladmin asks for.

    def user_can_list(self, user: Any) -> bool:
        """Return whether a person sees the list at all."""
        return bool(user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}"))

    def user_can_create(self, user: Any) -> bool:
        """Return whether a person may add a row."""
        return self.may_add(grants_of(user))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Return whether a person may look at a row on a page of its own."""
        return self.inspect_view_enabled and self.user_can_see_obj(user, obj)

    def user_can_see_obj(self, user: Any, obj: Any) -> bool:
        """Return whether a row is shown to a person."""
        return self.user_can_list(user) and self.may_see(grants_of(user), obj)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Return whether a person may change a row."""
        return self.may_change(grants_of(user), obj)

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Return whether a person may delete a row."""
        return self.may_delete(grants_of(user), obj)


class RightsAdmin(ModelAdmin):
    """A list of the admin whose permissions come from rights."""

    permission_helper_class = RightsHelper
    index_view_class = ListView
    create_view_class = CreateView
    edit_view_class = EditView
    inspect_view_class = InspectView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    index_view_extra_css = form_view_extra_css = inspect_view_extra_css = [
        "concept_pages/css/lists.css"
    ]
    inspect_view_enabled = True
    list_per_page = 50

    def get_permissions_for_registration(self) -> Any:
        """Return none: Wagtail's group screen would offer what only roles can give."""
        return super().get_permissions_for_registration().none()

    def get_extra_attrs_for_field_col(self, obj: Any, field_name: str) -> dict[str, Any]:
        """Name the column at each cell that says something: on a telephone a row is a card."""
        _field, _attribute, value = lookup_field(field_name, obj, self)
        label = capfirst(str(label_for_field(field_name, self.model, self)))
        attributes = super().get_extra_attrs_for_field_col(obj, field_name)
        return attributes | {"data-label": "" if value in (None, "") else label}


class NotesChoices:
    """A view of a form: what somebody chooses that she is not offered is a refusal."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Note it for the audit log, and show the form again."""
        note_choices(self.request, form)  # type: ignore[attr-defined] # a view follows
        return super().form_invalid(form)  # type: ignore[misc] # likewise


class SaysWhy(NotesChoices):
    """A view of a form: what an action refuses stands at the field that the refusal names, or above
    the form, and what was typed stays.
    """

    refusals: tuple[type[Exception], ...] = ()
    """The errors of the actions behind the form; each has a `sentence`."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save the form, or show it again with the reason."""
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc] # a view follows
        except self.refusals as reason:
            field = getattr(reason, "field", None)
            form.add_error(field, reason.sentence)  # type: ignore[attr-defined] # see above
            self.tell_more(reason)
            return self.form_invalid(form)

    def tell_more(self, reason: Exception) -> None:
        """Say what else helps after a refusal; nothing, unless a view knows more."""


def choice_of_row(row: Any, name: Any) -> SafeString:
    """Return the box that chooses a row; the form for all of them stands above the list."""
    return format_html(
        '<input type="checkbox" name="rows" value="{}" form="chosen-rows" aria-label="{}">',
        str(row.pk),
        _("Choose %(row)s") % {"row": name},
    )
