"""One input for each kind of answer: its HTML, and how its posted field reads and says an answer.

Kinds that a single native control can hold post that control. The others keep their answer as JSON
in one hidden input, which `static/concept_pages/js/concept-editor-*.js` keeps in step with the
controls. The same HTML without a name is a cell of a table.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..definition.elements import AnswerType, Definition, Field
from ..definition.emptiness import is_blank, is_empty_row
from .spelling import AS_TYPED, SPELLINGS, tidy

TEMPLATES = "concept_pages/admin/concept_widgets"
RADIOS_UP_TO = 7
"""A choice with more options than this is a select: a long list of radios is hard to scan."""

ROOM_FOR_A_GRID = 45
"""A table whose columns ask for more room (in letters, roughly) shows each row as a card."""

LONG = 11
PRESET = 11


class AnswerWidget(forms.Widget):
    """The input of one question or table column: a line of text, and the base of the others."""

    kind = "text"
    template = "text.html"

    def __init__(self, field: Field, definition: Definition, language: str) -> None:
        super().__init__()
        self.field = field
        self.definition = definition
        self.language = language
        self.spelling = SPELLINGS.get(field.type, AS_TYPED)

    def read(self, text: str) -> Any:
        """Return the answer that a posted text stands for; None where it stands for none."""
        typed = tidy(text)
        return self.spelling.read(typed) if typed else None

    def format_value(self, value: Any) -> str:
        """Return the text to post for an answer, in the language of the screen."""
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self.spelling.say(text, self.language)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the posted answer, or None."""
        return self.read(data.get(name) or "")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the HTML without an answer: the browser fills it in, so that it can be cached."""
        context = self.get_context(name, value, attrs)
        return render_to_string(f"{TEMPLATES}/{self.template}", context)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template needs; `name` is empty in a cell of a table."""
        return {
            "kind": self.kind,
            "name": name,
            "id": f"id_{name}" if name else "",
            "field": self.field,
            "type": self.field.type.value,
            "options": [(o.key, o.label.say(self.language)) for o in self.options],
            "unit": self.field.unit.say(self.language),
            "described_by": f"help-{self.field.key}" if name and self.field_help else "",
        }

    @property
    def options(self) -> tuple[Any, ...]:
        """The options that the field offers."""
        return self.definition.options_of(self.field)

    @property
    def field_help(self) -> bool:
        """Whether the field has a help text that the input should refer to."""
        return bool(getattr(self.field, "help", None))


class LongTextWidget(AnswerWidget):
    """Several lines of plain text."""

    kind = "longtext"
    template = "longtext.html"


class MarkdownWidget(AnswerWidget):
    """Markdown in a plain text area, with a few buttons that write the marks."""

    kind = "richtext"
    template = "richtext.html"


class DateWidget(AnswerWidget):
    """A date or a month: typed, or picked in the browser's own calendar."""

    kind = "date"
    template = "date.html"


class ClockWidget(AnswerWidget):
    """A time of day or a duration, HH:MM."""

    kind = "clock"
    template = "clock.html"


class NumberWidget(AnswerWidget):
    """A number with its unit. A text input, because a number input forgets what is no number."""

    kind = "number"
    template = "number.html"


class LinesWidget(AnswerWidget):
    """A list of addresses or names, one on each line."""

    kind = "lines"
    template = "lines.html"

    def read(self, text: str) -> list[str] | None:
        """Return the lines that are not blank."""
        return [line.strip() for line in tidy(text).splitlines() if line.strip()] or None

    def format_value(self, value: Any) -> str:
        """Return one line for each entry."""
        if isinstance(value, list):
            return "\n".join(part if isinstance(part, str) else json.dumps(part) for part in value)
        return super().format_value(value)


class YesNoWidget(AnswerWidget):
    """Yes, no, or not answered: three radios, or a select in a table."""

    kind = "yes_no"
    template = "yes_no.html"

    def read(self, text: str) -> Any:
        """Return true or false; None where nothing is chosen."""
        return {"": None, "true": True, "false": False}.get(text, text)


class JsonWidget(AnswerWidget):
    """An input with several controls, whose answer is posted as JSON."""

    def read(self, text: str) -> Any:
        """Return the answer without its blank parts."""
        if not text.strip():
            return None
        try:
            return _without_blanks(json.loads(text, parse_constant=_refuse))
        except (ValueError, RecursionError):
            return tidy(text)

    def format_value(self, value: Any) -> str:
        """Return the answer as JSON."""
        return "" if value is None else json.dumps(value, ensure_ascii=False)


class ChoiceWidget(JsonWidget):
    """One of several options, or another one in own words: radios, or a select for many options."""

    kind = "choice"

    @property
    def template(self) -> str:  # type: ignore[override] # a longer list needs another control
        """Which of the two templates suits the number of options."""
        return "radios.html" if len(self.options) <= RADIOS_UP_TO else "select.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template needs; a cell of a table is always a select."""
        return super().get_context(name, value, attrs) | {"other": self.field.other}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the HTML; a cell of a table is always a select."""
        template = self.template if name else "select.html"
        return render_to_string(f"{TEMPLATES}/{template}", self.get_context(name, value, attrs))


class ChoicesWidget(JsonWidget):
    """Any of several options, and another one in own words: checkboxes."""

    kind = "choices"
    template = "checkboxes.html"


class MatrixWidget(JsonWidget):
    """One column chosen for each row: a grid of radios."""

    kind = "matrix"
    template = "matrix.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template needs, with the rows and columns."""
        columns = [(c.key, c.label.say(self.language)) for c in _columns(self.field)]
        rows = [(r.key, r.label.say(self.language)) for r in _rows(self.field)]
        return super().get_context(name, value, attrs) | {"columns": columns, "rows": rows}


