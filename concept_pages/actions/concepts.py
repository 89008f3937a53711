"""Starts a security concept for one or more services.

NotPossible            (workflows) the sentence says why
├─ RightMissing        (workflows) no right to create concepts in that service group
└─ ConceptRefused
   ├─ ConceptExists    one of the services has a concept already; `page` is that one
   ├─ ServicesApart    the services belong to different groups, or there are none
   └─ TemplateNotInForce   the template is not offered for new concepts
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search import index

from workflows.errors import NotPossible, RightMissing
from workflows.models import Release

from ..access.grants import grants_of
from ..definition.elements import Text
from ..models import ConceptPage, Service, ServiceGroupPage
from ..models.pinned import pinned
from ..queries.concepts import releases_in_force

TITLE_LENGTH = 255


class ConceptRefused(NotPossible):
    """A concept cannot be started like this."""


class ConceptExists(ConceptRefused):
    """One of the services has a concept already."""

    def __init__(self, sentence: str, page: ConceptPage) -> None:
        super().__init__(sentence)
        self.page = page


class ServicesApart(ConceptRefused):
    """The services belong to different groups, or there are none."""


class TemplateNotInForce(ConceptRefused):
    """The template is not offered for new concepts."""


@transaction.atomic
def create_concept(
    *, services: Collection[Service], template_release: Release, by: Any
) -> ConceptPage:
    """Create an empty draft that covers these services and pins this template release.

    Its title is the template's document title with the names of the services, in both languages.

    Raises:
        NotPossible: see the tree above; nothing was created.
    """
    covered = _locked(services)
    group = _group_of(covered)
    if not grants_of(by).may("concept.create", group.pk):
        raise RightMissing(
            _("You may not create concepts in the service group “%(group)s”.")
            % {"group": group.display_title()},
            by=by,
            right="concept.create",
        )
    _refuse_second_concept(covered)
    if template_release.pk not in {release.pk for release in releases_in_force()}:
        raise TemplateNotInForce(_("This template is not offered for new concepts."))
    page = _new_page(covered, template_release, by)
    group.add_child(instance=page)
    Service.objects.filter(pk__in=[service.pk for service in covered]).update(concept=page)
    page.save_revision(user=by, log_action="wagtail.create", clean=False)
    index.insert_or_update_object(page)
    return page


def _locked(services: Collection[Service]) -> list[Service]:
    """Return the services as they are now; nobody else gives them a concept until we are done."""
    wanted = [service.pk for service in services]
    return list(
        Service.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, retired=False)
        .select_related("group", "concept")
        .order_by("key")
    )


def _group_of(services: Collection[Service]) -> ServiceGroupPage:
    groups = {service.group_id: service.group for service in services}
    if not groups:
        raise ServicesApart(_("Choose at least one service that is in operation."))
    if len(groups) > 1:
        names = ", ".join(sorted(group.display_title() for group in groups.values()))
        raise ServicesApart(
            _("One concept covers services of one group. These belong to several: %(groups)s.")
            % {"groups": names}
        )
    return next(iter(groups.values()))


def _refuse_second_concept(services: Collection[Service]) -> None:
    for service in services:
        if service.concept:
            raise ConceptExists(
                _("The service “%(service)s” has a security concept already.")
                % {"service": service},
                service.concept,
            )


def _new_page(services: list[Service], release: Release, by: Any) -> ConceptPage:
    title = title_for(pinned(release.pk).definition.document_title, services)
    page = ConceptPage(
        title=title.de,
        title_en=title.en,
        slug=_free_slug(services),
        template_release=release,
        owner=by,
    )
    page.draft_title = page.title
    return page


def title_for(document_title: Text, services: Collection[Service]) -> Text:
    """Return the title of a concept for these services, cut where names do not end."""
    names = {
        language: ", ".join(service.label.say(language) for service in services)
        for language in ("de", "en")
    }
    pattern = document_title or Text("{services}", "{services}")
    return Text(
        pattern.say("de").replace("{services}", names["de"])[:TITLE_LENGTH],
        pattern.say("en").replace("{services}", names["en"])[:TITLE_LENGTH],
    )


def _free_slug(services: Collection[Service]) -> str:
    """Return a slug that no sibling has, made from the key of the first service."""
    first = next(iter(services))
    wanted = slugify(first.key.replace("_", "-")) or "concept"
    slug, number = wanted, 1
    while not Page._slug_is_available(slug, first.group):
        number += 1
        slug = f"{wanted}-{number}"
    return slug
