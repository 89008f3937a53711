"""Takes a service out of operation and brings it back; its history says why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.actions import retire
from workflows.errors import NotPossible, RightMissing
from workflows.rights import authority
from workflows.states import State

from ..access.authority import holders
from ..access.grants import grants_of
from ..models import ConceptPage, Service
from ..queries.responsible import some_names
from .service_log import RESTORED, RETIRED


class CommentMissing(NotPossible):
    """Whoever takes a service out of operation says why."""


@transaction.atomic
def retire_service(service: Service, *, by: Any, comment: str) -> str:
    """Take a service out of operation, and its concept with it where the person may.

    Nobody can choose it any more; its history and its releases stay. One that is out of operation
    stays as it is, and so does its concept.

    Returns:
        What is left to do, as a sentence; "" where nothing is.

    Raises:
        RightMissing: she does not edit the services of this group.
        CommentMissing: there is no reason.
    """
    _require_edit(service, by)
    if not comment.strip():
        raise CommentMissing(_("Say why the service is taken out of operation."))
    if not _set(service, retired=True):
        return ""
    log(instance=service, action=RETIRED, user=by, data={"comment": comment.strip()})
    concept = service.concept
    if concept is None or concept.lifecycle.state == State.RETIRED:
        return ""
    return _retire_concept(concept, by, comment.strip())


def fate_of_concept(service: Service, *, by: Any) -> str:
    """Return as a sentence what becomes of the concept when the service is taken out of operation.

    "" where there is no concept, or it is archived already.
    """
    concept = service.concept
    if concept is None or concept.lifecycle.state == State.RETIRED:
        return ""
    if stays := _stays(concept, [service]):
        return stays
    words = {"title": concept.display_title()}
    if authority().may(by, concept.retire_right, concept):
        return _("Its security concept “%(title)s” is archived with it.") % words
    words["people"] = _reviewers(concept)
    sentence = _(
        "Its security concept “%(title)s” stays, as you may not archive it. It can be archived by: "
        "%(people)s."
    )
    return sentence % words


@transaction.atomic
def restore_service(service: Service, *, by: Any) -> str:
    """Bring a service back into operation; one that is in operation stays as it is.

    Returns:
        What is left to do, as a sentence; "" where nothing is.

    Raises:
        RightMissing: she does not edit the services of this group.
    """
    _require_edit(service, by)
    if not _set(service, retired=False):
        return ""
    log(instance=service, action=RESTORED, user=by)
    concept = service.concept
    if concept is None or concept.lifecycle.state != State.RETIRED:
        return ""
    return _(
        "Its security concept “%(title)s” is still archived: ask %(people)s to bring it back on "
        "its own page."
    ) % {"title": concept.display_title(), "people": _reviewers(concept)}


def _require_edit(service: Service, by: Any) -> None:
    if not grants_of(by).may("service.edit", service.group_id):
        raise RightMissing(
            _("You may not change the service “%(service)s”.") % {"service": service},
            by=by,
            right="service.edit",
        )


def _set(service: Service, *, retired: bool) -> bool:
    """Write whether a service is out of operation; return whether that changes anything."""
    service.retired = retired
    # One statement that asks and writes: of two at once it changes a row for one.
    rows = Service.objects.filter(pk=service.pk, retired=not retired)
    return rows.update(retired=retired) > 0


def _retire_concept(concept: ConceptPage, by: Any, comment: str) -> str:
    """Retire the concept of a service that was just retired; return what is in the way."""
    if stays := _stays(concept):
        return stays
    if not authority().may(by, concept.retire_right, concept):
        return _(
            "Its security concept “%(title)s” is still there: ask %(people)s to archive it on its "
            "own page."
        ) % {"title": concept.display_title(), "people": _reviewers(concept)}
    try:
        with transaction.atomic():
            retire(concept, by=by, comment=comment)
    except NotPossible as refusal:
        return refusal.sentence
    return ""


def _stays(concept: ConceptPage, leaving: Iterable[Service] = ()) -> str:
    """Return why a concept stays: services in operation need it; "" where none does."""
    others = concept.services.filter(retired=False).exclude(pk__in=[one.pk for one in leaving])
    names = ", ".join(map(str, others))
    if not names:
        return ""
    return _("Its security concept stays, as it also covers %(names)s.") % {"names": names}


def _reviewers(concept: ConceptPage) -> str:
    """Return who may archive a concept and bring it back."""
    people = holders([concept.retire_right], concept, include_superusers=False)
    return some_names(people) or _("somebody who reviews concepts")
