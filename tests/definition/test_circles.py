"""Circles of dependencies are found, the shortest first, and told once."""

from __future__ import annotations

from typing import Any

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


class Read(dict[int, list[int]]):
    """Dependencies that count how often they are read."""

    times = 0

    def get(self, *args: Any) -> Any:
        self.times += 1
        return super().get(*args)


def test_thousands_of_services_are_not_followed_from_each_of_them() -> None:
    needs = Read({number: [number + 1] for number in range(1000)} | {1000: [1001], 1001: [1000]})

    found = circles(list(needs), needs)

    assert found == [[1000, 1001]]
    assert needs.times < 2000