class ServiceWidget(JsonWidget):
    """One or several services, found by typing a part of their name."""

    kind = "service"
    template = "service.html"


class FileWidget(JsonWidget):
    """A file, stored as soon as it is chosen; the answer names it and its fingerprint."""

    kind = "file"
    template = "file.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template needs, with the accepted kinds of file."""
        accept = ",".join(f".{suffix}" for suffix in self.field.accept)
        return super().get_context(name, value, attrs) | {"accept": accept}


class TableWidget(JsonWidget):
    """Rows of typed cells: preset rows from the start, and more where the template allows it."""

    kind = "table"
    template = "table.html"

    def read(self, text: str) -> Any:
        """Return the rows in which something is filled in; that a row is preset does not count."""
        rows = super().read(text)
        if not isinstance(rows, list):
            return rows
        return [row for row in rows if not is_empty_row(row)] or None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template needs, with one rendered cell for each column."""
        preset = getattr(self.field, "preset_column", "")
        rooms = {c.key: PRESET if c.key == preset else _room(c) for c in _columns(self.field)}
        room = sum(rooms.values())
        columns = [
            {
                "key": column.key,
                "label": column.label.say(self.language),
                "required": column.required,
                "preset": column.key == preset,
                "long": rooms[column.key] >= LONG,
                "share": rooms[column.key] * 100 // room,
                "cell": widget_for(column, self.definition, self.language).render("", None),
            }
            for column in _columns(self.field)
        ]
        return super().get_context(name, value, attrs) | {
            "columns": columns,
            "rows": [(r.key, r.label.say(self.language)) for r in _rows(self.field)],
            "wide": room > ROOM_FOR_A_GRID,
        }


ANSWER_WIDGETS: dict[AnswerType, type[AnswerWidget]] = {
    AnswerType.TEXT: AnswerWidget,
    AnswerType.LONGTEXT: LongTextWidget,
    AnswerType.RICHTEXT: MarkdownWidget,
    AnswerType.SINGLE_CHOICE: ChoiceWidget,
    AnswerType.MULTIPLE_CHOICE: ChoicesWidget,
    AnswerType.YES_NO: YesNoWidget,
    AnswerType.DATE: DateWidget,
    AnswerType.MONTH: DateWidget,
    AnswerType.TIME: ClockWidget,
    AnswerType.DURATION: ClockWidget,
    AnswerType.INTEGER: NumberWidget,
    AnswerType.NUMBER: NumberWidget,
    AnswerType.LETTERS: AnswerWidget,
    AnswerType.EMAIL: AnswerWidget,
    AnswerType.URL: AnswerWidget,
    AnswerType.IP_LIST: LinesWidget,
    AnswerType.HOSTNAME_LIST: LinesWidget,
    AnswerType.TABLE: TableWidget,
    AnswerType.MATRIX: MatrixWidget,
    AnswerType.REFERENCE_SERVICE: ServiceWidget,
    AnswerType.FILE: FileWidget,
}
"""The input of every answer type."""


ROOM: dict[AnswerType, int] = {
    AnswerType.YES_NO: 5,
    AnswerType.INTEGER: 5,
    AnswerType.NUMBER: 5,
    AnswerType.LETTERS: 5,
    AnswerType.SINGLE_CHOICE: 8,
    AnswerType.REFERENCE_SERVICE: 12,
}
"""How much room a column of a table asks for; all others ask for 8."""


def widget_for(field: Field, definition: Definition, language: str) -> AnswerWidget:
    """Return the input for a question or a table column."""
    return ANSWER_WIDGETS[field.type](field, definition, language)


def _columns(field: Field) -> tuple[Any, ...]:
    return getattr(field, "columns", ())


def _rows(field: Field) -> tuple[Any, ...]:
    return getattr(field, "rows", ())


def _room(column: Field) -> int:
    """Return how much room a column asks for, from what it usually holds."""
    if column.type in (AnswerType.TEXT, AnswerType.LONGTEXT, AnswerType.RICHTEXT):
        longest = column.max_length or 100
        return 7 if longest <= 60 else 9 if longest <= 200 else LONG
    return ROOM.get(column.type, 8)


def _without_blanks(value: Any) -> Any:
    """Drop blank cells, rows and choices; None where nothing is left."""
    if isinstance(value, dict):
        parts = {key: _without_blanks(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if not is_blank(part)} or None
    if isinstance(value, list):
        return [p for p in map(_without_blanks, value) if not is_blank(p)] or None
    return tidy(value) if isinstance(value, str) else value


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which Python reads and no database stores."""
    raise ValueError(constant)
