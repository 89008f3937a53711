"""From a table of a spreadsheet program (CSV) to a catalogue, with the row of all that is wrong.

One row a service; rows of the kinds `group` and `department` stand in the same table. A column that
is missing leaves what it would say as it is. Texts that a spreadsheet would take for a formula are
written with an apostrophe before them, and read without it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..definition import reading
from ..definition.catalogue import (
    OPTIONAL,
    REQUIRED,
    Catalogue,
    Entry,
    GroupEntry,
    ServiceEntry,
)
from ..definition.elements import Text
from ..definition.problems import Message, Problem, gettext_noop
from ..definition.reading import Place, TooLarge
from .catalogue_problems import PartlyWrong
from .table_cells import armed
from .yaml_file import MAX_BYTES, FileError

COLUMNS = (
    "kind", "key", "name_de", "name_en", "group", "department", "requires", "optional", "retired",
    "comment",
)  # fmt: skip
DEPARTMENT, GROUP, SERVICE = KINDS = ("department", "group", "service")
_LISTS = {DEPARTMENT: "departments", GROUP: "groups", SERVICE: "services"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin: .xlsx and .ods, and the older .xls."""
_YES = frozenset({"yes", "ja", "true", "wahr", "1", "x"})
_NO = frozenset({"", "no", "nein", "false", "falsch", "0"})


@dataclass(frozen=True)
class Table:
    """A catalogue that was read from a table, and in which row each entry stands."""

    catalogue: Catalogue
    rows: Mapping[str, int] = field(default_factory=dict)

    def located(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return problems with the row of the entry that they are about."""
        return tuple(
            problem
            if problem.line
            else replace(problem, line=self.rows.get(_entry_of(problem.where), 0))
            for problem in problems
        )


def decoded(source: bytes) -> str:
    """Return the text of a table: UTF-8 with or without its mark, UTF-16, or Windows-1252.

    Raises:
        FileError: it is too large, or no text.
    """
    if len(source) > MAX_BYTES:
        raise _refuse(
            gettext_noop("The file is too large: at most %(most)d MB are read."),
            most=MAX_BYTES // (1024 * 1024),
        )
    if source.startswith(_WORKBOOKS):
        raise _refuse(
            gettext_noop(
                "This is a file of a spreadsheet program itself. Save the table there as “CSV "
                "(UTF-8)” and choose that file."
            )
        )
    wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refuse(gettext_noop("The file is no text. Save the table as CSV."))


def read_table(source: bytes) -> Table:
    """Return what a table says.

    Raises:
        FileError: it is no table of a catalogue.
        PartlyWrong: with everything that is wrong with it, row by row.
    """
    text = decoded(source)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        listed = list(rows)
    except csv.Error as error:
        raise _refuse(
            gettext_noop("A quotation mark is not closed, or a cell is too long."),
            line=rows.line_num,
        ) from error
    return _Reading().read(listed)


class _Reading:
    """Goes through the rows once and notes what is wrong."""

    def __init__(self) -> None:
        self.log = Place()
        self.problems: list[Problem] = []
        self.entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        self.rows: dict[str, int] = {}

    def read(self, listed: list[list[str]]) -> Table:
        head = [cell.strip().casefold() for cell in listed[0]] if listed else []
        if "key" not in head:
            raise _refuse(
                gettext_noop("The first row must name the columns; “key” is missing."), line=1
            )
        for name in head:
            if name and (name not in COLUMNS or head.count(name) > 1):
                text = gettext_noop("The column “%(name)s” is not known, or there twice.")
                raise _refuse(text, line=1, name=reading.spelled(name))
        try:
            for number, cells in enumerate(listed[1:], start=2):
                if any(cell.strip() for cell in cells):
                    self._row(number, head, cells)
        except TooLarge:
            self._collect(0)
            raise FileError(tuple(self.problems)) from None
        catalogue = Catalogue(
            departments=tuple(self.entries[DEPARTMENT].values()),
            groups=tuple(self.entries[GROUP].values()),  # type: ignore[arg-type] # see _entry
            services=tuple(self.entries[SERVICE].values()),  # type: ignore[arg-type]
        )
        table = Table(catalogue, self.rows)
        if self.problems:
            raise PartlyWrong(tuple(self.problems), catalogue, table.located)
        return table

    def _row(self, number: int, head: list[str], cells: list[str]) -> None:
        given = {name: armed(cell.strip()) for name, cell in zip(head, cells, strict=False) if name}
        place = self.log.element(given.get("key") or str(number))
        place.count()
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            place.bad(gettext_noop("This row has more cells than there are columns."))
        kind = given.get("kind", "").casefold() or SERVICE
        if kind not in KINDS:
            place.below("kind").bad(
                gettext_noop("“%(found)s” is no kind: use %(kinds)s."),
                found=reading.spelled(given["kind"]),
                kinds=", ".join(KINDS),
            )
            kind = SERVICE
        entry = _entry(place, kind, given)
        if entry.key in self.entries[kind]:
            place.bad(gettext_noop("The key “%(key)s” is there twice."), key=entry.key)
        if entry.key:
            self.entries[kind][entry.key] = entry
            self.rows[f"{_LISTS[kind]} / {entry.key}"] = number
        self._collect(number)

    def _collect(self, number: int) -> None:
        """Take over what was noted since the last row, with the number of this one."""
        found = self.log.problems[len(self.problems) :]
        self.problems += [replace(problem, line=number) for problem in found]


def _entry(place: Place, kind: str, given: Mapping[str, str]) -> Entry:
    key = reading.key(place, given.get("key") or None)
    name = Text(given.get("name_de", ""), given.get("name_en", ""))
    comment = _lines(given["comment"]) if "comment" in given else None
    if kind == DEPARTMENT:
        return Entry(key, name)
    if kind == GROUP:
        return GroupEntry(key, name, comment)
    return ServiceEntry(
        key,
        name,
        group=given.get("group") or None,
        department=given.get("department"),
        needs=_needs(place, given),
        comment=comment,
        retired=_flag(place, given["retired"]) if "retired" in given else None,
    )


def _needs(place: Place, given: Mapping[str, str]) -> frozenset[tuple[str, str]] | None:
    """Return the dependencies; None where the table has no column for them."""
    if "requires" not in given and "optional" not in given:
        return None
    found: list[tuple[str, str]] = []
    for column, kind in (("requires", REQUIRED), ("optional", OPTIONAL)):
        keys = [key for key in re.split(r"[\s,;|]+", given.get(column, "")) if key]
        for key in keys:
            if not reading.key(place.below(column), key):
                continue
            if key in {known for known, _kind in found}:
                place.below(column).bad(
                    gettext_noop("The service “%(key)s” is named twice."), key=key
                )
            found.append((key, kind))
    return frozenset(found)


def _flag(place: Place, text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        place.below("retired").bad(
            gettext_noop("Expected yes or no, found “%(found)s”."), found=reading.spelled(text)
        )
    return word in _YES


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """Return what divides the cells of the first row."""
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(";,\t", key=head.count)


def _entry_of(where: str) -> str:
    return " / ".join(where.split(" / ")[:2])


def _refuse(text: str, *, line: int = 0, **values: object) -> FileError:
    return FileError((Problem("", Message(text, values), line=line),))
