"""Where readers start: search in front, the service groups, and what was released last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..access.reader import Reader
from ..models import HomePage
from ..queries.tree import branches, name_of, newest
from .language import screen_language
from .respond import respond

NEWEST = 8


def landing(request: HttpRequest, page: HomePage) -> HttpResponse:
    """Show what a reader can do here; six queries beside those for the person."""
    reader = Reader(request.user)
    language = screen_language()
    return respond(
        request,
        reader,
        "landing.html",
        {
            "branches": branches(reader),
            "newest": [
                (concept, name_of(concept).say(language)) for concept in newest(reader, NEWEST)
            ],
        },
    )
