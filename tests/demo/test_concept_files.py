"""The concepts written for the demo can be submitted as they are, and show what we can do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import concept_pages.demo
from concept_pages.definition.codec import decode
from concept_pages.definition.completeness import problems
from concept_pages.definition.elements import Definition
from concept_pages.definition.situation import Situation

DATA = Path(concept_pages.demo.__file__).parent / "data"
WRITTEN = ("dns", "archive_backup", "groupware", "central_logging", "service_desk")


@pytest.fixture(scope="module")
def definition() -> Definition:
    return decode(yaml.safe_load((DATA / "lrz_template.yaml").read_text()))


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Any]:
    return yaml.safe_load((DATA / "services.yaml").read_text())


def concept(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / "concepts" / f"{name}.yaml").read_text())


@pytest.mark.parametrize("name", WRITTEN)
def test_written_concept_has_no_problem(
    name: str, definition: Definition, catalogue: dict[str, Any]
) -> None:
    services = {service["key"] for service in catalogue["services"]}

    found = problems(definition, concept(name)["answers"], services=services)

    assert [f"{problem.question}: {problem.message}" for problem in found] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_written_concept_answers_only_what_is_visible(name: str, definition: Definition) -> None:
    answers = concept(name)["answers"]

    hidden = set(answers) - Situation(definition, answers).visible_questions

    assert hidden == set()


@pytest.mark.parametrize("name", WRITTEN)
def test_written_concept_has_at_least_ninety_answers(name: str, definition: Definition) -> None:
    answers = concept(name)["answers"]

    assert len(Situation(definition, answers).visible_questions & set(answers)) >= 90


@pytest.mark.parametrize("name", WRITTEN)
def test_written_concept_has_answers_of_every_confidentiality(
    name: str, definition: Definition
) -> None:
    levels = {str(definition.confidentiality_of(key)) for key in concept(name)["answers"]}

    assert levels == {"public", "internal", "confidential", "strictly_confidential"}


def test_written_concepts_cover_every_service_group(catalogue: dict[str, Any]) -> None:
    covered = {concept(name)["service_group"] for name in WRITTEN}

    assert covered == {group["key"] for group in catalogue["groups"]}


def test_written_concepts_name_the_group_of_their_service(catalogue: dict[str, Any]) -> None:
    group_of = {service["key"]: service["group"] for service in catalogue["services"]}

    wrong = [name for name in WRITTEN if group_of[name] != concept(name)["service_group"]]

    assert wrong == []
