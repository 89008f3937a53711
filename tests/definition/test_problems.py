"""Messages that are translated outside the room."""

from __future__ import annotations

from concept_pages.definition.elements import Text
from concept_pages.definition.problems import Message, Problem

GERMAN = {
    "Language of this catalogue: en": "Sprache dieses Katalogs: de",
    "“%(label)s” allows %(limit)s.": "„%(label)s“ erlaubt %(limit)s.",
    "nothing": "nichts",
}


def german(text: str) -> str:
    return GERMAN.get(text, text)


MESSAGE = Message(
    "“%(label)s” allows %(limit)s.", {"label": Text("Größe", "Size"), "limit": Message("nothing")}
)


def test_message_is_english_without_a_translator() -> None:
    assert str(MESSAGE) == "“Size” allows nothing."


def test_message_speaks_the_language_of_the_catalogue_throughout() -> None:
    assert MESSAGE.say(german) == "„Größe“ erlaubt nichts."


def test_language_can_be_given() -> None:
    assert MESSAGE.say(language="de") == "“Größe” allows nothing."


def test_message_without_values_keeps_percent_signs() -> None:
    assert str(Message("100%% sure")) == "100% sure"


def test_problem_is_told_with_its_place() -> None:
    assert str(Problem("c / q", MESSAGE, key="q")) == "c / q: “Size” allows nothing."
