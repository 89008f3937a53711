"""Each input reads what its posted field holds, also where it holds nonsense."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concept_pages.blocks.widgets import AnswerWidget, widget_for
from tests.documents.shipped import shipped_definition

TEMPLATE = shipped_definition()


def widget(key: str) -> AnswerWidget:
    """Return the input of a question of the shipped template."""
    return widget_for(TEMPLATE.questions[key], TEMPLATE, "de")


@pytest.mark.parametrize(
    ("question", "posted", "answer"),
    [
        ("service_owner", "  Team Netze ", "Team Netze"),
        ("service_owner", "   ", None),
        ("has_test_system", "true", True),
        ("has_test_system", "false", False),
        ("has_test_system", "", None),
        ("hosting", '"public_cloud"', "public_cloud"),
        ("responsible_department", '{"other": " Referat 7 "}', {"other": "Referat 7"}),
        ("released_by", '["team_lead", {"other": ""}]', ["team_lead"]),
        ("prod_dns_names", "a.example\r\n\r\n b.example \n", ["a.example", "b.example"]),
        (
            "protection_needs",
            '{"confidentiality": "high", "integrity": ""}',
            {"confidentiality": "high"},
        ),
        ("directory_service", '"directory"', "directory"),
    ],
)
def test_read_understands_the_posted_field(question, posted, answer):
    assert widget(question).read(posted) == answer


def test_read_drops_rows_in_which_only_the_preset_is_named():
    rows = '[{"row": "hardware"}, {"row": "network_connection", "name": "Netzbetrieb"}, {}]'

    assert widget("contacts").read(rows) == [{"row": "network_connection", "name": "Netzbetrieb"}]


def test_read_keeps_columns_and_rows_that_the_template_does_not_know():
    rows = '[{"row": "gone", "name": "x", "left": "y"}]'

    assert widget("contacts").read(rows) == [{"row": "gone", "name": "x", "left": "y"}]


@pytest.mark.parametrize("posted", ["{", "[NaN]", "[" * 100_000, "9" * 5_000])
@pytest.mark.parametrize("question", ["contacts", "released_by", "network_diagram"])
def test_read_keeps_broken_json_as_text(question, posted):
    assert widget(question).read(posted) == posted


@pytest.mark.parametrize("value", [{"other": "x"}, ["x"], 5, True, "x", None])
def test_format_value_shows_anything_and_never_fails(value: Any):
    shown = [widget(question).format_value(value) for question in TEMPLATE.questions]

    assert all(isinstance(text, str) for text in shown)


def test_choice_with_many_options_is_a_select():
    question = TEMPLATE.questions["hosting"]
    many = replace(question, options=question.options * 2)

    assert "<select" in widget_for(many, TEMPLATE, "de").render("x", None)
    assert "<select" not in widget_for(question, TEMPLATE, "de").render("x", None)


def test_cells_of_a_table_post_nothing():
    rendered = widget("contacts").render("x", None)

    assert rendered.count(" name=") == 1
