"""Terms to concepts: one engine for each kind of database, with the same words and results.

An engine looks only at the rows of `ReadableText` that the reader meets, so what she may not read
can neither be found nor counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

from .query import Phrase, Query

TABLE = "concept_pages_readabletext"

Clearances = Mapping[int, Sequence[int]]
"""For each rank of clearance, the service groups (by primary key) in which the reader has it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that says all that was asked for; the higher the score, the better.

    With `parked`, it says so in answers that a template has no place for any more.
    """

    concept_id: int
    service_group_id: int
    parked: bool
    score: float


class Engine(Protocol):
    """A way to ask one kind of database."""

    def find(
        self, query: Query, clearances: Clearances, *, without: Query | None = None
    ) -> list[Hit]:
        """Return all concepts that meet every term of a query without problems, the best first.

        Those that another query finds are left out. Parked answers have rows of their own: one
        concept may be found twice.
        """


class SQLiteEngine:
    """FTS5, ranked by BM25: a word in the title weighs most, one in a question next to nothing."""

    def find(
        self, query: Query, clearances: Clearances, *, without: Query | None = None
    ) -> list[Hit]:
        """Return all concepts that meet every term, the best first."""
        condition, values = _visible(clearances)
        statement = f"""
            SELECT text.concept_id, text.service_group_id, text.parked,
                -bm25({TABLE}_fts, 10, 4, 0.2) AS score
            FROM {TABLE}_fts JOIN {TABLE} AS text ON text.id = {TABLE}_fts.rowid
            WHERE {TABLE}_fts MATCH %s AND ({condition})
            ORDER BY score DESC, text.concept_id
        """  # noqa: S608 - names and placeholders only
        match = f"({self.match(query)}) NOT ({self.match(without)})" if without else None
        return _hits(statement, [match or self.match(query), *values])

    def match(self, query: Query) -> str:
        """Return the query in the language of FTS5."""
        return " AND ".join(
            f"({' OR '.join(map(self._phrase, term.spellings))})" for term in query.terms
        )

    def _phrase(self, phrase: Phrase) -> str:
        return f'"{" ".join(phrase.words)}"{"*" if phrase.prefix else ""}'


class PostgreSQLEngine:
    """A tsvector of the words as they are, ranked by weight and number of hits.

    Which rows the reader meets is asked first: a long tsvector is expensive to look at.
    """

    def find(
        self, query: Query, clearances: Clearances, *, without: Query | None = None
    ) -> list[Hit]:
        """Return all concepts that meet every term, the best first."""
        condition, values = _visible(clearances)
        statement = f"""
            SELECT text.concept_id, text.service_group_id, text.parked,
                ts_rank('{{0.01, 0.1, 0.4, 1}}', text.words, CAST(%s AS tsquery)) AS score
            FROM {TABLE} AS text
            WHERE ({condition}) AND text.words @@ CAST(%s AS tsquery)
            ORDER BY score DESC, text.concept_id
        """  # noqa: S608 - names and placeholders only
        match = f"({self.match(query)}) & !({self.match(without)})" if without else None
        return _hits(statement, [self.rank(query), *values, match or self.match(query)])

    def rank(self, query: Query) -> str:
        """Return what to rank by: the same, but for the distances, which are expensive to find."""
        return " | ".join(map(self._phrase, query.phrases))

    def match(self, query: Query) -> str:
        """Return the query in the language of PostgreSQL."""
        return " & ".join(
            f"({' | '.join(map(self._phrase, term.spellings))})" for term in query.terms
        )

    def _phrase(self, phrase: Phrase) -> str:
        words = [f"'{word}'" for word in phrase.words]
        return f"({' <-> '.join(words)}{':*' if phrase.prefix else ''})"


ENGINES: dict[str, Engine] = {"sqlite": SQLiteEngine(), "postgresql": PostgreSQLEngine()}


def engine() -> Engine:
    """Return the engine for the database in use."""
    return ENGINES[connection.vendor]


def _visible(clearances: Clearances) -> tuple[str, list[int]]:
    """Return the condition that a row is the one the reader meets, with its values."""
    parts, values = [], []
    for rank, groups in clearances.items():
        if groups:
            parts.append(
                f"text.lowest <= %s AND text.highest >= %s"
                f" AND text.service_group_id IN ({', '.join(['%s'] * len(groups))})"
            )
            values += [rank, rank, *groups]
    return " OR ".join(f"({part})" for part in parts) or "1 = 0", values


def _hits(statement: str, values: Iterable[str | int]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [
            Hit(concept, group, bool(parked), score)
            for concept, group, parked, score in cursor.fetchall()
        ]
