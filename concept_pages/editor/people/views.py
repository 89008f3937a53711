"""People in the admin: Wagtail's screens, without the ways to rights that roles do not give.

Wagtail lets everybody who may change accounts make anybody a superuser, put anybody into any group
and set anybody's password. Here only superusers make superusers and choose groups, and an account
is changed by those who may give every role that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets import Button
from wagtail.log_actions import log
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from workflows.people import name_of

from ...access.accounts import may_look_after
from ...access.grants import current_assignments
from ...actions.assignments import place_name
from ...actions.people import PersonKept, change_person, create_person, delete_person
from ...queries.departures import departure_of
from ...queries.people import told_assignments
from ...requests.refusals import note_refusal
from ..clashes import MayBeGone, ToldOfClashes, done_already
from ..row_views import NOTHING_SAVED
from .departure import sentences_of_departure
from .forms import PASSWORD, PersonCreationForm, PersonEditForm
from .list import PeopleFilterSet, PeopleIndexView
from .person import (
    DeactivateView,
    PersonActionView,
    PersonView,
    gives_roles,
    page_of,
    spoken_of_people,
    to_people,
    visible_person,
)
from .sign_in import sign_in_buttons


class PersonCreateView(ToldOfClashes, CreateView):
    """Creates an account without any rights; roles are given afterwards."""

    page_title = gettext_lazy("Add a person")
    error_message = NOTHING_SAVED

    def get_header_title(self) -> str:
        """Return the same for the tab of the browser, once."""
        return _("Add a person")

    def get_page_subtitle(self) -> str:
        """Return the heading; Wagtail's speaks of users."""
        return _("Add a person")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list to here."""
        here = {"url": "", "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, to_people(), here]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks: some fields are for superusers only."""
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def save_instance(self) -> Any:
        """Save the account, and invite her or set the first password."""
        form = self.form
        person = form.save(commit=False)
        sets_password = form.cleaned_data["start"] == PASSWORD
        create_person(
            person,
            by=self.request.user,
            language=form.cleaned_data["language"],
            password=form.cleaned_data["password1"] if sets_password else "",
        )
        form.save_m2m()
        log(person, "wagtail.create", user=self.request.user)
        return person

    def get_success_url(self) -> str:
        """Lead on to giving her a role; without one she can do nothing."""
        if gives_roles(self.request.user):
            return f"{reverse('role-assignments_modeladmin_create')}?user={self.object.pk}"
        return page_of(self.object)

    def get_success_message(self, instance: Any) -> str:
        """Say what happened, and what is missing."""
        words = {"person": name_of(instance), "address": instance.email}
        if self.form.cleaned_data["start"] == PASSWORD:
            return _("%(person)s was created with a first password. Now give her a role.") % words
        return _("%(person)s was created and invited at %(address)s. Now give her a role.") % words

    def get_success_buttons(self) -> list[Any]:
        """Return none: the next page is the next step."""
        return []


