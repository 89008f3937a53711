"""The answers of a concept as they would stand in the draft of its template, for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ..access.clearance import clearance_on
from ..access.reader import Reader
from ..definition.compare import carry_over
from ..definition.elements import Confidentiality, Definition, Text
from ..models import ConceptPage, TemplatePage
from ..models.pinned import pinned
from ..models.template_preview import Filled
from .concepts import concepts_at_work


@dataclass(frozen=True)
class Filling:
    """What a preview is filled with: `unseen` answers are above the reader's clearance.

    `parked` answers have no place in the draft; `is_draft` tells what is being worked on from what
    is in force.
    """

    concept: ConceptPage
    filled: Filled
    unseen: int
    parked: int
    is_draft: bool


def concepts_to_fill_with(user: Any, template: TemplatePage) -> QuerySet[ConceptPage]:
    """Return the concepts made from a template that a person may read, released or as a draft."""
    readable, at_work = Reader(user).readable_concepts(), concepts_at_work(user)
    return (
        ConceptPage.objects.filter(template_release__page_id=template.pk)
        .filter(Q(pk__in=readable.values("pk")) | Q(pk__in=at_work.order_by().values("pk")))
        .order_by("title", "pk")
    )


def filling(concept: ConceptPage, user: Any, template: Definition) -> Filling:
    """Return the answers of a concept that a person may read, carried over to a definition.

    What is in force counts where she may read it, else the draft that she works with.
    """
    reader = Reader(user)
    release = concept.lifecycle.released
    if release is not None and reader.readable_concepts().filter(pk=concept.pk).exists():
        content, release_id = release.content, release.based_on_id
        clearance = reader.clearance(concept.get_parent().pk)
    else:
        draft: ConceptPage = concept.get_latest_revision_as_object()
        content, release_id = draft.release_content(), draft.template_release_id
        clearance, release = clearance_on(user, concept), None
    # Of the template alone: what a service asks beside it stays with its concept.
    definition = pinned(release_id or concept.template_release_id).definition
    seen, unseen = _seen(content["answers"], definition, clearance)
    carried = carry_over(seen, definition, template)
    applicable = _switched_off(content.get("not_applicable") or {}, definition, clearance)
    names = {
        key: Text(name.get("de", ""), name.get("en", ""))
        for key, name in content.get("names", {}).items()
    }
    return Filling(
        concept=concept,
        filled=Filled(carried.kept, applicable, names),
        unseen=unseen,
        parked=len({parked.question for parked in carried.parked}),
        is_draft=release is None,
    )


def _seen(
    answers: Mapping[str, Any], definition: Definition, clearance: Confidentiality
) -> tuple[dict[str, Any], int]:
    """Return the answers up to a clearance, as the concept classified them, and how many more."""
    asked = {key: value for key, value in answers.items() if key in definition.questions}
    given = definition.service_questions or ()
    seen = {
        key: value
        for key, value in asked.items()
        if key in given or definition.confidentiality_of(key).rank <= clearance.rank
    }
    return seen, len(asked) - len(seen)


def _switched_off(
    reasons: Mapping[str, str], definition: Definition, clearance: Confidentiality
) -> dict[str, str]:
    """Return what is switched off, without the reasons that are above a clearance."""
    return {
        key: reason if _level(definition, key).rank <= clearance.rank else ""
        for key, reason in reasons.items()
        if key in definition.ancestors
    }


def _level(definition: Definition, key: str) -> Confidentiality:
    if key in definition.questions:
        return definition.confidentiality_of(key)
    levels = [group.confidentiality for group in definition.ancestors[key]]
    default = definition.confidentiality_default
    return max([default, *filter(None, levels)], key=lambda level: level.rank)
