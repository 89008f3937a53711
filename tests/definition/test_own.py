"""Chapters that a service adds: beside any template, with keys that no template ever has."""

from __future__ import annotations

import pytest

from concept_pages.definition import own_editing as editing
from concept_pages.definition.codec import decode
from concept_pages.definition.keys import OWN_PREFIX, is_own, key_from
from concept_pages.definition.own import own_groups, with_own
from concept_pages.definition.problems import DefinitionError

from .build import asked, chapter, definition, group, question, template

FIRST = chapter("own__first", asked("own__a"), asked("own__b"))
SECOND = chapter("own__second", asked("own__c"))


def order(chapters: list[dict[str, object]]) -> list[str]:
    return list(editing.own_keys(chapters))


def test_own_chapters_stand_after_the_common_ones() -> None:
    common = definition(group("net", question("host")))

    joined = with_own(common, own_groups([FIRST]))

    assert list(joined.questions) == ["host", "own__a", "own__b"]


def test_template_without_own_chapters_is_itself() -> None:
    common = definition(question("host"))

    assert with_own(common, ()) is common


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [(("0", "1", "2"), ["3", "4"]), (("A", "B"), ["", ""]), (("1", ""), ["", ""])],
)
def test_own_chapters_are_numbered_on(numbers: tuple[str, ...], expected: list[str]) -> None:
    common = definition(
        *(group(f"g{n}", question(f"q{n}"), number=no) for n, no in enumerate(numbers))
    )

    joined = with_own(common, own_groups([FIRST, SECOND]))

    assert [one.number for one in joined.groups[-2:]] == expected


@pytest.mark.parametrize(
    "data",
    [
        template(chapter("own__net", asked("host"))),
        template(chapter("net", asked("own__host"))),
        template(chapter("net", asked("host")), upgrade={"own__a": {"park": True}}),
    ],
    ids=["group", "question", "declaration"],
)
def test_template_may_not_use_the_keys_of_services(data: dict[str, object]) -> None:
    with pytest.raises(DefinitionError, match="belong to single services"):
        decode(data)


@pytest.mark.parametrize("bad", [chapter("net", asked("own__a")), chapter("own__net", asked("a"))])
def test_service_may_not_use_the_keys_of_templates(bad: dict[str, object]) -> None:
    with pytest.raises(DefinitionError, match="start with"):
        own_groups([bad])


@pytest.mark.parametrize("text", ["own  thing", "own__thing", "Own – – thing", "own"])
def test_no_text_makes_a_template_key_that_belongs_to_services(text: str) -> None:
    assert not is_own(key_from(text))


def test_new_key_is_free_and_own() -> None:
    key = editing.new_key({"de": "Wie viele?", "en": "How many?"}, {f"{OWN_PREFIX}how_many"})

    assert key == "own__how_many_2"


def test_question_is_put_at_the_end_of_its_chapter() -> None:
    assert order(editing.with_question([FIRST, SECOND], asked("own__d"), into="own__first")) == [
        "own__first", "own__a", "own__b", "own__d", "own__second", "own__c",
    ]  # fmt: skip


def test_changed_question_keeps_its_place() -> None:
    changed = editing.with_question([FIRST], asked("own__a", "date"), into="own__first")

    assert [one["type"] for one in changed[0]["questions"]] == ["date", "text"]


def test_question_moves_to_another_chapter() -> None:
    assert order(editing.with_question([FIRST, SECOND], asked("own__a"), into="own__second")) == [
        "own__first", "own__b", "own__second", "own__c", "own__a",
    ]  # fmt: skip


def test_chapter_keeps_its_questions_when_its_texts_change() -> None:
    changed = editing.with_chapter([FIRST], {"key": "own__first", "label": {"en": "New"}})

    assert (changed[0]["label"], order(changed)) == (
        {"en": "New"},
        ["own__first", "own__a", "own__b"],
    )


@pytest.mark.parametrize(
    ("key", "direction", "expected"),
    [
        ("own__b", "up", ["own__first", "own__b", "own__a", "own__second", "own__c"]),
        ("own__a", "up", ["own__first", "own__a", "own__b", "own__second", "own__c"]),
        ("own__first", "down", ["own__second", "own__c", "own__first", "own__a", "own__b"]),
        ("own__c", "down", ["own__first", "own__a", "own__b", "own__second", "own__c"]),
    ],
)
def test_chapters_and_questions_move_among_their_like(
    key: str, direction: str, expected: list[str]
) -> None:
    assert order(editing.moved([FIRST, SECOND], key, direction)) == expected


def test_fingerprint_of_a_chapter_does_not_depend_on_its_questions() -> None:
    emptied = editing.without([FIRST], "own__a")

    assert editing.fingerprint_of([FIRST], "own__first") == editing.fingerprint_of(
        emptied, "own__first"
    )
    assert editing.fingerprint_of([FIRST], "own__gone") == ""
