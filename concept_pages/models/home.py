"""The top of the tree, and the way from an address to a page."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .structure import StructurePage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.url_routing import RouteResult

DEEPEST = 50
"""Nobody nests pages that deeply; a longer address is not worth a question to the database."""


class HomePage(StructurePage, Page):
    """The root of the site; readers start here."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below by its address in two queries; Wagtail takes two for each step.

        Raises:
            Http404: there is no such page, or it is not live.
        """
        if not path_components:
            return super().route(request, path_components)
        page = self._descendant(path_components)
        if page is None:
            raise Http404
        return page.specific.route(request, [])

    def _descendant(self, slugs: list[str]) -> Page | None:
        """Return the page at the end of a line of slugs."""
        if len(slugs) > DEEPEST:
            return None
        steps = [Q(depth=self.depth + n, slug=slug) for n, slug in enumerate(slugs, start=1)]
        on_the_way = Page.objects.filter(reduce(or_, steps), path__startswith=self.path)
        page: Page = self
        for candidate in on_the_way.order_by("depth"):
            if candidate.depth == page.depth + 1 and candidate.path.startswith(page.path):
                page = candidate
        return page if page.depth == self.depth + len(slugs) else None
