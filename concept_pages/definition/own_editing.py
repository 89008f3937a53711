"""Changes of the chapters that a service adds, in the data of the template format; all return new.

A chapter holds questions and no groups: that is what the form offers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from .keys import OWN_PREFIX, free_key, key_from
from .reading import Data

Chapters = Sequence[Mapping[str, Any]]

_MOVES = {"up": -1, "down": 1}
DIRECTIONS = tuple(_MOVES)


def own_keys(chapters: Chapters) -> Iterator[str]:
    """Yield the key of every chapter and question."""
    for chapter in chapters:
        yield chapter["key"]
        yield from (question["key"] for question in chapter.get("questions", ()))


def new_key(label: Mapping[str, str], taken: Container[str]) -> str:
    """Return a key for a new chapter or question that no template and nothing taken has."""
    words = label.get("en") or label.get("de") or ""
    return free_key(f"{OWN_PREFIX}{key_from(words, fallback='item')}", taken)


def chapter_of(chapters: Chapters, key: str) -> Data | None:
    """Return the chapter of this key, or the one that holds the question of this key."""
    for chapter in chapters:
        if chapter["key"] == key or question_in(chapter, key):
            return dict(chapter)
    return None


def question_in(chapter: Mapping[str, Any], key: str) -> Data | None:
    """Return a question of a chapter."""
    return next((dict(one) for one in chapter.get("questions", ()) if one["key"] == key), None)


def own_element(chapters: Chapters, key: str) -> Data | None:
    """Return a question, or a chapter without its questions; None where there is no such."""
    chapter = chapter_of(chapters, key)
    if chapter is None or chapter["key"] != key:
        return question_in(chapter, key) if chapter else None
    return {name: value for name, value in chapter.items() if name != "questions"}


def fingerprint_of(chapters: Chapters, key: str) -> str:
    """Return a short fingerprint of a chapter (without its questions) or question; "" for none."""
    found = own_element(chapters, key)
    if found is None:
        return ""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def with_chapter(chapters: Chapters, chapter: Mapping[str, Any]) -> list[Data]:
    """Return the chapters with one put in, or its texts replaced; its questions stay."""
    known = [one["key"] for one in chapters]
    if chapter["key"] not in known:
        return [*map(dict, chapters), {**chapter, "questions": []}]
    return [
        {**chapter, "questions": one.get("questions", [])}
        if one["key"] == chapter["key"]
        else dict(one)
        for one in chapters
    ]


def with_question(chapters: Chapters, question: Mapping[str, Any], *, into: str) -> list[Data]:
    """Return the chapters with a question put in, replaced, or moved to the end of another one."""
    stays = any(
        one["key"] == into and question_in(one, str(question["key"])) is not None
        for one in chapters
    )
    if stays:
        return [_replaced(one, question) for one in chapters]
    return [
        {**one, "questions": [*one.get("questions", []), dict(question)]}
        if one["key"] == into
        else one
        for one in without(chapters, str(question["key"]))
    ]


def without(chapters: Chapters, key: str) -> list[Data]:
    """Return the chapters without a question, or without a chapter and its questions."""
    return [
        {**one, "questions": [q for q in one.get("questions", []) if q["key"] != key]}
        for one in chapters
        if one["key"] != key
    ]


def moved(chapters: Chapters, key: str, direction: str) -> list[Data]:
    """Return the chapters with one, or a question within its chapter, one place up or down."""
    if any(one["key"] == key for one in chapters):
        return _swapped(chapters, key, _MOVES[direction])
    return [
        {**one, "questions": _swapped(one.get("questions", []), key, _MOVES[direction])}
        for one in chapters
    ]


def _replaced(chapter: Mapping[str, Any], question: Mapping[str, Any]) -> Data:
    questions = [
        dict(question) if one["key"] == question["key"] else one
        for one in chapter.get("questions", [])
    ]
    return {**chapter, "questions": questions}


def _swapped(items: Chapters, key: str, step: int) -> list[Data]:
    found = [dict(item) for item in items]
    places = [place for place, item in enumerate(found) if item["key"] == key]
    for place in places:
        other = place + step
        if 0 <= other < len(found):
            found[place], found[other] = found[other], found[place]
    return found
