"""Deletes a service that never had, or no longer has, a security concept; and empty departments.

NotPossible            (workflows) the sentence says why
├─ RightMissing        (workflows) no right to delete services of that group
├─ ServiceHasConcept   there is a security concept; retiring the service is the way out
└─ DepartmentInUse     services belong to the department
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.errors import NotPossible, RightMissing

from ..access.grants import grants_of
from ..models import AuditEntry, Department, Service
from .audit import record


class ServiceHasConcept(NotPossible):
    """There is a security concept; retiring the service is the way out."""


class DepartmentInUse(NotPossible):
    """Services belong to the department."""


@transaction.atomic
def delete_service(service: Service, *, by: Any) -> None:
    """Delete a service with its dependencies in both directions; one that is gone stays gone.

    Raises:
        RightMissing: she does not delete the services of this group.
        ServiceHasConcept: there is a security concept; nothing is deleted.
    """
    locked = Service.objects.select_for_update().filter(pk=service.pk).first()
    if locked is None:
        return
    if not grants_of(by).may("service.delete", locked.group_id):
        raise RightMissing(
            _("You may not delete the service “%(service)s”.") % {"service": service},
            by=by,
            right="service.delete",
        )
    if locked.concept_id is not None:
        raise ServiceHasConcept(
            _("“%(service)s” cannot be deleted: its security concept and all its versions are "
              "kept. Take the service out of operation instead.") % {"service": service}
        )  # fmt: skip
    detail = {
        "key": locked.key,
        "group": locked.group.key,
        "needed_by": sorted(locked.dependants.values_list("key", flat=True)),
    }
    record(AuditEntry.Event.SERVICE_DELETED, by=by, about=service.label.both(), detail=detail)
    log(instance=locked, action="wagtail.delete", user=by)
    locked.delete()


@transaction.atomic
def delete_department(department: Department, *, by: Any) -> None:
    """Delete a department that no service belongs to; one that is gone stays gone.

    Raises:
        RightMissing: she does not delete the services of every group.
        DepartmentInUse: services belong to it; nothing is deleted.
    """
    if not grants_of(by).may("service.delete", None):
        raise RightMissing(
            _("Departments are deleted by those who may delete the services of every group."),
            by=by,
            right="service.delete",
        )
    locked = Department.objects.select_for_update().filter(pk=department.pk).first()
    if locked is None:
        return
    if locked.services.exists():
        raise DepartmentInUse(
            _("“%(department)s” cannot be deleted while services belong to it. Give them another "
              "department first.") % {"department": department}
        )  # fmt: skip
    log(instance=locked, action="wagtail.delete", user=by)
    locked.delete()
