"""Names of review steps, in the language of whoever reads them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from workflows.words import step_name

STEP = {"name": "Fachliche Freigabe", "name_en": "Professional release"}


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Fachliche Freigabe"), ("en", "Professional release")]
)
def test_step_name_is_in_the_language_of_the_screen(language: str, name: str) -> None:
    with override(language):
        assert step_name(STEP) == name


@pytest.mark.parametrize("step", [{"name": "Prüfung"}, {"name": "Prüfung", "name_en": ""}])
def test_step_name_without_english_is_the_only_one(step: dict[str, str]) -> None:
    with override("en"):
        assert step_name(step) == "Prüfung"
