"""The lists that Wagtail's scripts ask for: a search that makes no sense is a wrong request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.utils import BadRequestError

OPERATORS = ("and", "or")


def refuse_senseless_searches() -> None:
    """Answer 400 where Wagtail's lists fail: to unknown operators, NUL, and filters of the found.

    Filters of the admin come after the search, and what was searched cannot be filtered; once the
    search is last, it says itself which of them it cannot do.
    """
    SearchFilter.filter_queryset = _refusing(SearchFilter.filter_queryset)
    PagesAdminAPIViewSet.filter_backends = sorted(
        PagesAdminAPIViewSet.filter_backends, key=lambda backend: backend is SearchFilter
    )


def _refusing(searched: Callable[..., Any]) -> Callable[..., Any]:
    """Return what searches, and what looks at the request before."""

    def filter_queryset(backend: Any, request: Any, queryset: Any, view: Any) -> Any:
        operator = request.GET.get("search_operator") or OPERATORS[0]
        if operator not in OPERATORS:
            raise BadRequestError(f"search_operator must be one of {', '.join(OPERATORS)}")
        if "\0" in request.GET.get("search", ""):
            raise BadRequestError("null characters are not allowed in search")
        return searched(backend, request, queryset, view)

    return filter_queryset
