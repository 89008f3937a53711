"""Measures one thing after the other through Django's test client, and prints a table."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from . import catalogue, data, groups, large, steps

CALIBRATION_ROUNDS = 60_000


@dataclass(frozen=True)
class Result:
    """How long one thing took, and how often it asked the database.

    `work` is the time that our process computed: other work on the machine does not change it, but
    the time that PostgreSQL spent is missing in it.
    """

    name: str
    times: tuple[float, ...]
    work: tuple[float, ...]
    queries: int
    size: int

    @property
    def line(self) -> str:
        """The result as a row of the table."""
        p95 = sorted(self.times)[max(0, round(len(self.times) * 0.95) - 1)]
        return row(
            self.name,
            f"{statistics.median(self.times):.1f}",
            f"{p95:.1f}",
            f"{statistics.median(self.work):.1f}",
            str(self.queries),
            f"{self.size / 1024:.1f}",
        )


def row(name: str, *cells: str) -> str:
    """Return a row of the table."""
    return f"| {name:<40} | " + " | ".join(f"{cell:>8}" for cell in cells) + " |"


def measure(services: int, requests: int) -> str:
    """Fill the database, measure, and return the report."""
    started = time.perf_counter()
    people = data.build(services)
    large.build(people)
    groups.build(people)
    built = time.perf_counter() - started
    call_command("check_integrity", stdout=StringIO())
    _settle()
    found = list(results((*steps.STEPS, *groups.STEPS, *large.STEPS), people, requests))
    told = f"{services} services with a released concept each"
    return "\n".join([_report(told, built, found, requests), _compared(found), ""])


def measure_catalogue(services: int, requests: int) -> str:
    """Fill the database with services, measure the screens of the catalogue, return the report."""
    started = time.perf_counter()
    people = catalogue.build(services)
    built = time.perf_counter() - started
    _settle()
    found = list(results(catalogue.STEPS, people, requests))
    return _report(f"{services} services", built, found, requests)


def _report(told: str, built: float, found: list[Result], requests: int) -> str:
    return "\n".join(
        [
            "",
            f"{connection.vendor}, {told} (made in {built:.0f} s), medians of {requests} requests, "
            "warm caches",
            f"calibration: {calibration():.0f} ms for {CALIBRATION_ROUNDS} rounds of JSON",
            "",
            row("what", "ms", "p95 ms", "CPU ms", "queries", "KiB"),
            row("-" * 40, *["-" * 7 + ":"] * 5),
            *(result.line for result in found),
            "",
        ]
    )


def _compared(found: list[Result]) -> str:
    """Say at which screens 300 service groups cost more queries than 2, and at which fewer."""
    queries = {result.name: result.queries for result in found}
    growth = {
        screen: queries[f"{groups.MANY} groups: {screen}"]
        - queries[f"{groups.FEW} groups: {screen}"]
        for screen in groups.SCREENS
    }
    more = [f"{screen} (+{by})" for screen, by in growth.items() if by > 0]
    fewer = [f"{screen} ({by})" for screen, by in growth.items() if by < 0]
    told = (
        f"MORE queries for {groups.MANY} groups: {', '.join(more)}"
        if more
        else (f"no screen costs more queries for {groups.MANY} groups than for {groups.FEW}")
    )
    return f"{told}; fewer: {', '.join(fewer)}" if fewer else told


def calibration() -> float:
    """Return the milliseconds of a fixed piece of work, so that runs can be compared."""
    sample = {"key": "value", "list": list(range(20)), "text": "SecDoc " * 10}
    started = time.perf_counter()
    for _round in range(CALIBRATION_ROUNDS):
        json.loads(json.dumps(sample))
    return (time.perf_counter() - started) * 1000


def results(asked: Iterable[steps.Step], people: data.People, requests: int) -> Iterator[Result]:
    """Yield the results of steps."""
    for step in asked:
        client = Client(headers={"accept-language": "de"})
        client.force_login(getattr(people, step.who), steps.BACKEND)
        yield _result(step, step.prepare(client, people), requests)


def _result(step: steps.Step, act: Callable[[int], bytes], requests: int) -> Result:
    cache.clear()
    if not step.first:
        for number in range(3):
            act(number)
    times, work = [], []
    for number in range(requests):
        started, worked = time.perf_counter(), time.process_time()
        content = act(number)
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    with CaptureQueriesContext(connection) as captured:
        act(requests)
    return Result(step.name, tuple(times), tuple(work), len(captured), len(content))


def _settle() -> None:
    """Let the database take stock of what was written, as it does by itself over night."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
