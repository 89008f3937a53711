"""The search page: what was asked, where to look, what was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from workflows.words import quoted

from ..access.reader import Reader
from ..queries.search.find import Results, find
from ..queries.search.query import LONGEST_QUERY, MOST_TERMS, SHORTEST_WORD, Problem, parse
from .language import screen_language
from .respond import respond


def search(request: HttpRequest) -> HttpResponse:
    """Show a page of results; nothing a person types makes it fail."""
    reader = Reader(request.user)
    group = request.GET.get("group", "")
    parked = request.GET.get("parked") == "1"
    results = find(
        reader,
        parse(request.GET.get("q", ""), parked=parked),
        group=group,
        page=_number(request.GET.get("page", "")),
        language=screen_language(),
    )
    kept = {"parked": "1"} if parked else {}
    return respond(
        request,
        reader,
        "search.html",
        {
            "results": results,
            "query": results.query.text,
            "group": group,
            "parked": parked,
            "notice": _notice(results),
            "keep": urlencode({"q": results.query.text, "group": group, **kept}) + "&",
        },
    )


def _notice(results: Results) -> str:
    """Return what to tell a person about the query itself."""
    match results.query.problem:
        case Problem.NO_WORDS:
            return _("There is no letter and no digit to look for.")
        case Problem.TOO_SHORT:
            return _("Please type at least %(count)d letters or digits.") % {"count": SHORTEST_WORD}
    if results.query.shortened:
        return _(
            "That was a lot: only the first %(words)d words, up to %(letters)d characters, were"
            " looked for."
        ) % {"words": MOST_TERMS, "letters": LONGEST_QUERY}
    if results.crowded:
        return _(
            "%(words)s: this stands inside too many words, so only words that begin with it were"
            " looked for. One more letter may help."
        ) % {"words": ", ".join(map(quoted, results.crowded))}
    return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
