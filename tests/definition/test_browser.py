"""The conditions as the browser gets them; that it decides alike is shown in the journeys."""

from __future__ import annotations

import json

from concept_pages.definition.browser import visibility_spec
from concept_pages.definition.codec import decode

from .build import definition, group, question, shipped, when


def test_spec_lists_elements_with_the_group_they_lie_in() -> None:
    condition = when("a", "equals", "x")
    made = definition(
        group("g", question("a"), group("h", question("b"), visible_if=condition)), group("i")
    )

    assert visibility_spec(made) == {
        "types": {"a": "text"},
        "elements": [
            ["g", -1, None],
            ["a", 0, None],
            ["h", 0, {"question": "a", "operator": "equals", "value": "x"}],
            ["b", 2, None],
            ["i", -1, None],
        ],
    }


def test_spec_of_the_shipped_template_is_small() -> None:
    spec = visibility_spec(decode(shipped("lrz_template")))

    assert len(spec["elements"]) == 4 + 23 + 148
    assert len(json.dumps(spec, separators=(",", ":"))) < 12_000
