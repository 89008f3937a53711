"""Full, plausible answers to any definition: for the benchmark, and for tests that need a lot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from concept_pages.definition.elements import AnswerType, Definition, Field, Question

WORDS = (
    "Der Dienst läuft auf zwei virtuellen Maschinen in getrennten Brandabschnitten hinter der "
    "Firewall des Rechenzentrums Zugriff haben nur die zuständigen Administratoren über den "
    "Sprungrechner mit Zwei-Faktor-Anmeldung Sicherungen werden täglich verschlüsselt abgelegt "
    "und einmal im Quartal zurückgespielt Änderungen gehen durch das Vier-Augen-Prinzip"
).split()
PATTERNS = {"version_number": "2.3.1", "phone_or_email": "+49 89 1234-567", "port_list": "22, 443"}


def full_answers(
    definition: Definition, services: list[str], *, number: int = 0, variant: int = 17
) -> dict[str, Any]:
    """Return an answer to every question.

    Questions about services are answered with the given keys. `number` makes the texts of concepts
    differ; `variant` makes other choices, and so shows and hides other questions: with 17, the
    shipped template shows 140 of its 148.
    """
    author = _Author(definition, services, number, variant)
    return {key: author.answer(question) for key, question in definition.questions.items()}


class _Author:
    def __init__(
        self, definition: Definition, services: list[str], number: int, variant: int
    ) -> None:
        self.definition, self.services = definition, services
        self.number, self.variant, self.count = number, variant, 0

    def answer(self, field: Field) -> Any:
        """Return the next answer that fits a question or a column."""
        self.count += 1
        return WRITERS[field.type](self, field)

    def prose(self, length: int, field: Field) -> str:
        """Return about `length` words, as far as the field allows."""
        start = (self.number * 7 + self.count * 3) % len(WORDS)
        text = " ".join((WORDS * (2 + length // len(WORDS)))[start : start + length])
        return text[: field.max_length] if field.max_length else text

    def text(self, field: Field) -> str:
        return PATTERNS.get(field.pattern) or self.prose(6, field)

    def longtext(self, field: Field) -> str:
        return PATTERNS.get(field.pattern) or self.prose(45, field)

    def choice(self, field: Field) -> str:
        options = self.definition.options_of(field)
        return options[(self.variant + self.count) % len(options)].key

    def choices(self, field: Field) -> list[str]:
        options = self.definition.options_of(field)
        return [option.key for option in options[: field.max_selected or 3]]

    def month(self, field: Field) -> str:
        return f"{date.today().year + 1}-06"

    def whole_number(self, field: Field) -> int:
        low = int(field.min) if isinstance(field.min, (int, float)) else 1
        high = int(field.max) if isinstance(field.max, (int, float)) else low + 50
        return low + (self.number + self.count) % (high - low + 1)

    def addresses(self, field: Field) -> list[str]:
        if field.ip_version == 6:
            return [f"2001:db8::{self.number % 9999:d}", f"2001:db8:1::{self.count:d}"]
        return [f"192.0.2.{self.number % 250 + 1}", f"198.51.100.{self.count % 250 + 1}"]

    def hosts(self, field: Field) -> list[str]:
        return [f"host-{self.number}-{self.count}.example.org", f"alias-{self.number}.example.org"]

    def file(self, field: Field) -> str:
        ending = field.accept[0].removeprefix(".") if field.accept else "pdf"
        return f"uebersicht-{self.number}.{ending}"

    def references(self, field: Field) -> Any:
        return self.services[:3] if field.multiple else self.services[0]

    def table(self, field: Field) -> list[dict[str, Any]]:
        assert isinstance(field, Question)
        presets = [{"row": row.key} for row in field.rows]
        added = [{}, {}, {}] if field.allow_add_rows or not presets else []
        rows = [*presets, *added][: field.max_rows or None]
        return [row | self._cells(field, row) for row in rows]

    def _cells(self, field: Question, row: dict[str, Any]) -> dict[str, Any]:
        return {
            column.key: self.answer(column)
            for column in field.columns
            if not (row and column.key == field.preset_column)
        }

    def matrix(self, field: Field) -> dict[str, str]:
        assert isinstance(field, Question)
        columns = [column.key for column in field.columns]
        return {row.key: columns[n % len(columns)] for n, row in enumerate(field.rows)}


WRITERS: dict[AnswerType, Callable[[_Author, Field], Any]] = {
    AnswerType.TEXT: _Author.text,
    AnswerType.LONGTEXT: _Author.longtext,
    AnswerType.RICHTEXT: lambda author, field: "- **Regel:** " + author.prose(60, field),
    AnswerType.SINGLE_CHOICE: _Author.choice,
    AnswerType.MULTIPLE_CHOICE: _Author.choices,
    AnswerType.YES_NO: lambda _author, _field: True,
    AnswerType.DATE: lambda _author, _field: date.today().isoformat(),
    AnswerType.MONTH: _Author.month,
    AnswerType.TIME: lambda _author, _field: "07:30",
    AnswerType.DURATION: lambda _author, field: str(field.min or "04:00"),
    AnswerType.INTEGER: _Author.whole_number,
    AnswerType.NUMBER: _Author.whole_number,
    AnswerType.LETTERS: lambda _author, field: "abcdefgh"[: field.max_length or 8],
    AnswerType.EMAIL: lambda author, _field: f"dienst-{author.number}@example.org",
    AnswerType.URL: lambda author, _field: f"https://example.org/dienst/{author.number}",
    AnswerType.IP_LIST: _Author.addresses,
    AnswerType.HOSTNAME_LIST: _Author.hosts,
    AnswerType.TABLE: _Author.table,
    AnswerType.MATRIX: _Author.matrix,
    AnswerType.REFERENCE_SERVICE: _Author.references,
    AnswerType.FILE: _Author.file,
}