class _OfVisiblePeople:
    """A view of an account, for those who see it in their list."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer as if an account that the person does not see were not there."""
        visible_person(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of people to here; Wagtail's speaks of users."""
        return list(spoken_of_people(super().get_breadcrumbs_items()))  # type: ignore[misc]


class PersonHistoryView(_OfVisiblePeople, HistoryView):
    """Shows who changed an account."""


class PersonUsageView(_OfVisiblePeople, UsageView):
    """Shows what refers to an account."""


class PersonEditView(_OfVisiblePeople, ToldOfClashes, EditView):
    """Changes an account."""

    error_message = NOTHING_SAVED

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list to here."""
        here = {"url": "", "label": name_of(self.object)}
        return [*self.breadcrumbs_items, to_people(), here]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's buttons, and the way to her second factor and her sessions."""
        return [*super().header_more_buttons, *sign_in_buttons(self.request.user, self.object)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse accounts that may do more than the person could give."""
        if not may_look_after(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks: some fields are for superusers only."""
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def get_side_panels(self) -> MediaContainer:
        """Return none: people are not published, and the header leads to their history."""
        return MediaContainer()

    def save_instance(self) -> Any:
        """Save the account, and a new first password if one was given."""
        form = self.form
        person = form.save(commit=False)
        change_person(
            person,
            by=self.request.user,
            changed=form.changed_data,
            language=form.cleaned_data["language"],
            password=form.cleaned_data.get("password1") or "",
        )
        form.save_m2m()
        log(person, "wagtail.edit", user=self.request.user)
        return person

    def get_success_url(self) -> str:
        """Go back to the person's page."""
        return page_of(self.object)

    def get_success_message(self) -> str:
        """Say what happened."""
        return _("The account of %(person)s was saved.") % {"person": name_of(self.object)}


class PersonDeleteView(_OfVisiblePeople, MayBeGone, DeleteView):
    """Deletes an account; the history keeps the name."""

    page_title = gettext_lazy("Delete a person")

    def get_usage_url(self) -> str | None:
        """Return none: a number of references says nothing to whoever deletes an account."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse accounts that may do more than the person could give."""
        if self.object is None:
            return done_already(request, self.index_url_name)
        if request.user == self.object:
            messages.error(request, _("You cannot deactivate or delete your own account."))
            return redirect(page_of(self.object))
        if not may_look_after(request.user, self.object, "user.delete"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def confirmation_message(self) -> str:
        """What is lost and what stays."""
        ending = self._ending()
        question = _(
            "Delete the account of %(person)s? Her roles end. Releases, logs and the history of "
            "pages keep her name. To keep the account without letting her in, deactivate it."
        ) % {"person": name_of(self.object)}
        if not ending:
            return question
        return question + " " + _("These roles end: %(roles)s.") % {"roles": ", ".join(ending)}

    @cached_property
    def missing(self) -> list[str]:
        """What nobody else would do, each in a sentence."""
        return list(sentences_of_departure(departure_of(self.object)))

    def _ending(self) -> list[str]:
        """Return the roles that end with the account, as far as the asker is told of them."""
        by = self.request.user
        held = current_assignments().filter(told_assignments(by), user=self.object)
        rows = held.select_related("role", "service_group")
        return [f"{one.role} ({place_name(one.service_group)})" for one in rows]

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete the account, or say what keeps it."""
        name = name_of(self.object)
        try:
            delete_person(self.object, by=self.request.user)
        except PersonKept as kept:
            messages.error(self.request, kept.sentence)
            return redirect(page_of(self.object))
        messages.success(self.request, _("%(person)s was deleted.") % {"person": name})
        return HttpResponseRedirect(reverse("wagtailusers_users:index"))


class PersonViewSet(UserViewSet):
    """The screens for people."""

    menu_label = gettext_lazy("People")
    filterset_class = PeopleFilterSet
    inspect_view_enabled = True
    index_view_class = PeopleIndexView
    copy_view_enabled = False  # its form would let whoever creates accounts make superusers
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    history_view_class = PersonHistoryView
    usage_view_class = PersonUsageView
    inspect_view_class = PersonView
    delete_template_name = "concept_pages/admin/person_delete.html"
    index_template_name = "concept_pages/admin/people.html"
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    inspect_template_name = "concept_pages/admin/person.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return our forms."""
        return PersonEditForm if for_update else PersonCreationForm

    def get_search_area(self) -> Any:
        """Return the way to search among people; Wagtail's speaks of users."""
        area = super().get_search_area()
        area.label = gettext_lazy("People")
        return area

    def get_urlpatterns(self) -> list[Any]:
        """Add what is done from a person's page."""
        act = require_admin_access(PersonActionView.as_view())
        ask = require_admin_access(DeactivateView.as_view())
        return [
            *super().get_urlpatterns(),
            path("<row:pk>/deactivate/", ask, name="deactivate"),
            path("<row:pk>/<slug:verb>/", act, name="act"),
        ]


def refuse_in_bulk(
    request: HttpRequest, action_type: str, things: Iterable[Any]
) -> HttpResponse | None:
    """Return to the list with the reason where people would be changed together; None to go on.

    Only superusers do so, and only put people into groups: everything else asks about each person.
    """
    people = [thing for thing in things if isinstance(thing, get_user_model())]
    if not people or (request.user.is_superuser and action_type == "assign_role"):
        return None
    sentence = _("You may not change all of these people together.")
    messages.error(request, sentence)
    note_refusal(request, sentence, right="user.edit")
    return redirect("wagtailusers_users:index")
