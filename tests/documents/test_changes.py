"""What is new, changed or gone is marked where it stands."""

from __future__ import annotations

import pytest
from django.utils import translation

from concept_pages.documents.changes import mark_changes
from concept_pages.documents.document import (
    Change,
    Document,
    Entry,
    Section,
    State,
    paragraphs,
    plain_text,
)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def entry(key: str, text: str = "") -> Entry:
    state = State.ANSWERED if text else State.NOT_ANSWERED
    return Entry(
        key=key, label=f"Label {key}", blocks=paragraphs(text or "not answered"), state=state
    )


def document(*sections: Section, version: str = "1") -> Document:
    return Document(kind="concept", language="en", title="T", version=version, sections=sections)


def section(key: str, *entries: Entry, sections: tuple[Section, ...] = ()) -> Section:
    return Section(key=key, label=key, entries=entries, sections=sections)


def marks(made: Document) -> dict[str, Change]:
    return {one.key: one.change for one in made.entries() if one.change}


def test_entry_that_says_the_same_has_no_mark() -> None:
    old = document(section("s", entry("a", "x"), entry("b")))

    made = mark_changes(document(section("s", entry("a", "x"), entry("b"))), old)

    assert marks(made) == {}
    assert made.notices == ("Nothing has changed since version 1.",)


def test_new_changed_and_deleted_answers_are_marked() -> None:
    old = document(section("s", entry("a"), entry("b", "x"), entry("c", "z")))
    new = document(section("s", entry("a", "x"), entry("b", "y"), entry("c")))

    made = mark_changes(new, old)

    assert marks(made) == {"a": Change.ADDED, "b": Change.CHANGED, "c": Change.REMOVED}
    assert made.notices == ("Since version 1: 1 new, 1 changed, 1 removed.",)


def test_changed_entry_says_what_it_said_before() -> None:
    old = document(section("s", entry("a", "alt")))

    (made,) = mark_changes(document(section("s", entry("a", "neu"))), old).entries()

    assert [plain_text(block) for block in made.before] == ["alt"]
    assert [plain_text(block) for block in made.blocks] == ["neu"]
    assert made.change_label == "changed"


def test_entry_that_is_gone_is_put_back_in_its_place() -> None:
    old = document(section("s", entry("a", "1"), entry("b", "2"), entry("c", "3")))

    made = mark_changes(document(section("s", entry("a", "1"), entry("c", "3"))), old)

    assert [one.key for one in made.entries()] == ["a", "b", "c"]
    assert marks(made) == {"b": Change.REMOVED}


def test_unanswered_question_that_is_gone_is_no_loss() -> None:
    old = document(section("s", entry("a", "1"), entry("b")))

    made = mark_changes(document(section("s", entry("a", "1"))), old)

    assert [one.key for one in made.entries()] == ["a"]


def test_section_that_is_gone_is_put_back_with_its_answers() -> None:
    old = document(section("s", sections=(section("t", entry("a", "1")), section("u"))))

    made = mark_changes(document(section("s", sections=(section("u"),))), old)

    (top,) = made.sections
    assert [(one.key, one.change) for one in top.sections] == [("t", Change.REMOVED), ("u", None)]
    assert marks(made) == {"a": Change.REMOVED}


def test_entry_that_moved_is_not_gone() -> None:
    old = document(section("s", entry("a", "1")), section("t", entry("b", "2")))

    made = mark_changes(document(section("s"), section("t", entry("b", "2"), entry("a", "1"))), old)

    assert marks(made) == {}


def test_remark_marks_an_entry_that_reads_the_same() -> None:
    old = document(section("s", entry("a", "1")))

    made = mark_changes(old, old, remarks={"a": ["The English text changed."]})

    (one,) = made.entries()
    assert one.change is Change.CHANGED
    assert one.remarks == ("The English text changed.",)
