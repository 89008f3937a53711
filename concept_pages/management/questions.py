"""The questions about access that commands take: a right, and perhaps a service."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from ..access.explaining import Question, ask
from ..access.rights import RIGHTS
from .services import known_service


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
    return ask(right, known_service(service_key).group_id)
