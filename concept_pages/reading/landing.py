"""Where readers start: search in front, the service groups, and what was released last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..access.reader import Reader
from ..models import HomePage
from ..queries.tree import branches, newest
from .respond import respond

NEWEST = 8


def landing(request: HttpRequest, page: HomePage) -> HttpResponse:
    """Show what a reader can do here; five queries beside those for the person."""
    reader = Reader(request.user)
    return respond(
        request,
        reader,
        "landing.html",
        {"branches": branches(reader), "newest": newest(reader, NEWEST)},
    )
