"""Gives a role to many, and ends many assignments: choose, look at the plan, carry it out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.row_numbers import row_numbers

from ...access.delegation import visible_assignments, where_to_give
from ...access.grants import grants_of
from ...access.sentences import left_out_of
from ...actions.assign_many import (
    Line,
    PlanRefused,
    Step,
    end_many,
    give_many,
    plan_ending,
    plan_giving,
)
from ...actions.assignments import AssignmentRefused
from ...actions.way_back import NobodyLeft
from ...models import RoleAssignment
from ...queries.people_groups import members_in_short
from ..lists import NotesChoices
from .forms import EndManyForm, GiveManyForm, seen_rows

LIST = "role-assignments_modeladmin_index"

LONGEST_QUERY = 2000
"""Web servers take addresses of some 4000 letters."""

_SHOWS = frozenset({"plan", "back"})
"""What an address asks for that has choices: the plan of them, or the form with them."""


def gives_roles(user: Any) -> bool:
    """Return whether there is a role that a person may give somewhere."""
    grants = grants_of(user)
    return any(where_to_give(grants, role) for role in grants.roles.values())


class PlanView(NotesChoices, WagtailAdminTemplateMixin, FormView):
    """A form whose answer is a plan; the same form, sent once more with `apply`, carries it out.

    Plan and choices have addresses of their own, so that going back in the browser finds them.
    """

    template_name = "concept_pages/admin/assignment_plan.html"
    header_icon = "user"
    form_class: Any
    introduction: Any = ""
    fields_template = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who gives some role somewhere."""
        if not gives_roles(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def plan(self, chosen: dict[str, Any]) -> list[Line]:
        """Return what would happen."""
        raise NotImplementedError

    def carry_out(self, chosen: dict[str, Any]) -> list[Line]:
        """Do it, all or nothing, and return what has happened."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """Return what is said afterwards."""
        raise NotImplementedError

    def remark(self, chosen: dict[str, Any]) -> str:
        """Return what else to know about a plan, before and afterwards; "" if nothing."""
        return ""

    @property
    def sent(self) -> Any:
        """What was chosen, by whichever way it came."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the choices, or the plan of an address that has them."""
        if not _SHOWS.intersection(request.GET):
            return super().get(request, *args, **kwargs)
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the usual; an address may have the choices, too."""
        kwargs = super().get_form_kwargs()
        return kwargs | {"data": self.sent} if _SHOWS.intersection(self.sent) else kwargs

    def form_valid(self, form: Form) -> HttpResponse:
        """Show the plan, or carry it out."""
        refusal = ""
        if address := self._address_of_plan():
            return redirect(address)
        if "back" in self.sent:
            return self.render_to_response(self.get_context_data(form=form))
        if "apply" in self.request.POST:
            try:
                lines = self.carry_out(form.cleaned_data)
            except (PlanRefused, AssignmentRefused, NobodyLeft) as reason:
                refusal = reason.sentence
            else:
                count = sum(line.step.happens for line in lines)
                said = [self.done(count), self.remark(form.cleaned_data)]
                messages.success(self.request, " ".join(filter(None, said)))
                return redirect(LIST)
        lines = self.plan(form.cleaned_data)
        return self.render_to_response(
            self.get_context_data(
                form=form, lines=lines, refusal=refusal, remark=self.remark(form.cleaned_data)
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the plan comes to; the choices travel on as hidden fields."""
        context = super().get_context_data(**kwargs)
        lines: list[Line] | None = context.get("lines")
        context |= {"introduction": self.introduction, "fields_template": self.fields_template}
        if lines is None:
            return context
        groups = {line.holder for line in lines if isinstance(line.holder, Group)}
        members = members_in_short(groups) if groups else {}
        told = [members[line.holder.pk] if line.holder in groups else "" for line in lines]
        return context | {
            "rows": list(zip(lines, told, strict=True)),
            "count": sum(line.step.happens for line in lines),
            "refused": any(line.step is Step.REFUSED for line in lines),
            "travelling": self._travelling(),
        }

    def _travelling(self) -> list[tuple[str, str]]:
        """Return the choices without what was to be done with them."""
        left_out = {"csrfmiddlewaretoken", "apply"} | _SHOWS
        lists = self.sent.lists()
        return [(name, value) for name, values in lists for value in values if name not in left_out]

    def _address_of_plan(self) -> str:
        """Return where a plan, or its choices, that were just sent are found again.

        "" where there is nothing to show, or too much for an address.
        """
        if self.request.method != "POST" or "apply" in self.request.POST:
            return ""
        shows = "back" if "back" in self.request.POST else "plan"
        query = urlencode([(shows, "1"), *self._travelling()])
        return f"{self.request.path}?{query}" if len(query) <= LONGEST_QUERY else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of assignments to here."""
        items = [{"url": reverse(LIST), "label": _("Role assignments")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]


class GiveManyView(PlanView):
    """Several people or groups × one role × several service groups."""

    page_title = gettext_lazy("Give roles to many")
    form_class = GiveManyForm
    introduction = gettext_lazy(
        "Choose whom, which role and where. You see a plan before anything changes."
    )
    fields_template = "concept_pages/admin/assignment_give_fields.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the usual, and who asks: she is offered what she may give."""
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Return what the address has chosen, such as a row of the matrix."""
        asked = self.request.GET
        chosen = {name: asked.getlist(name) for name in ("people", "groups", "places")}
        return {name: row_numbers(values) for name, values in chosen.items()}

    def plan(self, chosen: dict[str, Any]) -> list[Line]:
        """Return what giving would do."""
        return plan_giving(
            chosen["holders"], chosen["role"], chosen["chosen_places"], by=self.request.user
        )

    def carry_out(self, chosen: dict[str, Any]) -> list[Line]:
        """Give the role."""
        return give_many(
            chosen["holders"],
            chosen["role"],
            chosen["chosen_places"],
            ends_on=chosen["ends_on"],
            by=self.request.user,
        )

    def done(self, count: int) -> str:
        """Return how many were given."""
        return ngettext("%(count)s role given.", "%(count)s roles given.", count) % {"count": count}

    def remark(self, chosen: dict[str, Any]) -> str:
        """Return which rights of the role do not count where it is given."""
        role = grants_of(self.request.user).roles[chosen["role"].pk]
        return left_out_of(role, chosen["chosen_places"])


class EndManyView(PlanView):
    """The assignments chosen in the list are taken, or end on a day."""

    page_title = gettext_lazy("End assignments")
    form_class = EndManyForm
    introduction = gettext_lazy("Choose how the chosen assignments end. You see a plan first.")
    fields_template = "concept_pages/admin/assignment_end_fields.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask how; without any chosen row go back to the list."""
        seen = self.seen().filter(pk__in=self._asked()).count()
        if "plan" in request.GET and 0 < seen < len(set(self._asked())):
            messages.info(request, _("Some of these assignments have been taken meanwhile."))
            return redirect(LIST)
        if not seen:
            messages.warning(request, _("Choose at least one assignment in the list."))
            return redirect(LIST)
        return super().get(request, *args, **kwargs)

    def seen(self) -> Any:
        """Return the assignments that the person administers."""
        condition = visible_assignments(grants_of(self.request.user))
        return seen_rows(RoleAssignment.objects.filter(condition))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the usual, and the rows that may be chosen."""
        return super().get_form_kwargs() | {"seen": self.seen()}

    def get_initial(self) -> dict[str, Any]:
        """Return the rows that were chosen in the list."""
        return {"rows": self._asked(), "how": EndManyForm.TAKE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen rows, so that they can be read while choosing how."""
        rows = self.seen().filter(pk__in=row_numbers(self.sent.getlist("rows")))
        return super().get_context_data(chosen=plan_ending(rows, ends_on=None, by=None), **kwargs)

    def plan(self, chosen: dict[str, Any]) -> list[Line]:
        """Return what ending would do."""
        return plan_ending(chosen["rows"], ends_on=chosen["ends_on"], by=self.request.user)

    def carry_out(self, chosen: dict[str, Any]) -> list[Line]:
        """End or take them."""
        return end_many(chosen["rows"], ends_on=chosen["ends_on"], by=self.request.user)

    def done(self, count: int) -> str:
        """Return how many have ended."""
        return ngettext("%(count)s assignment ended.", "%(count)s assignments ended.", count) % {
            "count": count
        }

    def _asked(self) -> list[int]:
        return row_numbers(self.request.GET.getlist("rows"))
