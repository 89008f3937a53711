"""How far the drafts of concepts have come, for lists: computed once for each revision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from wagtail.models import Revision

from ..blocks.values import answers_of_body
from ..definition.completeness import Progress, overall, problems_in
from ..definition.references import service_keys
from ..definition.situation import Situation
from ..models import ConceptPage, Service
from ..models.pinned import asked, pinned

KEPT_SECONDS = 7 * 24 * 60 * 60


def progress_of(pages: Iterable[ConceptPage]) -> dict[int, Progress]:
    """Return the progress of the drafts by primary key.

    Pages come with their latest revision and their services, as `concepts_at_work` loads them. The
    content of a revision is read the first time it is seen; autosave changes its time.
    """
    keys = {page.pk: _key(page) for page in pages if page.latest_revision_id}
    known = cache.get_many(list(keys.values()))
    missing = [page for page in pages if page.pk in keys and keys[page.pk] not in known]
    fresh = _computed(missing)
    if fresh:
        cache.set_many({keys[pk]: found for pk, found in fresh.items()}, KEPT_SECONDS)
    return {pk: known[key] for pk, key in keys.items() if key in known} | fresh


def _key(page: ConceptPage) -> str:
    revision = page.latest_revision
    return f"progress:2:{revision.pk}:{revision.created_at.timestamp()}:{page.template_release_id}"


def _computed(pages: list[ConceptPage]) -> dict[int, Progress]:
    wanted = [page.latest_revision_id for page in pages]
    rows = Revision.objects.filter(pk__in=wanted).values_list("pk", "content") if wanted else ()
    contents = dict(rows)
    drafts = {page.pk: _situation(page, contents[page.latest_revision_id]) for page in pages}
    services = _existing(drafts.values())
    return {pk: _progress(situation, services) for pk, situation in drafts.items()}


def _existing(situations: Iterable[Situation]) -> frozenset[str]:
    """Return which of the services that answers name are in the catalogue, with one query."""
    named = {key for one in situations for key in service_keys(one.definition, one.given)}
    found = Service.objects.filter(key__in=named).values_list("key", flat=True) if named else ()
    return frozenset(found)


def _progress(situation: Situation, services: frozenset[str]) -> Progress:
    # What the covered services answer was typed by nobody; see ConceptPage.problems.
    related = set(situation.definition.service_questions or ()) & situation.given.keys()
    found = problems_in(situation, services=services)
    return overall(situation, [problem for problem in found if problem.question not in related])


def _situation(page: ConceptPage, content: dict[str, Any]) -> Situation:
    """Return the draft of a concept as its revision has it."""
    template = pinned(content.get("template_release") or page.template_release_id)
    definition = asked(template, _json(content.get("additions"), [])).definition
    answers = answers_of_body(json.loads(content.get("body") or "[]"))
    if definition.service_questions and page.services.all():
        group, services = definition.service_questions
        answers[group] = page.services.all()[0].group.key
        answers[services] = [service.key for service in page.services.all()]
    return Situation(definition, answers, _json(content.get("tailoring"), {}))


def _json(stored: Any, default: Any) -> Any:
    """Return what a JSON field has in the content of a revision, which may spell it as text."""
    found = json.loads(stored) if isinstance(stored, str) else stored
    return found or default
