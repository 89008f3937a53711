"""The number of the next release."""

from __future__ import annotations

import pytest

from concept_pages.definition.versions import next_version


@pytest.mark.parametrize(
    ("previous", "breaking", "proposed", "number"),
    [
        ("", False, "", "1.0"),
        ("", False, "1.0", "1.0"),
        ("", False, "3.2", "3.2"),
        ("", False, "final", "1.0"),
        ("1.0", False, "", "1.1"),
        ("1.9", False, "", "1.10"),
        ("1.4", True, "", "2.0"),
        ("1.0", False, "1.0", "1.1"),
        ("1.0", False, "1.5", "1.5"),
        ("1.0", False, "2.0", "2.0"),
        ("1.0", True, "1.5", "2.0"),
        ("1.0", True, "2.0", "2.0"),
        ("1.0", True, "2.0.1", "2.0.1"),
        ("1.0", False, "draft", "1.1"),
    ],
)
def test_next_version_follows_the_change_and_takes_a_fitting_wish(
    previous: str, breaking: bool, proposed: str, number: str
) -> None:
    assert next_version(previous, breaking=breaking, proposed=proposed) == number
