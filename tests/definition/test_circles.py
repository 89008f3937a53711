"""Circles of dependencies are found, the shortest first, and told once."""

from __future__ import annotations

from concept_pages.definition.circles import circle_of, circles

NEEDS = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": []}


def test_circle_is_told_from_where_it_is_asked() -> None:
    assert circle_of("b", NEEDS) == ["b", "c", "a"]


def test_shortest_circle_is_told() -> None:
    assert circle_of("a", NEEDS | {"b": ["c", "a"]}) == ["a", "b"]


def test_what_hangs_on_a_circle_is_in_none() -> None:
    assert circle_of("d", NEEDS) == []


def test_circle_is_told_once() -> None:
    assert circles(["a", "b", "c", "d"], NEEDS) == [["a", "b", "c"]]
