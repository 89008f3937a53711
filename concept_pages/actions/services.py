"""Moves services between service groups; identity, concept and history go with them.

ServiceNotMoved    the services stay where they are; the text is a translated sentence
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from workflows.states import State

from ..access.grants import grants_of
from ..models import ConceptPage, Service, ServiceGroupPage
from .index_answers import move_answers


class ServiceNotMoved(Exception):
    """The services stay where they are."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def move_services(
    services: Iterable[Service], *, to: ServiceGroupPage, by: Any = None
) -> list[ConceptPage]:
    """Move services, with the concepts that cover them, to another service group.

    `by` is None where the system moves them, such as by an import on the command line.
    Returns the concepts that moved along.

    Raises:
        ServiceNotMoved: the right is missing, a concept is under review, or covers services that
            would stay behind; nothing has moved.
    """
    wanted = [service.pk for service in services]
    moving = list(Service.objects.select_for_update().filter(pk__in=wanted).exclude(group=to))
    _refuse_without_right(moving, to, by)
    concepts = list(
        ConceptPage.objects.filter(services__in=moving).select_related("lifecycle").distinct()
    )
    for concept in concepts:
        _refuse_concept(concept, moving, to)
    Service.objects.filter(pk__in=[service.pk for service in moving]).update(group=to)
    for concept in concepts:
        _move_concept(concept, to, by)
    return concepts


def move_service(service: Service, *, to: ServiceGroupPage, by: Any = None) -> None:
    """Move one service, with its concept, to another service group.

    Raises:
        ServiceNotMoved: as `move_services`.
    """
    move_services([service], to=to, by=by)
    service.group = to


def _refuse_without_right(moving: Sequence[Service], to: ServiceGroupPage, by: Any) -> None:
    if by is None:
        return
    scope = grants_of(by).where("service.edit")
    if not all(scope.includes(group) for group in {to.pk, *(s.group_id for s in moving)}):
        raise ServiceNotMoved(
            _("You may move services only between service groups whose services you may edit.")
        )


def _refuse_concept(concept: ConceptPage, moving: Sequence[Service], to: ServiceGroupPage) -> None:
    staying = concept.services.exclude(pk__in=[service.pk for service in moving])
    names = ", ".join(str(service) for service in staying)
    if names:
        raise ServiceNotMoved(
            _("The security concept also covers %(names)s. Move these services together.")
            % {"names": names}
        )
    if concept.lifecycle.state == State.IN_REVIEW:
        raise ServiceNotMoved(
            _("The security concept is under review. Move the service when the review is finished.")
        )
    if not Page._slug_is_available(concept.slug, to, concept):
        raise ServiceNotMoved(
            _("Another page of that service group already has the address “%(slug)s”.")
            % {"slug": concept.slug}
        )


def _move_concept(concept: ConceptPage, to: ServiceGroupPage, by: Any) -> None:
    """Move the page below its new group; the index of answers follows."""
    target = ServiceGroupPage.objects.get(pk=to.pk)  # treebeard needs the path as it is now
    move = MovePageAction(concept, target, pos="last-child", user=by)
    move.execute(skip_permission_checks=True)  # Wagtail's door for moving concepts is closed
    move_answers(concept, target)
