"""Takes a service out of operation in the admin, and brings it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import NotPossible, RightMissing

from ...access.grants import grants_of
from ...actions.service_retirement import fate_of_concept, restore_service, retire_service
from ...models import Service
from ...requests.posting import posted_only

PAGE = "services_modeladmin_inspect"


class ReasonForm(forms.Form):
    """Why a service is taken out of operation."""

    comment = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the service is taken out of operation.")},
    )


@require_admin_access
def retire_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and take the service out of operation."""
    service = _service(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        try:
            left = retire_service(service, by=request.user, comment=comment)
        except RightMissing as refusal:
            raise PermissionDenied from refusal
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
        else:
            _tell(request, _("“%(service)s” is out of operation.") % {"service": service}, left)
            return redirect(PAGE, service.pk)
    fate = fate_of_concept(service, by=request.user)
    dependants = service.dependants.filter(retired=False).order_by("key")
    context = {"service": service, "fate": fate, "form": form, "dependants": dependants}
    return render(request, "concept_pages/admin/service_retire.html", context)


@posted_only(lambda pk: reverse(PAGE, args=[pk]))
@require_admin_access
def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the service back into operation."""
    service = _service(request, pk)
    left = restore_service(service, by=request.user)
    _tell(request, _("“%(service)s” is in operation again.") % {"service": service}, left)
    return redirect(PAGE, service.pk)


def _service(request: HttpRequest, pk: int) -> Service:
    service = get_object_or_404(Service.objects.select_related("group", "concept"), pk=pk)
    if not grants_of(request.user).may("service.edit", service.group_id):
        raise PermissionDenied
    return service


def _tell(request: HttpRequest, done: str, left: str) -> None:
    messages.success(request, done)
    if left:
        messages.warning(request, left)


def retirement_of(service: Service, user: Any) -> dict[str, str]:
    """Return the way out of operation, or back, for who may go it."""
    if not grants_of(user).may("service.edit", service.group_id):
        return {}
    name = "restore" if service.retired else "retire"
    return {name: reverse(f"catalogue:{name}", args=[service.pk])}
