"""Reasons for what is switched off: two people at once, and newer templates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concept_pages.definition.elements import Confidentiality, Decision
from concept_pages.definition.tailoring import carry_reasons, level_of_reason, merge_reasons

from .build import definition, group, question

KEYS = ("a", "b", "c")
SECRET = Confidentiality.STRICTLY_CONFIDENTIAL


def merged(base: dict[str, str], stored: dict[str, str], edited: dict[str, str]) -> dict[str, str]:
    return merge_reasons(base, stored, edited, KEYS).reasons


def test_edit_switches_off_and_on() -> None:
    found = merge_reasons({"a": "x"}, {"a": "x"}, {"b": "y"}, KEYS)

    assert (found.reasons, found.off, found.on) == ({"b": "y"}, ("b",), ("a",))


def test_what_somebody_else_switched_meanwhile_stays() -> None:
    assert merged({"a": "x"}, {"b": "theirs"}, {"a": "x", "c": "mine"}) == {
        "b": "theirs",
        "c": "mine",
    }


@pytest.mark.parametrize(
    ("stored", "edited"),
    [({"a": "theirs"}, {"a": "mine"}), ({"a": "theirs"}, {}), ({}, {"a": "mine"})],
    ids=["two reasons", "switched on here", "switched on there"],
)
def test_what_two_people_changed_differently_is_a_conflict(
    stored: dict[str, str], edited: dict[str, str]
) -> None:
    found = merge_reasons({"a": "before"}, stored, edited, KEYS)

    assert (found.conflicts, found.reasons, found.is_change) == (("a",), stored, False)


def test_two_people_who_did_the_same_are_no_conflict() -> None:
    found = merge_reasons({}, {"a": "same"}, {"a": "same"}, KEYS)

    assert (found.conflicts, found.is_change) == ((), False)


def test_what_a_person_may_not_change_stays() -> None:
    assert merged({}, {"secret": "theirs"}, {}) == {"secret": "theirs"}


OLD = definition(group("net", question("host"), question("port")), group("gone", question("why")))


def test_reasons_stay_with_what_is_asked_still_and_the_others_are_named() -> None:
    new = definition(group("other", question("host")))

    found = carry_reasons(
        {"host": "No host.", "gone": "Nothing.", "port": "None."},
        [OLD, new],
        follows_decisions=True,
    )

    assert (found.kept, found.dropped) == (
        {"host": "No host."},
        {"gone": "Nothing.", "port": "None."},
    )


def test_reason_follows_its_question_to_a_new_key_over_two_releases() -> None:
    second = replace(
        definition(group("net", question("name"))), upgrade=(("host", Decision("map", to="name")),)
    )
    third = replace(
        definition(group("net", question("title"))),
        upgrade=(("name", Decision("map", to="title")),),
    )

    found = carry_reasons({"host": "None."}, [OLD, second, third], follows_decisions=True)

    assert (found.kept, found.dropped) == ({"title": "None."}, {})


def test_reason_does_not_follow_into_a_question_that_takes_other_answers() -> None:
    both = (("host", Decision("map", to="place")), ("port", Decision("map", to="place")))
    new = replace(definition(group("net", question("place", "longtext"))), upgrade=both)

    found = carry_reasons({"host": "None."}, [OLD, new], follows_decisions=True)

    assert (found.kept, found.dropped) == ({}, {"host": "None."})


def test_reason_is_as_confidential_as_the_answers_it_is_about() -> None:
    asked = definition(
        group("open", question("plain"), question("secret", confidentiality=SECRET)),
        group("closed", group("below", question("inside")), confidentiality=SECRET),
        group("full_of_secrets", question("only", confidentiality=SECRET)),
    )
    keys = ("open", "plain", "secret", "below", "full_of_secrets")
    levels = {key: level_of_reason(asked, key) for key in keys}

    assert levels == {
        "open": Confidentiality.INTERNAL,
        "plain": Confidentiality.INTERNAL,
        "secret": SECRET,
        "below": SECRET,
        "full_of_secrets": SECRET,
    }
    assert level_of_reason(asked, "nobody knows this") is SECRET
