"""Templates as concepts use them: what is offered, and what drafts rest on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from workflows.models import Release

from ..definition.elements import Text
from ..models import ConceptPage, TemplatePage
from .concepts import releases_in_force
from .upgrades import with_pinned_release


@dataclass(frozen=True)
class TemplateInUse:
    """A template by its name, and the number of the release that a draft rests on."""

    label: Text
    number: str

    def in_words(self) -> str:
        """Return the name in the active language."""
        return self.label.say(_language())


@dataclass(frozen=True)
class Offer:
    """A template that new concepts can be made from, as its release in force says it."""

    release: Release
    label: Text
    description: Text

    def in_words(self) -> str:
        """Return the name in the active language."""
        return self.label.say(_language())

    def about(self) -> str:
        """Return the description in the active language."""
        return self.description.say(_language())


def offers() -> list[Offer]:
    """Return the templates in force, in the order of their German names."""
    releases = list(releases_in_force())
    rows = TemplatePage.objects.in_bulk([release.page_id for release in releases])
    pages = [(release, rows[release.page_id]) for release in releases]
    return [
        Offer(release, page.label, Text(page.description_de, page.description_en))
        for release, page in pages
    ]


def templates_of(pages: Collection[ConceptPage]) -> dict[int, TemplateInUse]:
    """Return what the drafts of concepts rest on, by their primary keys, in three queries."""
    wanted = ConceptPage.objects.filter(pk__in=[page.pk for page in pages])
    pins: dict[int, int] = dict(with_pinned_release(wanted).values_list("pk", "pinned_release"))
    rows = Release.objects.filter(pk__in=set(pins.values())).values_list("pk", "page_id", "number")
    releases = {pk: (page_id, number) for pk, page_id, number in rows}
    names = template_names({page_id for page_id, _number in releases.values()})
    return {
        pk: TemplateInUse(names[releases[release][0]], releases[release][1])
        for pk, release in pins.items()
    }


def resting_on_template(concepts: QuerySet[ConceptPage], template: TemplatePage) -> QuerySet[Any]:
    """Return the concepts whose draft rests on some release of a template."""
    releases = Release.objects.filter(page_id=template.pk)
    return with_pinned_release(concepts).filter(pinned_release__in=releases.values("pk"))


def released_templates() -> QuerySet[TemplatePage]:
    """Return the templates that concepts may rest on: those that were released, in force or not."""
    released = TemplatePage.objects.filter(lifecycle__released__isnull=False)
    return released.only("title", "title_en").order_by("title")


def template_names(keys: Collection[int]) -> dict[int, Text]:
    """Return the names of templates by the primary keys of their pages."""
    rows = TemplatePage.objects.filter(pk__in=keys).values_list("pk", "title", "title_en")
    return {pk: Text(title, title_en) for pk, title, title_en in rows}


def may_rest_on_another(draft: ConceptPage) -> bool:
    """Return whether another template than the one of this draft is in force."""
    own = Release.objects.filter(pk=draft.template_release_id).values("page_id")
    return releases_in_force().exclude(page_id__in=own).exists()


def _language() -> str:
    return (get_language() or "de")[:2]
