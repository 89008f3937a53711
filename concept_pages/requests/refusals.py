"""Writes down what was refused to whom, whichever door refused it and however it said so.

The house refuses in four ways: with 403; with 404 where not even the existence is told (`Hidden`);
with a message and a way back, as Wagtail's admin does; and with a `Denial` from an action, which
the view may answer as it likes: above a form, on a list, as JSON. What is refused for another
reason, such as four eyes or an answer that is missing, is no attempt at more than one may.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from workflows.errors import Frozen, gather_denials
from workflows.row_numbers import row_numbers

from ..actions.audit import record
from ..models import AuditEntry
from .missing_right import missing_right, tell_right

ONE_LINE_FOR = timedelta(minutes=1)
"""Who tries the same again in the same place within this time adds no line: a script could fill
the log."""

_WAGTAIL_SAYS = "Sorry, you do not have permission to access this area."
"""With this message `wagtail.admin.auth.permission_denied` refuses; Wagtail translates it."""

_NOTED = "_secdoc_refusal"

MOST_NAMES = 5
"""So many things are named that somebody may not touch."""

logger = logging.getLogger(__name__)


class Hidden(Http404):
    """Something exists, but the person may not know; she gets the page of what does not exist."""

    def __init__(self, about: Any) -> None:
        super().__init__()
        self.about = str(about)


def hidden(request: HttpRequest, about: Any) -> Hidden:
    """Note that something is hidden from whoever asks, and return what is to be raised.

    Wagtail's admin answers a 404 itself, so no middleware hears of what was raised below it.
    """
    reason = Hidden(about)
    _note_hidden(getattr(request, _NOTED, None) or Refusal(), reason)
    return reason


@dataclass
class Refusal:
    """What is noted while a request is answered; `reached` says that a view of ours was asked."""

    reached: bool = False
    refused: bool = False
    about: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def note_refusal(request: HttpRequest, reason: str, *, right: str = "") -> None:
    """Note that a view refuses by itself, without an action that would have said so."""
    refusal: Refusal = getattr(request, _NOTED, None) or Refusal()
    _note(refusal, reason, right)


def note_choices(request: HttpRequest, form: BaseForm) -> None:
    """Note that somebody has chosen what there is, but what a form does not offer her."""
    for name, field_ in form.fields.items():
        if isinstance(field_, ModelChoiceField) and form.has_error(name, "invalid_choice"):
            sent = field_.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            keys = sent if isinstance(sent, list) else [sent]
            everything: Any = field_.queryset.model._default_manager  # type: ignore[union-attr]
            there = everything.filter(pk__in=row_numbers(map(str, keys)))
            if names := [str(thing) for thing in there[:MOST_NAMES]]:
                note_refusal(request, f"{form[name].label}: {', '.join(names)}")


def note_left_out(request: HttpRequest, things: Collection[Any]) -> None:
    """Note what Wagtail leaves out without a word where something is done to several things."""
    if things:
        names = [str(thing) for thing in things][:MOST_NAMES]
        note_refusal(request, ", ".join(names))


class RefusalLogMiddleware:
    """Adds one line to the audit log for each request in which a right was missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and look at what it was answered."""
        refusal = Refusal()
        setattr(request, _NOTED, refusal)
        with gather_denials() as denials:
            response = self.get_response(request)
        if denials:
            # Others only followed from the first one.
            _note(refusal, str(denials[0]), denials[0].right)
        if request.user.is_authenticated and _is_refused(request, response, refusal):
            if right := refusal.detail.get("right") or missing_right(request):
                refusal.detail["right"] = right
            if _leads_home(response) and _was_told(request):
                tell_right(request, right)
            _write_down(request, refusal)
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Note that the request gets as far as a view: a missing CSRF token is no missing right."""
        getattr(request, _NOTED).reached = True

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Note why a view refuses; others answer it."""
        refusal: Refusal = getattr(request, _NOTED)
        if isinstance(error, Hidden):
            _note_hidden(refusal, error)
        elif isinstance(error, PermissionDenied) and not isinstance(error, Frozen):
            refusal.refused = True
            if str(error):
                refusal.detail["reason"] = str(error)


def _note(refusal: Refusal, reason: str, right: str) -> None:
    refusal.refused = True
    refusal.detail["reason"] = reason
    if right:
        refusal.detail["right"] = right


def _note_hidden(refusal: Refusal, error: Hidden) -> None:
    refusal.refused, refusal.about = True, error.about


def _is_refused(request: HttpRequest, response: HttpResponse, refusal: Refusal) -> bool:
    if refusal.refused:
        return True
    if response.status_code == 403:
        return refusal.reached
    if _target(response) == resolve_url("wagtailadmin_login"):
        return True  # somebody who is signed in, but not let into the admin
    return _leads_home(response) and _was_told(request)


def _leads_home(response: HttpResponse) -> bool:
    return _target(response) == reverse("wagtailadmin_home")


def _target(response: HttpResponse) -> str:
    is_redirect = response.status_code == 302
    return response.headers.get("Location", "").partition("?")[0] if is_redirect else ""


def _was_told(request: HttpRequest) -> bool:
    """Return whether Wagtail leaves the message with which it refuses, without taking it away."""
    waiting: Any = get_messages(request)
    try:
        errors = [str(one.message) for one in waiting if one.level == ERROR]
        return any(told in error for told in _wagtails_words() for error in errors)
    finally:
        waiting.used = False


@cache
def _wagtails_words() -> tuple[str, ...]:
    """Return the sentence in every language: the admin may speak another than the request."""
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(gettext(_WAGTAIL_SAYS))
    return tuple(said)


def _write_down(request: HttpRequest, refusal: Refusal) -> None:
    """Add the line. The answer goes out whatever happens to the log; the server's log tells."""
    detail = {"path": request.path[:500], "method": str(request.method), **refusal.detail}
    try:
        with transaction.atomic():
            if not _is_repeated(request, detail):
                record(
                    AuditEntry.Event.DENIED,
                    by=request.user,
                    about=refusal.about,
                    detail=detail,
                    refused=True,
                )
    except Exception:
        logger.exception("A refusal could not be written to the audit log: %s", request.path)


def _is_repeated(request: HttpRequest, detail: dict[str, Any]) -> bool:
    by: Any = getattr(request.user, "seer", None) or request.user
    lately = AuditEntry.objects.filter(
        event=AuditEntry.Event.DENIED,
        by_id=by.pk,
        at__gt=timezone.now() - ONE_LINE_FOR,
        detail__path=detail["path"],
        detail__method=detail["method"],
    )
    right = detail.get("right")
    return any(kept.get("right") == right for kept in lately.values_list("detail", flat=True))
