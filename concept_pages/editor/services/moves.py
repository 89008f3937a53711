"""Moves services that were chosen in the list: where to, what goes along, then all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.row_numbers import row_number, row_numbers

from ...access.grants import grants_of
from ...actions.service_groups import shortened
from ...actions.services import MovePlan, ServiceNotMoved, move_services, plan_move
from ...models import Service, ServiceGroupPage
from ...queries.catalogue import groups_in, visible_scope
from ...queries.move_reach import reach_of_move
from ..lists import NotesChoices
from ..row_choices import RowChoices
from .forms import GroupChoice

LIST = "services_modeladmin_index"
NOTHING_CHOSEN = gettext_lazy("Choose at least one service in the list.")
NOT_OFFERED = gettext_lazy(
    "One of these services was deleted, or you may not choose it. Go back to the list and choose "
    "again."
)


class MoveForm(forms.Form):
    """Which services, and to which service group."""

    rows: Any = RowChoices(
        None,
        label=gettext_lazy("Services"),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": NOTHING_CHOSEN,
            "invalid_choice": NOT_OFFERED,
            "invalid_pk_value": NOT_OFFERED,
        },
    )
    to = GroupChoice(None, label=gettext_lazy("To this service group"))

    def __init__(self, *args: Any, for_user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["rows"].queryset = seen_services(for_user)
        fields["to"].queryset = groups_in(grants_of(for_user).where("service.edit")).order_by(
            "title"
        )


def seen_services(user: Any) -> QuerySet[Service]:
    """Return the services of the groups that a person sees in the admin."""
    groups = groups_in(visible_scope(grants_of(user)))
    return Service.objects.filter(group__in=groups).select_related("group", "concept")


class MoveView(NotesChoices, WagtailAdminTemplateMixin, FormView):
    """Asks where to, shows the plan, and moves what can move."""

    template_name = "concept_pages/admin/service_move.html"
    page_title = gettext_lazy("Move services")
    header_icon = "tag"
    form_class = MoveForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who edits services somewhere."""
        if not grants_of(request.user).where("service.edit"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask where to; without any chosen service go back to the list."""
        if not self.chosen():
            messages.warning(request, NOTHING_CHOSEN)
            return redirect(LIST)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: MoveForm) -> HttpResponse:
        """Show the plan, or carry it out."""
        services, to = form.cleaned_data["rows"], form.cleaned_data["to"]
        refusal = ""
        if "back" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "apply" in self.request.POST:
            try:
                moved = move_services(services, to=to, by=self.request.user)
            except ServiceNotMoved as reason:
                refusal = reason.sentence
            else:
                messages.success(self.request, _moved(len(moved), to.display_title()))
                return redirect(f"{reverse(LIST)}?group={to.key}")
        plan = plan_move(services, to=to, by=self.request.user)
        return self.render_to_response(
            self.get_context_data(
                form=form, plan=plan, to=to, refusal=refusal, reaches=list(_reaches(plan, to))
            )
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the usual, and who asks: she is offered what she may choose."""
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Return what the list, or the form of a service, has chosen."""
        return {"rows": self._asked(), "to": row_number(self.request.GET.get("to", ""))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen services, so that they can be read while choosing where to."""
        return super().get_context_data(chosen=self.chosen(), **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of services to here."""
        items = [{"url": reverse(LIST), "label": _("Services")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]

    def chosen(self) -> list[Service]:
        """Return the chosen services, as far as the person sees them."""
        return list(seen_services(self.request.user).filter(pk__in=self._asked()))

    def _asked(self) -> list[int]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return row_numbers(asked.getlist("rows"))


@dataclass(frozen=True)
class ShownReach:
    """Whose access changes with the concepts that leave one service group, as sentences."""

    group: ServiceGroupPage
    sentences: list[str]


def _reaches(plan: MovePlan, to: ServiceGroupPage) -> Iterator[ShownReach]:
    """Yield for each group that concepts leave who loses and who gains access to them."""
    left = {
        line.service.group_id: line.service.group
        for line in plan.lines
        if line.concept and not line.refusals
    }
    for reach in reach_of_move(left.values(), to) if left else ():
        said = (
            (reach.no_longer_read, _("Can no longer read: %(people)s.")),
            (reach.no_longer_edit, _("Can no longer edit: %(people)s.")),
            (reach.newly_read, _("Can read from now on: %(people)s.")),
            (reach.newly_edit, _("Can edit from now on: %(people)s.")),
        )
        yield ShownReach(
            reach.group, [text % {"people": shortened(names)} for names, text in said if names]
        )


def _moved(count: int, group: str) -> str:
    if not count:  # somebody was faster, or clicked twice
        return _("These services belong to “%(group)s” already.") % {"group": group}
    return ngettext(
        "%(count)s service moved to “%(group)s”.", "%(count)s services moved to “%(group)s”.", count
    ) % {"count": count, "group": group}
