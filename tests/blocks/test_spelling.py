"""What people type is read as they mean it; what cannot be read comes back as it was."""

from __future__ import annotations

import pytest

from concept_pages.blocks.spelling import SPELLINGS, tidy
from concept_pages.definition.elements import AnswerType

READ = [
    (AnswerType.DATE, "2026-11-21", "2026-11-21"),
    (AnswerType.DATE, "21.11.2026", "2026-11-21"),
    (AnswerType.DATE, "1.2.26", "2026-02-01"),
    (AnswerType.DATE, "21/11/2026", "2026-11-21"),
    (AnswerType.MONTH, "2026-11", "2026-11"),
    (AnswerType.MONTH, "11.2026", "2026-11"),
    (AnswerType.MONTH, "1/2027", "2027-01"),
    (AnswerType.TIME, "8:30", "08:30"),
    (AnswerType.TIME, "0830", "08:30"),
    (AnswerType.TIME, "8.30", "08:30"),
    (AnswerType.DURATION, "4:30", "04:30"),
    (AnswerType.DURATION, "100:00", "100:00"),
    (AnswerType.INTEGER, "42", 42),
    (AnswerType.INTEGER, "-3", -3),
    (AnswerType.NUMBER, "99,9", 99.9),
    (AnswerType.NUMBER, "99.9", 99.9),
    (AnswerType.NUMBER, "8", 8),
]
UNREADABLE = [
    (AnswerType.DATE, "31.02.2026"),
    (AnswerType.DATE, "soon"),
    (AnswerType.MONTH, "13.2026"),
    (AnswerType.TIME, "noon"),
    (AnswerType.DURATION, "4"),
    (AnswerType.INTEGER, "twelve"),
    (AnswerType.INTEGER, "1.5"),
    (AnswerType.INTEGER, "9" * 5000),
    (AnswerType.NUMBER, "1e9"),
    (AnswerType.NUMBER, "1.000,5"),
]


@pytest.mark.parametrize(("kind", "typed", "answer"), READ)
def test_read_understands_what_people_type(kind, typed, answer):
    found = SPELLINGS[kind].read(typed)

    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(("kind", "typed"), UNREADABLE)
def test_read_gives_back_what_it_cannot_read(kind, typed):
    assert SPELLINGS[kind].read(typed) == typed


@pytest.mark.parametrize(
    ("kind", "text", "german"),
    [
        (AnswerType.DATE, "2026-11-21", "21.11.2026"),
        (AnswerType.MONTH, "2026-11", "11.2026"),
        (AnswerType.NUMBER, "99.9", "99,9"),
        (AnswerType.DATE, "soon", "soon"),
    ],
)
def test_say_speaks_the_language_of_the_screen(kind, text, german):
    assert [SPELLINGS[kind].say(text, language) for language in ("de", "en")] == [german, text]


@pytest.mark.parametrize("kind", SPELLINGS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_said_is_read_as_the_same_answer(kind, language):
    spelling = SPELLINGS[kind]
    answers = [answer for each, _typed, answer in READ if each is kind]

    said = [spelling.say(str(answer), language) for answer in answers]

    assert [spelling.read(text) for text in said] == answers


def test_tidy_drops_what_no_database_stores():
    assert tidy(" a\x00b\ud800\r\nc ") == "ab\nc"
