"""Releases without the work: the rows that the workflow would write, for tests that only read.

Whatever is about a rule of the workflow uses `tests.factories.concepts`, which goes through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from concept_pages.actions.index_answers import index_answers
from concept_pages.definition.codec import encode
from concept_pages.definition.elements import Definition
from concept_pages.models import ConceptPage, Service, TemplateIndexPage, TemplatePage
from tests.factories.catalogue import ServiceFactory
from tests.factories.templates import COMPLETE, SMALL
from workflows.models import Lifecycle, Release
from workflows.states import State

MOMENT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def template_in_force(definition: Definition = SMALL) -> Release:
    """Return the release of a template without pages for its groups."""
    page = TemplatePage(title=definition.label.de, key=definition.key, slug=definition.key)
    TemplateIndexPage.objects.get().add_child(instance=page)
    return _release(page, "1.0", encode(definition))


def concept_in_force(
    *services: Service,
    template: Release,
    answers: Mapping[str, Any] = COMPLETE,
    tailoring: Mapping[str, str] | None = None,
    title: str = "Sicherheitskonzept",
) -> ConceptPage:
    """Return a concept whose first version is in force, for these services or a new one."""
    covered = services or (ServiceFactory(),)
    page = ConceptPage(
        title=title,
        title_en=f"{title} (en)",
        slug=covered[0].key.replace("_", "-"),
        template_release=template,
        tailoring=dict(tailoring or {}),
    )
    page.store(dict(answers))
    covered[0].group.specific_class.objects.get(pk=covered[0].group_id).add_child(instance=page)
    Service.objects.filter(pk__in=[service.pk for service in covered]).update(concept=page)
    next_version(page)
    return ConceptPage.objects.get(pk=page.pk)


def next_version(page: ConceptPage, **answers: Any) -> Release:
    """Put another version of a concept in force, with some answers changed."""
    page = ConceptPage.objects.get(pk=page.pk)
    page.store(page.stored_answers | answers)
    last = page.releases.order_by("sequence").last()
    number = str(int(last.number) + 1) if last else "1"
    release = _release(page, number, page.release_content(), page.template_release)
    ConceptPage.objects.filter(pk=page.pk).update(live=True)
    index_answers(page)
    return release


def _release(
    page: ConceptPage | TemplatePage, number: str, content: Any, based_on: Release | None = None
) -> Release:
    last = page.releases.order_by("sequence").last()
    release = Release(
        page_id=page.pk,
        sequence=last.sequence + 1 if last else 1,
        number=number,
        title=page.title,
        content=content,
        based_on=based_on,
        submitted_by_name="Olga Operator",
        submitted_at=MOMENT,
        approved_by_name="Ina Isb",
        approved_at=MOMENT,
        previous_sha256=last.sha256 if last else "",
    )
    release.sha256 = release.fingerprint()
    release.save()
    Lifecycle.objects.filter(page_id=page.pk).update(state=State.APPROVED, released=release)
    return release
