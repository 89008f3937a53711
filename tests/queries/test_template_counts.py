"""The draft of a template in numbers."""

from __future__ import annotations

import pytest

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import AnswerType
from concept_pages.queries.template_counts import lacks_translation
from concept_pages.queries.template_outline import Draft
from tests.authoring import HAS_TEST_SYSTEM, draft_template, english, group, question, template_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


def test_counts_tell_types_required_and_conditional_ones() -> None:
    counts = Draft(draft_template()).counts

    assert (counts.groups, counts.questions) == (3, 4)
    assert (counts.required, counts.conditional) == (1, 1)
    assert counts.types == ((AnswerType.TEXT, 3), (AnswerType.YES_NO, 1))
    assert counts.lacking == ()


def test_conditions_of_groups_count_too() -> None:
    data = template_data(
        group("a", question("has_test_system", "yes_no")),
        group("b", question("c"), visible_if=HAS_TEST_SYSTEM),
    )

    assert Draft(draft_template(decode(data))).counts.conditional == 1


def test_places_without_translation_are_named() -> None:
    half = {"key": "x", "de": "nur deutsch"}
    sets = {"half": [half], "whole": [{"key": "y", "de": "Y", "en": "Y"}]}
    kinds = question("kind", "single_choice", option_set="half")
    own = question("own", "single_choice", options=[half])
    also = question("also", "single_choice", option_set="whole")
    template = draft_template(decode(template_data(group("a", kinds, own, also), option_sets=sets)))

    counts = Draft(template).counts

    assert [place.key for place in counts.lacking] == ["own"]
    assert counts.lacking_sets == ("half",)
    assert counts.lacking[0].where.endswith("-section")


@pytest.mark.parametrize(
    ("data", "lacks"),
    [
        ({"label": {"de": "A", "en": "A"}}, False),
        ({"label": {}}, False),
        ({"label": {"de": "A"}}, True),
        ({"label": {"de": "A", "en": " "}}, True),
        ({"label": {}, "help": {"en": "A"}}, True),
        ({"label": {}, "unit": {"de": "Tage"}}, True),
        ({"label": {}, "columns": [{"de": "A", "en": "A", "options": [{"de": "x"}]}]}, True),
        ({"label": {}, "rows": [{"en": "A"}]}, True),
    ],
)
def test_every_text_has_to_be_there_in_both_languages(data: dict, lacks: bool) -> None:  # type: ignore[type-arg]
    assert lacks_translation(data) is lacks


def test_option_sets_know_where_they_are_used() -> None:
    sets = {name: [{"key": "y", "de": "Y", "en": "Y"}] for name in ("used", "unused")}
    column = {"key": "k", "de": "K", "en": "K", "type": "single_choice", "option_set": "used"}
    template = draft_template(
        decode(
            template_data(
                group(
                    "a",
                    question("kind", "single_choice", option_set="used"),
                    question("list", "table", columns=[column], allow_add_rows=True),
                ),
                option_sets=sets,
            )
        )
    )

    uses = Draft(template).option_set_uses

    assert {name: [place.key for place in places] for name, places in uses.items()} == {
        "used": ["kind", "list"],
        "unused": [],
    }
