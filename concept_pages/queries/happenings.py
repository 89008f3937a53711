"""What happened: the audit log and the log of moves of pages, read as one, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import BooleanField, Q, QuerySet, Value
from django.utils import timezone

from workflows.models import TransitionLog

from ..models import AuditEntry

MOVES = "page"
"""The topic of what stands in the log of moves; those of the audit log stand in its events."""

READ_AT_ONCE = 1_000

FIRST_DAY, LAST_DAY = date.min + timedelta(days=1), date.max - timedelta(days=1)
"""Between these, midnight is a moment in every time zone; nothing happened before or after."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty narrows nothing down."""

    topic: str = ""
    event: str = ""
    person: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None
    refused: bool = False


@dataclass(frozen=True)
class Happening:
    """What a line says, whichever of the two logs it comes from; the same in every language.

    As whose deputy somebody acted stands in the `detail`.
    """

    at: datetime
    event: str
    by: str
    about: str
    detail: dict[str, Any]
    address: str | None
    refused: bool


def happening(line: AuditEntry | TransitionLog) -> Happening:
    """Return what a line says."""
    if isinstance(line, TransitionLog):
        return _happening_of_move(line)
    said = (line.event, line.by_name, line.about, line.detail, line.address, line.refused)
    return Happening(line.at, *said)


def _happening_of_move(line: TransitionLog) -> Happening:
    detail: dict[str, Any] = {"page": line.page_id, "from": line.source, "to": line.target}
    if line.release:
        detail["release"] = line.release.number
    if line.comment:
        detail["comment"] = line.comment
    if line.for_name:
        detail["deputy_of"] = [line.for_name]
    event = f"{MOVES}.{line.move}"
    return Happening(line.at, event, line.by_name, line.page_title, detail, None, refused=False)


def happened(wanted: Wanted) -> QuerySet[Any, dict[str, Any]]:
    """Return where to find each line, the newest first; `load` fetches the lines themselves.

    Each half is narrowed down and sorted by its own index, so a page costs the same whether there
    are a thousand lines or a million.
    """
    entries = _where_to_find(_entries(wanted), is_move=False)
    moves = _where_to_find(_moves(wanted), is_move=True)
    return entries.union(moves, all=True).order_by("-at", "-pk")


def load(found: Iterable[dict[str, Any]]) -> list[AuditEntry | TransitionLog]:
    """Return the lines in the order in which they were found, in two queries."""
    places = list(found)
    keys: dict[bool, list[int]] = {False: [], True: []}
    for place in places:
        keys[bool(place["is_move"])].append(place["pk"])
    entries = AuditEntry.objects.select_related("by").in_bulk(keys[False])
    moves = TransitionLog.objects.select_related("by", "release").in_bulk(keys[True])
    lines = ((moves if one["is_move"] else entries).get(one["pk"]) for one in places)
    return [line for line in lines if line is not None]


def load_all(found: QuerySet[Any, dict[str, Any]]) -> Iterator[AuditEntry | TransitionLog]:
    """Yield all lines, so many at once that neither the memory nor the database is strained."""
    places = found.iterator(chunk_size=READ_AT_ONCE)
    while some := list(islice(places, READ_AT_ONCE)):
        yield from load(some)


def stamp(at: datetime) -> str:
    """Return a moment as files say it: in the time zone of the installation, with its offset."""
    return timezone.localtime(at, timezone.get_default_timezone()).isoformat(timespec="seconds")


def _where_to_find(rows: QuerySet[Any], *, is_move: bool) -> QuerySet[Any, dict[str, Any]]:
    marked = rows.order_by().annotate(is_move=Value(is_move, output_field=BooleanField()))
    return marked.values("pk", "at", "is_move")


def _entries(wanted: Wanted) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.filter(_period(wanted))
    if wanted.topic:
        found = found.filter(event__startswith=f"{wanted.topic}.")
    if wanted.event:
        found = found.filter(event=wanted.event)
    if wanted.person:
        found = found.filter(Q(by_name__icontains=wanted.person) | _acting_for(wanted.person))
    if wanted.about:
        found = found.filter(about__icontains=wanted.about)
    return found.filter(refused=True) if wanted.refused else found


def _acting_for(person: str) -> Q:
    """Return the condition that somebody acted as the deputy of a person.

    The names are a list in JSON, which SQLite keeps with escaped letters.
    """
    escaped = json.dumps(person)[1:-1]
    return Q(detail__deputy_of__icontains=person) | Q(detail__deputy_of__icontains=escaped)


def _moves(wanted: Wanted) -> QuerySet[TransitionLog]:
    if wanted.refused or wanted.topic not in ("", MOVES):
        return TransitionLog.objects.none()
    found = TransitionLog.objects.filter(_period(wanted))
    if wanted.event:
        topic, _point, move = wanted.event.partition(".")
        found = found.filter(move=move) if topic == MOVES else found.none()
    if wanted.person:
        person = wanted.person
        found = found.filter(Q(by_name__icontains=person) | Q(for_name__icontains=person))
    if wanted.about:
        found = found.filter(page_title__icontains=wanted.about)
    return found


def _period(wanted: Wanted) -> Q:
    """Return the condition of the days from `since` to `until`, both included."""
    period = Q()
    if wanted.since:
        period &= Q(at__gte=_midnight(max(wanted.since, FIRST_DAY)))
    if wanted.until:
        period &= Q(at__lt=_midnight(min(wanted.until, LAST_DAY) + timedelta(days=1)))
    return period


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
