"""Where the terms of a query stand in a text, and the piece of the text around them.

Says the same about a text as the engines, because it cuts and folds the words the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .query import Phrase, Query
from .words import Word, joined_words, normal, words_of

LONGEST_SNIPPET = 280
BEFORE_MATCH = 60
ELLIPSIS = "…"
NEXT_LINE = " · "
_LINE_BREAKS = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet: plain text, marked where it is what was asked for."""

    text: str
    marked: bool = False


Span = tuple[int, int]


@dataclass(frozen=True)
class Matches:
    """A text with the places where terms stand."""

    text: str
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)

    @property
    def pieces(self) -> list[Piece]:
        """The whole text, with what was found marked."""
        return self._between(0, len(self.text))

    def snippet(self) -> list[Piece]:
        """Return the text around the first match in one line, with what was found marked."""
        pieces = self._between(*self._window())
        return [Piece(_LINE_BREAKS.sub(NEXT_LINE, piece.text), piece.marked) for piece in pieces]

    def _between(self, start: int, end: int) -> list[Piece]:
        pieces = [Piece(ELLIPSIS)] if start else []
        at = start
        for left, right in self.spans:
            if left >= end:
                break
            pieces += [Piece(self.text[at:left]), Piece(self.text[left : min(right, end)], True)]
            at = min(right, end)
        pieces.append(Piece(self.text[at:end]))
        if end < len(self.text):
            pieces.append(Piece(ELLIPSIS))
        return [piece for piece in pieces if piece.text]

    def _window(self) -> Span:
        """Return the part of the text to show."""
        if len(self.text) <= LONGEST_SNIPPET:
            return 0, len(self.text)
        first = self.spans[0][0] if self.spans else 0
        start = 0
        if first > BEFORE_MATCH:
            start = self.text.find(" ", first - BEFORE_MATCH, first) + 1 or first
        end = start + LONGEST_SNIPPET
        if end >= len(self.text):
            return start, len(self.text)
        blank = self.text.rfind(" ", first + 1, end)
        return start, blank if blank > 0 else end


def matches(query: Query, text: str) -> Matches:
    """Return where the terms of a query stand in a text."""
    text = normal(text)
    words = list(words_of(text))
    spans = set(_places(query, words))
    for joined in joined_words(text, words):
        spans.update(_places(query, [joined]))  # each for itself: the next may stand far away
    return Matches(text, _merged(spans))


def _places(query: Query, words: Sequence[Word]) -> Iterator[Span]:
    """Yield where a phrase of the query stands among words, from its first to its last letter.

    A word is marked as a whole, also where only a part of it was asked for.
    """
    part_in = query.part.search
    for at, word in enumerate(words):
        if part_in(word.folded):
            yield word.start, word.end
        if word.folded.startswith(query.last_words):
            for phrase in query.phrases:
                start = at - len(phrase.words) + 1
                if start >= 0 and _is_phrase(phrase, words[start : at + 1]):
                    yield words[start].start, word.end


def _is_phrase(phrase: Phrase, words: Sequence[Word]) -> bool:
    """Return whether words in a row are a phrase."""
    *before, last = (word.folded for word in words)
    *expected, end = phrase.words
    return before == expected and (last.startswith(end) if phrase.prefix else last == end)


def _merged(spans: set[Span]) -> tuple[Span, ...]:
    """Return the spans from left to right, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
