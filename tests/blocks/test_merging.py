"""What two people typed at once: joined where it can be, asked about where it cannot."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.blocks.merging import Conflict, Merged, fingerprint, merge_edits

KEYS = ("a", "b", "c")
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["x", "y", "z"]))


def joined(loaded: dict[str, Any], stored: dict[str, Any], edited: dict[str, Any]) -> Merged:
    """Join the edit of a form that was loaded with `loaded` with what is stored by now."""
    return merge_edits(
        stored,
        edited,
        base={key: fingerprint(value) for key, value in loaded.items()},
        now={key: fingerprint(value) for key, value in stored.items()},
        editable_keys=KEYS,
    )


def test_merge_edits_takes_what_only_this_person_changed():
    assert joined({"a": "x"}, {"a": "x"}, {"a": "y"}).answers == {"a": "y"}


def test_merge_edits_keeps_what_only_the_other_changed():
    merged = joined({"a": "x"}, {"a": "y"}, {"a": "x"})

    assert (merged.answers, merged.changed_by_others) == ({"a": "y"}, {"a"})


def test_merge_edits_takes_both_changes_of_different_answers():
    merged = joined({"a": "x", "b": "x"}, {"a": "y", "b": "x"}, {"a": "x", "b": "z"})

    assert merged.answers == {"a": "y", "b": "z"}


def test_merge_edits_reports_an_answer_that_both_changed_and_keeps_the_stored_one():
    merged = joined({"a": "x"}, {"a": "y"}, {"a": "z"})

    assert merged.answers == {"a": "y"}
    assert merged.conflicts == (Conflict("a", theirs="y", mine="z"),)


def test_merge_edits_finds_no_conflict_where_both_typed_the_same():
    merged = joined({"a": "x"}, {"a": "y"}, {"a": "y"})

    assert (merged.answers, merged.conflicts) == ({"a": "y"}, ())


def test_merge_edits_reports_an_answer_that_one_removed_and_the_other_changed():
    merged = joined({"a": "x"}, {}, {"a": "z"})

    assert merged.conflicts == (Conflict("a", theirs=None, mine="z"),)


def test_merge_edits_removes_what_this_person_emptied():
    assert joined({"a": "x"}, {"a": "x"}, {"a": None}).answers == {}


@given(loaded=ANSWERS, stored=ANSWERS, edited=ANSWERS)
def test_merge_edits_never_overwrites_silently(loaded, stored, edited):
    merged = joined(loaded, stored, edited)

    for key in KEYS:
        theirs_changed = stored.get(key) != loaded.get(key)
        lost = merged.answers.get(key) != stored.get(key)
        assert not (theirs_changed and lost)


@given(loaded=ANSWERS, stored=ANSWERS, edited=ANSWERS)
def test_merge_edits_forgets_no_change_of_this_person(loaded, stored, edited):
    merged = joined(loaded, stored, edited)

    asked = {conflict.question for conflict in merged.conflicts}
    for key in KEYS:
        if edited.get(key) != loaded.get(key):
            assert key in asked or merged.answers.get(key) == edited.get(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("text", " text\r\n"),
        ("one\ntwo", "one\r\ntwo"),
        (8, 8.0),
        (["a", ""], ["a"]),
        ({"a": 1, "b": None}, {"a": 1}),
        (None, []),
    ],
)
def test_fingerprint_is_equal_for_answers_that_say_the_same(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (False, None), ("1", 1), (["a", "b"], ["b", "a"]), (0, None)]
)
def test_fingerprint_differs_for_answers_that_say_something_else(one, other):
    assert fingerprint(one) != fingerprint(other)
