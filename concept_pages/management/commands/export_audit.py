"""`manage.py export_audit`: write what happened as CSV, or as one JSON object a line."""

from __future__ import annotations

import csv
import io
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.management.plain import PlainCommand

from ...actions.audit import record
from ...imports.table_cells import defused
from ...models import AuditEntry
from ...queries.happenings import Happening, Wanted, happened, happening, load_all, stamp
from ..files import write_file

COLUMNS = ("at", "event", "by", "about", "detail", "address", "refused")


class Command(PlainCommand):
    """Exports the audit log with the moves of pages, for archives and other programs."""

    help = (
        "Write the audit log, with the moves of pages, the newest entry first. Names of events "
        "and details are the same in every language."
    )
    examples = (
        "--output audit.csv",
        "--since 2026-01-01 --format jsonl --output audit.jsonl",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the first day, the format and the file."""
        parser.add_argument(
            "--since", metavar="DATE", default="", help="first day, such as 2026-01-31"
        )
        parser.add_argument(
            "--format", choices=("csv", "jsonl"), default="csv", help="csv (the default) or jsonl"
        )
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="the file to write instead of the terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say so; without a file, write to the terminal."""
        since = _day(options["since"])
        rows = _Rows(since)
        pieces = _csv(rows) if options["format"] == "csv" else _jsonl(rows)
        output: Path | None = options["output"]
        if output is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
        else:
            write_file(output, (piece.encode() for piece in pieces))
            said = ngettext(
                "%(count)d entry written to %(file)s.",
                "%(count)d entries written to %(file)s.",
                rows.count,
            )
            self.stdout.write(said % {"count": rows.count, "file": output})
        detail = {"command": "export_audit", "format": options["format"].upper()}
        if since:
            detail["since"] = since.isoformat()
        name = output.name if output else "stdout"
        record(AuditEntry.Event.EXPORTED, by=None, about=name, detail=detail)


class _Rows(Iterable[dict[str, Any]]):
    """The log as rows, read while they are written: years of it need not fit into the memory."""

    def __init__(self, since: date | None) -> None:
        self.since = since
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for line in load_all(happened(Wanted(since=self.since))):
            self.count += 1
            yield _row(happening(line))


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise CommandError(
            _("“%(said)s” is no date. Write it like 2026-01-31.") % {"said": said}
        ) from None


def _row(said: Happening) -> dict[str, Any]:
    row = {name: getattr(said, name) for name in COLUMNS}
    return row | {"at": stamp(said.at)}


def _jsonl(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the rows as CSV in which no text starts a formula: people type their user names."""
    yield _csv_line(COLUMNS)
    for row in rows:
        said = {**row, "detail": json.dumps(row["detail"], ensure_ascii=False)}
        cells = (said[column] for column in COLUMNS)
        yield _csv_line(defused(cell) if isinstance(cell, str) else cell for cell in cells)


def _csv_line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
