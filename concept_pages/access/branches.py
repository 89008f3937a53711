"""Branches of the page tree as database conditions that stay flat, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr
from django.db.models.lookups import In
from wagtail.models import Page

from .grants import Scope


def pages_in(scope: Scope) -> QuerySet[Any]:
    """Return the pages inside a scope: its service groups and everything below them."""
    pages: QuerySet[Any] = Page.objects.all()
    return pages if scope.everywhere else pages.filter(below(scope.paths))


def below(paths: Iterable[str]) -> Q:
    """Return the condition that a page is one of, or lies below, the pages with these paths.

    One list per length of path instead of one OR branch per path: SQLite refuses a condition with
    1,000 branches, and is slow long before.
    """
    by_length: dict[int, set[str]] = {}
    for path in paths:
        by_length.setdefault(len(path), set()).add(path)
    condition = Q(pk__in=[])
    for length, starts in sorted(by_length.items()):
        condition |= Q(In(Substr(F("path"), 1, length), sorted(starts)))
    return condition


def lines_to(paths: Iterable[str]) -> set[str]:
    """Return the paths of these pages and of every page above them."""
    step = Page.steplen
    return {path[:end] for path in paths for end in range(step, len(path) + 1, step)}


def common_path(paths: Iterable[str]) -> str:
    """Return the path of the lowest page that is, or lies above, all of these pages; or ""."""
    ordered = sorted(paths)
    if not ordered:
        return ""
    first, last = ordered[0], ordered[-1]  # whatever these two share, all between them share
    same = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    return first[: same - same % Page.steplen]
