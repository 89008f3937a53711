"""From an address to the page that readers find there; two queries, Wagtail takes two a step."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageLogEntry, Site

from ..models import ConceptPage, ServiceGroupPage
from ..models.titles import BilingualTitle

_FIELDS = ("title", "path", "depth", "slug", "url_path", "content_type")


def page_at(request: HttpRequest, address: str) -> Page | None:
    """Return the live page at an address, with what readers are shown of it, or None."""
    whole = f"{_root_of(request)}{address}"
    slug = whole.rstrip("/").rpartition("/")[2]  # there is an index of slugs, none of addresses
    pages = Page.objects.filter(slug=slug, url_path=whole, live=True)
    found = pages.values_list("pk", "content_type").first()
    if found is None:
        return None
    kind: Any = ContentType.objects.get_for_id(found[1]).model_class()
    return _of_kind(kind).get(pk=found[0])


def moved_from(request: HttpRequest, address: str) -> ConceptPage | None:
    """Return the concept that had an address until its service moved to another group, or None.

    Bookmarks, mails and printed files still name it; the history of pages knows.
    """
    above, _slash, slug = address.rstrip("/").rpartition("/")
    group = page_at(request, f"{above}/")
    if not isinstance(group, ServiceGroupPage):
        return None
    moves = PageLogEntry.objects.filter(
        action="wagtail.move", page__slug=slug, data__source__id=group.pk
    )
    last = moves.order_by("timestamp").values_list("page", flat=True).last()
    found: ConceptPage | None = _of_kind(ConceptPage).filter(pk=last, live=True).first()
    return found


def _root_of(request: HttpRequest) -> str:
    """Return what Wagtail puts before all addresses of a site; it keeps that in its cache."""
    roots = Site.get_site_root_paths()
    if len(roots) == 1:
        return str(roots[0].root_path)
    site = Site.find_for_request(request)
    return site.root_page.url_path if site else "/"


def _of_kind(kind: type[Page]) -> QuerySet[Page]:
    """Return the pages of a kind, without the answers, which readers see from releases only."""
    pages: QuerySet[Page] = kind._default_manager.all()
    if kind is ConceptPage:
        return pages.select_related("lifecycle").only(*_FIELDS, "title_en", "lifecycle")
    return pages.only(*_FIELDS, "title_en") if issubclass(kind, BilingualTitle) else pages
