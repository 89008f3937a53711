"""What the admin's views of a service do beyond the usual: move, and show what is related."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page
from wagtail_modeladmin.views import CreateView, EditView, InspectView

from ...access.authority import holders
from ...access.grants import grants_of
from ...actions.services import ServiceNotMoved
from ...models import Service
from ..access import may_see_access
from .forms import ServiceForm


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
        may_create = grants_of(self.request.user).may_on("concept.create", service.group)
        return super().get_context_data(
            service=service,
            concept=service.concept,
            may_open_concept=bool(
                service.concept
                and service.concept.permissions_for_user(self.request.user).can_edit()
            ),
            access_page=access_page_of(service, self.request.user),
            may_create=may_create,
            who_creates="" if may_create or service.concept else creators_of(service),
            needs=service.dependency_rows.select_related("needs__group").order_by("needs__key"),
            needed_by=service.needed_by_rows.select_related("service__group").order_by(
                "service__key"
            ),
            **kwargs,
        )


def access_page_of(service: Service, user: Any) -> Page | None:
    """Return what "Who has access?" is asked about: the concept, or the group where there is none.

    None where the person may not see it.
    """
    page = service.concept or service.group
    return page if may_see_access(user, page) else None


MOST_NAMES = 3
"""How many people are named whom somebody may ask."""


def creators_of(service: Service) -> str:
    """Return the names of people who may start the concept of a service; "" where nobody may."""
    people = holders(["concept.create"], service.group, include_superusers=False)
    named = people.order_by("last_name", "first_name", "username")[:MOST_NAMES]
    return ", ".join(map(get_user_display_name, named))
