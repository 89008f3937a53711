"""The open sessions of whoever is signed in, each with a way to end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..access.reader import Reader
from ..actions.sessions import end_session, end_sessions
from ..queries.sessions import sessions_of
from .respond import respond


def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions, and end one of them or all but this one."""
    this = request.session.session_key
    if request.method == "POST":
        _end(request, this)
        return redirect("concept_pages:sessions")
    context = {"sessions": sessions_of(request.user, this=this)}
    return respond(request, Reader(request.user), "sessions.html", context)


def _end(request: HttpRequest, this: str | None) -> None:
    wanted = request.POST.get("end", "")
    if wanted == "others":
        ended = end_sessions(of=request.user, by=request.user, but=this)
        messages.success(request, sentence_of(ended))
    elif wanted.isdecimal() and end_session(int(wanted), of=request.user, by=request.user):
        messages.success(request, _("The session was ended."))
    else:
        messages.info(request, _("This session had ended already."))


def sentence_of(ended: int) -> str:
    """Return how many sessions were ended."""
    if not ended:
        return _("There was no session to end.")
    return ngettext(
        "%(sessions)s session was ended.", "%(sessions)s sessions were ended.", ended
    ) % {"sessions": ended}
