"""From a catalogue to a file: YAML of the format `services/1`, or a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import yaml

from ..definition.catalogue import OPTIONAL, REQUIRED, Catalogue, Entry, GroupEntry, ServiceEntry
from .catalogue_file import FORMAT
from .catalogue_table import COLUMNS, DEPARTMENT, GROUP, SERVICE
from .table_cells import BOM, defused


def to_yaml(catalogue: Catalogue) -> bytes:
    """Return a catalogue as YAML, one entry a line."""
    lists: dict[str, tuple[Entry, ...]] = {
        "departments": catalogue.departments,
        "groups": catalogue.groups,
        "services": catalogue.services,
    }
    lines = [f"format: {FORMAT}"]
    for name, entries in lists.items():
        lines += ["", f"{name}:" if entries else f"{name}: []"]
        lines += [f"  - {_flow(_as_yaml(entry))}" for entry in entries]
    return ("\n".join(lines) + "\n").encode()


def to_csv(catalogue: Catalogue) -> bytes:
    """Return a catalogue as a table: a row for each department, service group and service."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for kind, entries in (
        (DEPARTMENT, catalogue.departments),
        (GROUP, catalogue.groups),
        (SERVICE, catalogue.services),
    ):
        for entry in entries:
            row = {"kind": kind, **_as_row(entry)}
            rows.writerow([defused(row.get(column, "")) for column in COLUMNS])
    return (BOM + out.getvalue()).encode()


WRITERS: dict[str, Callable[[Catalogue], bytes]] = {"yaml": to_yaml, "csv": to_csv}
"""How a catalogue is written, by the ending of the file."""


def _as_yaml(entry: Entry) -> dict[str, Any]:
    """Return the entries of one line; what is empty is left out, a comment is always said."""
    data: dict[str, Any] = {"key": entry.key, "de": entry.name.de, "en": entry.name.en}
    if isinstance(entry, ServiceEntry):
        data["group"] = entry.group
        if entry.department:
            data["department"] = entry.department
        for name, kind in (("requires", REQUIRED), ("optional", OPTIONAL)):
            if entry.needed(kind):
                data[name] = list(entry.needed(kind))
        data["retired"] = bool(entry.retired)
    if isinstance(entry, GroupEntry | ServiceEntry):
        data["comment"] = entry.comment or ""
    return data


def _as_row(entry: Entry) -> dict[str, str]:
    row = {"key": entry.key, "name_de": entry.name.de, "name_en": entry.name.en}
    if isinstance(entry, ServiceEntry):
        row |= {
            "group": entry.group or "",
            "department": entry.department or "",
            "requires": " ".join(entry.needed(REQUIRED)),
            "optional": " ".join(entry.needed(OPTIONAL)),
            "retired": "yes" if entry.retired else "no",
        }
    if isinstance(entry, GroupEntry | ServiceEntry):
        row["comment"] = entry.comment or ""
    return row


def _flow(data: dict[str, Any]) -> str:
    return yaml.dump(
        data,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000,
        default_flow_style=True,
    ).strip()
