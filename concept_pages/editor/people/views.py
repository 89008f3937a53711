"""People in the admin: Wagtail's screens, without the ways to rights that roles do not give.

Wagtail lets everybody who may change accounts make anybody a superuser, put anybody into any group
and set anybody's password. Here only superusers make superusers and choose groups, and an account
is changed by those who may give every role that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from ...access.delegation import may_administer
from ...access.grants import grants_of

FIELDS_OF_SUPERUSERS = ("is_superuser", "groups")
"""What only superusers decide; roles are given in the list of role assignments."""


def may_change(by: Any, person: Any) -> bool:
    """Return whether somebody may change or delete an account; everybody may change her own."""
    return by == person or may_administer(grants_of(by), grants_of(person))


class _FieldsOfSuperusers:
    """A view whose form shows what only superusers decide, but takes it from them alone."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> forms.ModelForm:
        """Return the form with those fields switched off."""
        form: forms.ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        for name in FIELDS_OF_SUPERUSERS:
            if name in form.fields and not self.request.user.is_superuser:
                form.fields[name].disabled = True
        return form


class PersonCreateView(_FieldsOfSuperusers, CreateView):
    """Creates an account without any rights; roles are given afterwards."""


class PersonEditView(_FieldsOfSuperusers, EditView):
    """Changes an account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse accounts that may do more than the person could give."""
        if not may_change(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PersonDeleteView(DeleteView):
    """Deletes an account; the history keeps the name."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse accounts that may do more than the person could give."""
        if not may_change(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PersonViewSet(UserViewSet):
    """The screens for people."""

    copy_view_enabled = False  # its form would let whoever creates accounts make superusers
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView


def refuse_in_bulk(
    request: HttpRequest, action_type: str, things: Iterable[Any]
) -> HttpResponse | None:
    """Return to the list with the reason where not all people may be changed; None to go on."""
    people = [thing for thing in things if isinstance(thing, get_user_model())]
    by_superuser = request.user.is_superuser
    chooses_groups = action_type == "assign_role" and bool(people)
    if by_superuser or not (
        chooses_groups or any(not may_change(request.user, person) for person in people)
    ):
        return None
    messages.error(request, _("You may not change all of these people together."))
    return redirect("wagtailusers_users:index")
