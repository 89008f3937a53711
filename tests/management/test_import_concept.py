"""`import_concept` says what it did in one line, and fails with a plain sentence."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from concept_pages.models import ConceptPage, Service
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import submitted_concept
from tests.factories.people import holder
from tests.factories.templates import released_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service without a concept, and a template in force."""
    released_template()
    return ServiceFactory()


def concept_file(folder: Path, service: Service, answers: str = "{purpose: x}") -> Path:
    """Write a concept file."""
    path = folder / "concept.yaml"
    path.write_text(
        f"format: concept/1\ntemplate: {{key: small}}\nservice: {service.key}\nanswers: {answers}\n"
    )
    return path


def run(path: Path, user: str) -> list[str]:
    """Run the command and return the lines that it says."""
    said = StringIO()
    call_command("import_concept", path, f"--as={user}", stdout=said)
    return said.getvalue().splitlines()


def test_import_concept_says_what_it_did_in_one_line(tmp_path, service):
    owner = holder("owner", service.group)

    lines = run(concept_file(tmp_path, service), owner.username)

    assert len(lines) == 1
    assert ConceptPage.objects.get().title in lines[0]


def test_import_concept_names_each_answer_that_did_not_fit(tmp_path, service):
    owner = holder("owner", service.group)

    lines = run(concept_file(tmp_path, service, "{purpose: x, gone: y}"), owner.username)

    assert [line.split(":")[0].strip() for line in lines[:-1]] == ["gone"]


def test_import_concept_counts_in_the_singular(tmp_path, service):
    owner = holder("owner", service.group)

    with translation.override("en"):
        *_notes, said = run(
            concept_file(tmp_path, service, "{purpose: x, gone: y}"), owner.username
        )

    assert said.endswith("started: 1 answer stored, 1 note.")


def test_import_concept_says_that_other_answers_stay(tmp_path, service):
    owner = holder("owner", service.group)
    run(concept_file(tmp_path, service), owner.username)

    with translation.override("en"):
        (said,) = run(concept_file(tmp_path, service), owner.username)

    assert "1 answer stored, 0 notes; answers that the file does not mention stay" in said


def test_import_concept_names_who_lacks_which_right(tmp_path, service):
    reader = holder("reader", service.group, username="rita")

    with translation.override("en"), pytest.raises(CommandError) as refusal:
        run(concept_file(tmp_path, service), reader.username)

    assert "“rita” does not hold the right “Create concepts”." in str(refusal.value)


def test_import_concept_refuses_unknown_people(tmp_path, service):
    with pytest.raises(CommandError, match="nobody"):
        run(concept_file(tmp_path, service), "nobody")


def test_import_concept_refuses_a_missing_file(tmp_path, service):
    owner = holder("owner", service.group)

    with pytest.raises(CommandError, match=r"nothing\.yaml"):
        run(tmp_path / "nothing.yaml", owner.username)


def test_import_concept_refuses_people_without_the_right(tmp_path, service):
    reader = holder("reader", service.group)

    with pytest.raises(CommandError):
        run(concept_file(tmp_path, service), reader.username)

    assert not ConceptPage.objects.exists()


def test_import_concept_refuses_a_concept_under_review(tmp_path):
    page = submitted_concept()
    service = page.covered_services[0]
    owner = holder("owner", service.group)

    with pytest.raises(CommandError):
        run(concept_file(tmp_path, service), owner.username)


def test_import_concept_refuses_a_broken_file_with_the_place(tmp_path, service):
    owner = holder("owner", service.group)
    path = concept_file(tmp_path, service)
    path.write_text(path.read_text().replace("concept/1", "other/1"))

    with pytest.raises(CommandError, match="format"):
        run(path, owner.username)
