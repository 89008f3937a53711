"""What the admin's views of a service do beyond the usual: move, and show what is related."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from wagtail_modeladmin.views import CreateView, EditView, InspectView

from ..actions.services import ServiceNotMoved
from ..models import Service
from .services_form import ServiceForm


class ServiceCreateView(CreateView):
    """Creates a service with its dependencies: both or neither."""

    @transaction.atomic
    def form_valid(self, form: ServiceForm) -> HttpResponse:
        """Save the form."""
        return super().form_valid(form)


class ServiceEditView(EditView):
    """Changes a service; where it cannot move, the form says why and keeps what was typed."""

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        """Save the form, or show it again with the reason."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ServiceNotMoved as reason:
            form.add_error("group", reason.sentence)
            return self.form_invalid(form)


class ServiceInspectView(InspectView):
    """Shows a service with its concept and with what depends on what."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the service with its neighbours, and which of them the person may open."""
        service: Service = self.instance
        return super().get_context_data(
            service=service,
            concept=service.concept,
            may_open_concept=bool(
                service.concept
                and service.concept.permissions_for_user(self.request.user).can_edit()
            ),
            needs=service.dependency_rows.select_related("needs__group").order_by("needs__key"),
            needed_by=service.needed_by_rows.select_related("service__group").order_by(
                "service__key"
            ),
            **kwargs,
        )
