"""Parked answers as data, and the whole way of answers over several templates: nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from concept_pages.blocks.values import answers_of_body, body_from_answers
from concept_pages.definition.answer_types import text_of
from concept_pages.definition.compare import Walked, walk
from concept_pages.definition.elements import Confidentiality, Decision, Definition, Group, Question
from concept_pages.definition.parking import ParkedAnswer, Settled, from_data, park, to_data

from .build import definition, group, question
from .strategies import answers_to, definitions, wild_answers


@st.composite
def edited(draw: st.DrawFn, old: Definition) -> Definition:
    """Return a template after random edits: questions go, move, change, and new ones come."""
    other = draw(definitions())
    theirs = {f"n_{key}": replace(q, key=f"n_{key}") for key, q in other.questions.items()}
    pool: list[Question] = []
    for key, asked in old.questions.items():
        what = draw(st.sampled_from(["keep", "keep", "drop", "retype"]))
        if what == "keep":
            pool.append(asked)
        elif what == "retype" and theirs:
            chosen = draw(st.sampled_from(list(theirs.values())))
            pool.append(replace(chosen, key=key))
    pool += [q for q in theirs.values() if draw(st.booleans())]
    pool = [replace(q, visible_if=None, filter_by="") for q in draw(st.permutations(pool))]
    groups = [group.key for group in old.walk_groups()] or ["start"]
    placed: dict[str, list[Question]] = {key: [] for key in groups}
    for asked in pool:
        placed[draw(st.sampled_from(groups))].append(asked)
    sets = {**other.options_by_set, **old.options_by_set}
    made = replace(
        old,
        version=old.version + ".1",
        option_sets=tuple(sets.items()),
        groups=tuple(
            Group(key=key, label=old.groups_by_key[key].label, questions=tuple(found))
            for key, found in placed.items()
        ),
    )
    return replace(made, upgrade=tuple(draw(decisions(old, made)).items()))


@st.composite
def decisions(draw: st.DrawFn, old: Definition, new: Definition) -> dict[str, Decision]:
    """Return random declarations about some of the old questions."""
    return {
        key: Decision(
            draw(st.sampled_from(["park", "map", "convert"])),
            to=draw(st.sampled_from(["", *new.questions])),
            options=draw(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("efgh"))),
        )
        for key in old.questions
        if draw(st.integers(0, 2)) == 0
    }


@st.composite
def ways(draw: st.DrawFn) -> tuple[list[Definition], dict[str, Any]]:
    """Return one to three releases after another, and answers to the first."""
    path = [draw(definitions())]
    for _step in range(draw(st.integers(1, 3))):
        path.append(draw(edited(path[-1])))
    answers = draw(answers_to(path[0]) | wild_answers(path[0]))
    return path, json.loads(json.dumps(answers, default=str))


def kept_for_good(walked: Walked) -> list[ParkedAnswer]:
    """Return what a concept keeps of what was parked, as it does."""
    found: list[ParkedAnswer] = []
    for parked, asked in walked.parked:
        known = [one.id for one in found]
        found.append(park(parked, asked, at="2026-11-21T12:00:00+00:00", known=known))
    return found


@given(ways())
def test_no_answer_disappears_without_a_parked_record(
    way: tuple[list[Definition], dict[str, Any]],
) -> None:
    path, answers = way

    walked = walk(answers, path)

    records = kept_for_good(walked)
    whole = [record for record in records if record.whole]
    assert walked.is_complete
    assert walked.before == len(walked.kept) + len(whole)
    assert set(walked.kept) <= set(path[-1].questions)
    assert len({record.id for record in records}) == len(records)


@given(ways())
def test_body_and_parked_answers_survive_being_stored(
    way: tuple[list[Definition], dict[str, Any]],
) -> None:
    path, answers = way
    walked = walk(answers, path)

    body = json.loads(json.dumps(body_from_answers(path[-1], walked.kept)))
    records = [from_data(json.loads(json.dumps(to_data(one)))) for one in kept_for_good(walked)]

    assert answers_of_body(body) == dict(walked.kept)
    assert [one.value for one in records] == [one.value for one, _asked in walked.parked]
    assert len(answers_of_body(body)) + sum(one.whole for one in records) == walked.before


@given(st.data())
def test_question_of_a_parked_answer_says_it_as_the_template_did(data: st.DataObject) -> None:
    old = data.draw(definitions())
    answers = data.draw(answers_to(old))
    nothing = replace(old, groups=(), option_sets=())

    for record in map(to_data, kept_for_good(walk(answers, [old, nothing]))):
        found = from_data(record)
        asked = old.questions[found.question]
        assert found.asked is not None
        assert found.old_question is not None
        assert text_of(found.asked, found.old_question, found.value, "en") == text_of(
            old, asked, found.value, "en"
        )
        assert found.confidentiality == old.confidentiality_of(found.question)


def test_each_release_decides_about_the_one_before() -> None:
    first = definition(question("a"))
    second = replace(definition(question("b")), upgrade=(("a", Decision("map", to="b")),))
    third = replace(definition(question("c")), upgrade=(("b", Decision("map", to="c")),))

    walked = walk({"a": "x"}, [first, second, third])

    assert walked.kept == {"c": "x"}
    assert (walked.sources, walked.moved, walked.new) == ({"c": "a"}, ("c",), ("c",))


def test_decision_of_an_earlier_release_does_not_hold_for_a_later_one() -> None:
    first = definition(question("a"))
    second = replace(first, upgrade=(("a", Decision("park")),))

    assert walk({"a": "x"}, [second, first]).kept == {"a": "x"}
    assert walk({"a": "x"}, [first, second]).kept == {}


def test_answer_that_no_template_asked_for_is_for_the_best_cleared_only() -> None:
    (record,) = kept_for_good(walk({"stray": 5}, [definition(), definition(question("a"))]))

    assert record.confidentiality is Confidentiality.STRICTLY_CONFIDENTIAL
    assert (record.asked, record.old_question, record.value) == (None, None, 5)


def test_parked_answer_is_as_confidential_as_its_group_made_it() -> None:
    secret = definition(group("net", question("a"), confidentiality=Confidentiality.CONFIDENTIAL))

    (record,) = kept_for_good(walk({"a": "x"}, [secret, definition()]))

    assert record.is_seen_at(Confidentiality.CONFIDENTIAL)
    assert not record.is_seen_at(Confidentiality.INTERNAL)


def test_what_was_settled_is_stored_too() -> None:
    (record,) = kept_for_good(walk({"a": "x"}, [definition(question("a")), definition()]))
    settled = replace(record, settled=Settled("copied", "Olga", "2026-11-21", to="b"))

    assert from_data(to_data(settled)) == settled
