"""What concepts have answered under a template that is about to change, in drafts and releases."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT
from wagtail.models import Revision

from workflows.models import Release

from ..blocks.values import answers_of_body
from ..definition.emptiness import is_blank
from .concept_page import ConceptPage

CHUNK = 200
"""So many concepts are in memory at once, whatever their number."""


def given_answers(
    template_id: int, keys: Collection[str] | None = None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the answers in each draft and each release in force, with the key of their concept.

    These are two queries. `keys` leaves out concepts that have answered none of these questions.
    """
    releases = Release.objects.filter(page_id=template_id)
    numbers = list(releases.values_list("pk", flat=True))
    yield from _in_drafts(numbers, keys)
    yield from _in_force(numbers, keys)


def answered_questions(template_id: int, keys: Collection[str]) -> set[str]:
    """Return those of the questions that some concept of the template has answered."""
    wanted, found = set(keys), set[str]()
    if not wanted:
        return found
    for _concept, answers in given_answers(template_id, wanted):
        found |= {key for key in wanted - found if not is_blank(answers.get(key))}
        if found == wanted:
            break
    return found


def _in_drafts(
    numbers: list[int], keys: Collection[str] | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    newest = ConceptPage.objects.filter(latest_revision__isnull=False).values("latest_revision")
    drafts = Revision.objects.order_by().filter(pk__in=newest)
    # The body is text within the revision.
    drafts = drafts.filter(content__template_release__in=numbers).annotate(body=KT("content__body"))
    if keys is not None:
        # Finds all that mention a key, and a few more.
        drafts = drafts.filter(_any_of(Q(body__contains=json.dumps(key)) for key in keys))
    for concept, body in drafts.values_list("object_id", "body").iterator(chunk_size=CHUNK):
        yield int(concept), answers_of_body(json.loads(body or "[]"))


def _in_force(
    numbers: list[int], keys: Collection[str] | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    in_force = ConceptPage.objects.order_by().filter(lifecycle__released__based_on__in=numbers)
    if keys is not None:
        asked = (Q(lifecycle__released__content__answers__has_key=key) for key in keys)
        in_force = in_force.filter(_any_of(asked))
    rows = in_force.values_list("pk", "lifecycle__released__content__answers")
    for concept, answers in rows.iterator(chunk_size=CHUNK):
        yield concept, answers or {}


def _any_of(conditions: Iterator[Q]) -> Q:
    """Return the condition that holds where one of several does; of none, it never holds."""
    joined = Q(pk__in=())
    for condition in conditions:
        joined |= condition
    return joined
