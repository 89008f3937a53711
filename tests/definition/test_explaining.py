"""Why something is hidden, in words."""

from __future__ import annotations

from typing import Any

from concept_pages.definition.codec import decode
from concept_pages.definition.explaining import explanations
from concept_pages.definition.situation import Situation
from tests.authoring import group, question, template_data

DEFINITION = decode(
    template_data(
        group("first", question("uses_cloud", "yes_no")),
        group(
            "cloud",
            question("provider"),
            visible_if={"question": "uses_cloud", "operator": "equals", "value": True},
        ),
        group("last", question("notes")),
    )
)


def explained(answers: dict[str, Any], **not_applicable: str) -> dict[str, tuple[str, ...]]:
    """Return the sentences by key, in English."""
    situation = Situation(DEFINITION, answers, not_applicable)
    found = explanations(situation, "en", lambda text: text, {})
    return {one.key: (one.reason, *one.now) for one in found}


def test_nothing_is_explained_where_all_is_shown() -> None:
    assert explained({"uses_cloud": True}) == {}


def test_condition_is_said_with_what_is_answered_now() -> None:
    assert explained({"uses_cloud": False})["cloud"] == (
        "Shown if “uses_cloud (en)” is yes.",
        "“uses_cloud (en)” is answered with: No",
    )


def test_missing_answer_is_said() -> None:
    assert explained({})["cloud"][1] == "“uses_cloud (en)” is not answered."


def test_question_names_the_group_that_it_is_hidden_with() -> None:
    assert explained({})["provider"][0] == (
        "Hidden with the group “cloud (en)”. Shown if “uses_cloud (en)” is yes."
    )


def test_what_is_switched_off_says_the_reason() -> None:
    found = explained({"uses_cloud": True}, notes="Not needed here.")

    assert found == {"notes": ("Switched off for this service: Not needed here.",)}
