"""What the admin views of roles and assignments do beyond the usual: act, and say why not."""

from __future__ import annotations

from typing import Any

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from workflows.row_numbers import row_number

from ...access.grants import grants_of
from ...access.sentences import left_out_of
from ...actions.assignments import (
    AssignmentRefused,
    HeldAlready,
    holder_name,
    place_name,
    reason_to_keep,
    take_role,
)
from ...actions.roles import RoleRefused, delete_role
from ...actions.roles import reason_to_keep as reason_to_keep_role
from ...actions.way_back import NobodyLeft
from ...models import Role, RoleAssignment
from ...queries.roles import people_touched
from ..lists import ListView, SaysWhy
from ..row_views import CreateView, DeleteView, EditView
from .effective import HolderLine, holder_lines
from .forms import EVERYWHERE


class _SaysWhy(SaysWhy):
    """The same for roles and assignments; one that is there already is led to."""

    refusals = (AssignmentRefused, RoleRefused, NobodyLeft)
    request: HttpRequest

    def tell_more(self, reason: Exception) -> None:
        """Lead to the assignment that is there already."""
        if isinstance(reason, HeldAlready) and reason.assignment:
            _lead_to(reason.assignment, self.request)


def _lead_to(there: RoleAssignment, request: HttpRequest) -> None:
    """Say until when a role is held that is there already, and offer the way to it."""
    until = date_format(there.ends_on) if there.ends_on else _("without end")
    way = reverse("role-assignments_modeladmin_edit", args=[there.pk])
    messages.info(
        request,
        _("%(assignment)s, until: %(until)s") % {"assignment": named(there), "until": until},
        buttons=[messages.button(way, _("Open this assignment"))],
    )


class RoleCreateView(_SaysWhy, CreateView):
    """Creates a role, from scratch or starting from another one."""

    def get_initial(self) -> dict[str, Any]:
        """Return everything of the role to start from but its name and key."""
        key = self.request.GET.get("start_from", "")
        source = Role.objects.filter(key=key).first()
        if source is None:
            return dict(super().get_initial())
        return model_to_dict(source, exclude=["id", "key", "name_de", "name_en"])


class RoleEditView(_SaysWhy, EditView):
    """Changes a role, and says how many people that touches."""

    def get_success_message(self, instance: Role) -> str:
        """Return that the role is saved, and for how many people that counts."""
        touched = people_touched(instance, grants_of(self.request.user).roles).count()
        counts = ngettext(
            "It counts for %(count)s person.", "It counts for %(count)s people.", touched
        ) % {"count": touched}
        saved = _("Role “%(role)s” saved.") % {"role": instance}
        return f"{saved} {counts}"


class RoleDeleteView(DeleteView):
    """Deletes a role, or says who holds it where."""

    deed = gettext_lazy("Delete the role")

    def confirmation_message(self) -> str:
        """Return the question before it is deleted."""
        return _(
            "Delete the role “%(role)s”? Nobody holds it; assignments that have ended are deleted"
            " with it. The audit log keeps what it allowed."
        ) % {"role": self.instance}

    def refusal(self) -> str:
        """Return that it is in use, or not hers to delete."""
        if self._holders or self._heirs:
            return _("This role cannot be deleted while it is in use")
        return reason_to_keep_role(self.instance, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands against it."""
        return super().get_context_data(holders=self._holders, heirs=self._heirs, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete the role, or show the page again with the reason."""
        try:
            delete_role(self.instance, by=request.user)
        except RoleRefused as reason:
            messages.error(request, reason.sentence)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Role “%(role)s” deleted.") % {"role": self.instance})
        return redirect(self.index_url)

    def get_template_names(self) -> list[str]:
        """Return our page."""
        return ["concept_pages/admin/role_delete.html"]

    @cached_property
    def _holders(self) -> list[HolderLine]:
        return holder_lines(self.instance, grants_of(self.request.user), heirs=False)

    @cached_property
    def _heirs(self) -> list[Role]:
        return list(self.instance.heirs.all())


class AssignmentListView(ListView):
    """The list of assignments; rows can be chosen and ended together."""


class _SaysWhatIsLeftOut:
    """A view that gives a role: it says which rights of the role do not count in that place."""

    request: HttpRequest

    def with_left_out(self, done: str, assignment: RoleAssignment) -> str:
        """Return what is done with an assignment, and the rights that do not count there."""
        role = grants_of(self.request.user).roles[assignment.role_id]
        left_out = left_out_of(role, [assignment.service_group])
        return " ".join(filter(None, [done % {"assignment": named(assignment)}, left_out]))


class AssignmentCreateView(_SaysWhatIsLeftOut, _SaysWhy, CreateView):
    """Gives a role; a cell of the matrix has chosen holder and place already."""

    def get_initial(self) -> dict[str, Any]:
        """Return what the address has chosen."""
        chosen = ("user", "group", "role", "service_group")
        found = {name: self.request.GET.get(name, "") for name in chosen}
        initial = {name: value for name, value in found.items() if row_number(value) is not None}
        if found["service_group"] == EVERYWHERE:
            initial["service_group"] = EVERYWHERE
        return initial

    def get_success_message(self, instance: RoleAssignment) -> str:
        """Return who holds which role where now, and which of its rights do not count there."""
        return self.with_left_out(_("%(assignment)s: given."), instance)


class AssignmentEditView(_SaysWhatIsLeftOut, _SaysWhy, EditView):
    """Changes which role is held, where and until when."""

    def get_success_message(self, instance: RoleAssignment) -> str:
        """Return who holds which role where now, and which of its rights do not count there."""
        return self.with_left_out(_("%(assignment)s: saved."), instance)


class AssignmentDeleteView(DeleteView):
    """Takes a role."""

    page_title = gettext_lazy("Take a role")
    deed = gettext_lazy("Take the role")

    def confirmation_message(self) -> str:
        """Return the question before it is taken."""
        return _("Take this role? %(assignment)s") % {"assignment": named(self.instance)}

    def refusal(self) -> str:
        """Return why the role stays, such as that of the last administrator."""
        reason = reason_to_keep(self.instance, by=self.request.user)
        held = {"assignment": named(self.instance), "reason": reason}
        return _("%(assignment)s: cannot be taken. %(reason)s") % held if reason else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the role, or say on the list why not."""
        taken = named(self.instance)
        try:
            take_role(self.instance, by=request.user)
        except (AssignmentRefused, NobodyLeft) as reason:
            messages.error(request, reason.sentence)
        else:
            messages.success(request, _("%(assignment)s: taken.") % {"assignment": taken})
        return redirect(self.index_url)


def named(assignment: RoleAssignment) -> str:
    """Return who holds which role where, in one line."""
    return _("%(holder)s, role “%(role)s”, %(where)s") % {
        "holder": holder_name(assignment.user or assignment.group),
        "role": assignment.role,
        "where": place_name(assignment.service_group),
    }
