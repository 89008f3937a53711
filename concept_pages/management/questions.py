"""The questions about access that commands take: a right, and perhaps a service."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from ..access.explaining import Question, ask
from ..access.rights import RIGHTS
from ..models import Service


def question_about(right: str, service_key: str) -> Question:
    """Return the question; without a service it is about any service group.

    Raises:
        CommandError: there is no such right or no such service.
    """
    if right not in RIGHTS:
        raise CommandError(
            _("There is no right “%(right)s”; there are: %(rights)s.")
            % {"right": right, "rights": ", ".join(RIGHTS)}
        )
    if not service_key:
        return ask(right, anywhere=True)
    service = Service.objects.filter(key=service_key).first()
    if service is None:
        raise CommandError(_("There is no service “%(key)s”.") % {"key": service_key})
    return ask(right, service.group_id)
