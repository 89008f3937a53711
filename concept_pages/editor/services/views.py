"""What the admin's views of a service do beyond the usual: move, and show what is related."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_modeladmin import views

from workflows.errors import NotPossible

from ...access.authority import holders
from ...access.grants import grants_of
from ...actions.service_deletion import delete_department, delete_service
from ...actions.service_groups import shortened
from ...actions.service_log import log_change
from ...actions.services import ServiceNotMoved
from ...definition.elements import Text
from ...models import Service, ServiceDependency, ServiceGroupPage
from ...queries.catalogue import circle_through, entry_of, namesakes_of
from ...queries.catalogue_words import circle_in_words
from ...queries.responsible import some_names
from ..access import may_see_access
from ..lists import NotesChoices
from ..row_views import CreateView, DeleteView, EditView, InspectView
from .forms import ServiceForm
from .retirement import retirement_of

MOST_SERVICES = 20
"""How many services of a department the page of its deletion names."""


class ServiceCreateView(NotesChoices, CreateView):
    """Creates a service with its dependencies: both or neither."""

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        """Save the form, and say where a service of the same name is."""
        with transaction.atomic():
            response = super().form_valid(form)
        if not form.errors:
            tell_of_namesakes(self.request, form.instance)
        return response


class ServiceEditView(NotesChoices, EditView):
    """Changes a service; where it cannot move, the form says why and keeps what was typed."""

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        """Save the form, or show it again with the reason."""
        try:
            with transaction.atomic():
                before = entry_of(self.instance.pk)
                # Past wagtail_modeladmin's own: it would note only that something was changed.
                response = super(views.EditView, self).form_valid(form)
                after = entry_of(self.instance.pk)
                log_change(self.instance, before, after, by=self.request.user)
        except ServiceNotMoved as reason:
            form.add_error("group", self._with_way_out(reason, form.cleaned_data["group"].pk))
            return self.form_invalid(form)
        if before.name != after.name:
            self._tell_of_title(before.name)
            tell_of_namesakes(self.request, self.instance)
        return response

    def _tell_of_title(self, old: Text) -> None:
        """Say that the concept is still called after the old name: released titles stay."""
        concept = self.instance.concept
        if concept is None or not any(
            name and name in title
            for name, title in ((old.de, concept.draft_title), (old.en, concept.title_en))
        ):
            return
        sentence = _(
            "The security concept keeps its title “%(title)s”. The title can be changed in the "
            "next version of the concept."
        ) % {"title": concept.get_admin_display_title()}
        way = reverse("wagtailadmin_pages:edit", args=[concept.pk])
        messages.info(self.request, sentence, buttons=[messages.button(way, _("Open the concept"))])

    def _with_way_out(self, reason: ServiceNotMoved, to: int) -> str:
        """Return the sentence, and where they can move together the way there."""
        if not reason.together:
            return reason.sentence
        query = urlencode({"rows": self.instance.pk, "to": to})
        address = f"{reverse('catalogue:move')}?{query}"
        way = _("Look at the plan of moving them together")
        return format_html('{} <a href="{}">{}</a>', reason.sentence, address, way)


class ServiceDeleteView(DeleteView):
    """Says what would be lost; where there is a concept, leads to retiring instead."""

    deed = gettext_lazy("Delete the service")

    def refusal(self) -> str:
        """Return that a concept keeps the service, where there is one."""
        if self.instance.concept_id is None:
            return ""
        return _(
            "“%(service)s” cannot be deleted: its security concept and all its versions are kept."
        ) % {"service": self.instance}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what depends on what, and the way out."""
        return super().get_context_data(
            needs=self.instance.dependencies.all(),
            needed_by=self.instance.dependants.all(),
            retirement=retirement_of(self.instance, self.request.user),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete the service, or say why not."""
        name = str(self.instance)
        try:
            delete_service(self.instance, by=request.user)
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("“%(service)s” was deleted.") % {"service": name})
        return redirect(self.index_url)


class DepartmentDeleteView(DeleteView):
    """Deletes a department that no service belongs to; otherwise names these services."""

    deed = gettext_lazy("Delete the department")

    def refusal(self) -> str:
        """Return how many services keep the department, where there are any."""
        there = self.instance.services.count()
        if not there:
            return ""
        return ngettext(
            "“%(department)s” cannot be deleted: %(count)s service belongs to it.",
            "“%(department)s” cannot be deleted: %(count)s services belong to it.",
            there,
        ) % {"department": self.instance, "count": there}

    def confirmation_message(self) -> str:
        """Return the question before it is deleted."""
        return _("No service belongs to “%(department)s”. Delete it for good?") % {
            "department": self.instance
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add some services that belong to the department."""
        services = self.instance.services.select_related("group").order_by("name_de")
        some = list(services[: MOST_SERVICES + 1])
        return super().get_context_data(
            services=some[:MOST_SERVICES], more=len(some) > MOST_SERVICES, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete the department, or say why not."""
        name = str(self.instance)
        try:
            delete_department(self.instance, by=request.user)
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("“%(department)s” was deleted.") % {"department": name})
        return redirect(self.index_url)


class ServiceInspectView(InspectView):
    """Shows a service with its concept and with what depends on what."""

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        """Return the name of a field as a heading; in Django's forms it begins so, too."""
        return capfirst(super().get_field_label(field_name, field))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the service with its neighbours, and which of them the person may open."""
        service: Service = self.instance
        may_create = grants_of(self.request.user).may_on("concept.create", service.group)
        circle = circle_through(service)
        needs = service.dependency_rows.select_related("needs__group").order_by("needs__key")
        needed_by = service.needed_by_rows.select_related("service__group").order_by("service__key")
        return super().get_context_data(
            service=service,
            concept=service.concept,
            may_open_concept=bool(
                service.concept
                and service.concept.permissions_for_user(self.request.user).can_edit()
            ),
            retirement=retirement_of(service, self.request.user),
            access_page=access_page_of(service, self.request.user),
            may_create=may_create,
            group_page=group_page_of(service.group, self.request.user),
            circle=circle_in_words(circle) if circle else "",
            who_creates="" if may_create or service.concept else creators_of(service),
            needs=[self._neighbour(row, row.needs) for row in needs],
            needed_by=[self._neighbour(row, row.service) for row in needed_by],
            **kwargs,
        )

    def _neighbour(self, row: ServiceDependency, other: Service) -> Neighbour:
        opens = self.permission_helper.user_can_inspect_obj(self.request.user, other)
        page = self.url_helper.get_action_url("inspect", other.pk) if opens else ""
        return Neighbour(other, row.get_kind_display(), page)


@dataclass(frozen=True)
class Neighbour:
    """A service at the other end of a dependency, and its page where the person may open it."""

    service: Service
    kind: str
    page: str


def group_page_of(group: ServiceGroupPage, user: Any) -> str:
    """Return where a group is changed, for who may; else the list of its services."""
    if grants_of(user).may("service.edit", group.pk):
        return reverse("wagtailadmin_pages:edit", args=[group.pk])
    return f"{reverse('services_modeladmin_index')}?{urlencode({'group': group.key})}"


def tell_of_namesakes(request: HttpRequest, service: Service) -> None:
    """Warn of other services of the same name: they are told apart by group and key only."""
    found = namesakes_of(service)
    if not found:
        return
    names = [
        _("“%(service)s” (%(key)s) in the service group “%(group)s”")
        % {"service": one, "key": one.key, "group": one.group.display_title()}
        for one in found
    ]
    said = _("There is a service of the same name already: %(names)s.")
    messages.warning(request, said % {"names": shortened(names)})


def access_page_of(service: Service, user: Any) -> Page | None:
    """Return what "Who has access?" is asked about: the concept, or the group where there is none.

    None where the person may not see it.
    """
    page = service.concept or service.group
    return page if may_see_access(user, page) else None


def creators_of(service: Service) -> str:
    """Return the names of people who may start the concept of a service; "" where nobody may."""
    return some_names(holders(["concept.create"], service.group, include_superusers=False))
