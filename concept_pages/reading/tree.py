"""The tree: every service group with its services, or one of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..access.reader import Reader
from ..models import ConceptIndexPage, ServiceGroupPage
from ..queries.tree import Branch, branches, concepts_without_service, leaves, services_to_read
from ..requests.refusals import Hidden
from .respond import respond

MOST_SERVICES = 400
"""Up to here the whole tree is shown at once; beyond, each service group opens on its own page."""

SERVICES_ON_A_PAGE = 200


def to_tree(request: HttpRequest) -> HttpResponse:
    """Lead to the tree, wherever its page has been put."""
    page = ConceptIndexPage.objects.first()
    return redirect(page.get_url(request) if page else "/")


def tree(request: HttpRequest, page: ConceptIndexPage) -> HttpResponse:
    """Show all service groups of a reader with their services."""
    reader = Reader(request.user)
    found = branches(reader)
    whole = sum(one.concepts + (one.gaps or 0) for one in found) <= MOST_SERVICES
    context: dict[str, Any] = {"page": page, "branches": [(branch, []) for branch in found]}
    if whole:
        context["branches"] = _with_leaves(reader, found)
    return respond(request, reader, "tree.html", context | {"whole": whole})


def _with_leaves(reader: Reader, found: list[Branch]) -> list[tuple[Branch, list[Any]]]:
    groups = [branch.group for branch in found]
    orphans = concepts_without_service(reader, groups)
    group_of_path = {group.path: group.pk for group in groups}
    placed: dict[int, list[Any]] = {group.pk: [] for group in groups}
    for leaf in leaves(reader, services_to_read(reader, groups), orphans):
        if leaf.service:
            placed[leaf.service.group_id].append(leaf)
        elif leaf.concept:
            placed[group_of_path[leaf.concept.path[: -leaf.concept.steplen]]].append(leaf)
    return [(branch, placed[branch.group.pk]) for branch in found]


def branch(request: HttpRequest, page: ServiceGroupPage) -> HttpResponse:
    """Show one service group with its services.

    Raises:
        Hidden: the reader may not read here, and is not told that there is such a group.
    """
    reader = Reader(request.user)
    if not reader.may_read(page):
        raise Hidden(page.title)
    pages = Paginator(services_to_read(reader, [page]), SERVICES_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    orphans = () if shown.has_next() else concepts_without_service(reader, [page])
    return respond(
        request,
        reader,
        "branch.html",
        {"page": page, "shown": shown, "leaves": leaves(reader, shown, orphans)},
    )
