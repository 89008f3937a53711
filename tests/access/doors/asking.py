"""Knocks at a door over HTTP, and says whether it opened, what it told and what it wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from workflows.models import Submission

from .cast import Member
from .door import Door, Thing
from .rules import NOBODY
from .scene import BACKEND, Scene

OPEN, CLOSED = "open", "closed"

NOISE = frozenset(
    {
        "django_session",
        "concept_pages_opensession",
        "concept_pages_auditentry",
        "wagtailadmin_editingsession",
        "wagtailusers_userprofile",
        "auth_user",  # the time of the last visit
        "wagtailcore_pagesubscription",  # who wants mails about comments
    }
)
"""Tables that a refusal may write into: who came, and that she was refused."""

REFUSALS = frozenset({200, 400, 403, 404, 405, 409, 410})
"""With these a closed door answers; 200 is a page that does not show the thing."""

WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
POINT = re.compile(r'\s*(ROLLBACK TO SAVEPOINT|SAVEPOINT)\s+"?(\w+)"?', re.I)


@dataclass
class Written:
    """The tables that were written into, in order; what was rolled back is forgotten."""

    tables: list[str] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        """Look at a statement on its way to the database."""
        if found := WRITING.match(sql):
            self.tables.append(found[1])
        elif found := POINT.match(sql):
            if found[1].upper() == "SAVEPOINT":
                self.points[found[2]] = len(self.tables)
            else:
                del self.tables[self.points[found[2]] :]
        return execute(sql, *args)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str
    told: bool
    written: frozenset[str]


class Browser(Client):
    """Django's test client without what it collects about templates: that costs a third."""

    def request(self, **request: Any) -> Any:
        """Return the answer to a request, be it an error."""
        return self.handler(self._base_environ(**request))


class Visitor:
    """The browser of one person of the cast."""

    def __init__(self, member: Member, scene: Scene) -> None:
        self.member = member
        self.user = member.enter(scene.groups)
        self.client = Browser(raise_request_exception=False, headers={"accept-language": "en"})
        if self.user is not None:
            self.client.force_login(self.user, backend=BACKEND)
        self.cookies = self.client.cookies.output(header="", sep=";")
        hidden = [word for word, (place, rule) in scene.words.items()
                  if not rule.allows(member, place)]  # fmt: skip
        self.hidden = re.compile("|".join(hidden)) if hidden else None

    def knock(self, door: Door, thing: Thing) -> Answer:
        """Ask once; whatever happened is undone."""
        with transaction.atomic():
            answer = self._ask(door, thing)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        return answer

    def _ask(self, door: Door, thing: Thing) -> Answer:
        if door.four_eyes and self.user is not None:
            Submission.objects.filter(lifecycle__page=thing.it).update(submitted_by=self.user)
        address, data = reverse(door.url, args=door.args(thing)), door.data(thing)
        if query := door.query(thing):
            address = f"{address}?{urlencode(query)}"
        headers = {"accept": "application/json"} if door.json else {}
        written = Written()
        with connection.execute_wrapper(written):
            ask = self.client.get if door.method == "get" else self.client.post
            response: Any = ask(address, data, headers=headers)
            streamed = response.streaming
            body = b"".join(response.streaming_content) if streamed else response.content
        return Answer(
            response.status_code,
            body.decode("utf-8", "replace"),
            response.headers.get("Location", ""),
            "messages" in response.cookies or "messages" in self._session(response),
            frozenset(written.tables) - (NOISE - {door.writes}),
        )

    def _session(self, response: Any) -> str:
        session = getattr(response.wsgi_request, "session", None)
        return " ".join(session.keys()) if session is not None else ""

    def leaks(self, answer: Answer) -> set[str]:
        """Return the words that the person must not be told, and was."""
        return set(self.hidden.findall(answer.text)) if self.hidden else set()


def verdict(door: Door, thing: Thing, answer: Answer) -> str:
    """Return whether a door opened, was closed, or what was wrong with its answer."""
    if answer.status >= 500:
        return f"error {answer.status}"
    if door.never in answer.written:
        return f"wrote into {door.never}"
    if _opened(door, thing, answer):
        return OPEN
    if answer.written:
        return f"{answer.status}, closed, but wrote into {sorted(answer.written)}"
    if answer.status in (301, 302):
        turned = bool(door.turns) and answer.location.startswith(door.turns)
        polite = answer.told or turned or "login" in answer.location or door.opens is NOBODY
        return CLOSED if polite else f"leads to {answer.location} without a word"
    return CLOSED if answer.status in REFUSALS else f"answers {answer.status}"


def _opened(door: Door, thing: Thing, answer: Answer) -> bool:
    if door.writes:
        return door.writes in answer.written
    if door.leads:
        arrived = door.method == "get" and answer.status == 200
        led = answer.status == 302 and answer.location.startswith(door.leads)
        asks_who = "login" in answer.location and "login" not in door.leads
        refused = asks_who or (door.silent and answer.told)
        return arrived or (led and not refused)
    if door.method == "post" and door.opens is NOBODY:
        return bool(answer.written)
    return answer.status == 200 and (door.shows is None or door.shows(thing) in answer.text)
