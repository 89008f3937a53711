"""The command writes one file, says one line, and refuses in a plain sentence."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from concept_pages.models import ConceptPage, Service
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, holder
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def service() -> Service:
    return ServiceFactory(key="dns")


@pytest.fixture
def page(service: Service) -> ConceptPage:
    return released_concept(service)


def export(output: Path, **kwargs: Any) -> str:
    out = StringIO()
    options = {"service": "dns", "format": "txt", "language": "en", "person": "alice", **kwargs}
    call_command("export_concept", options.pop("service"), output=output, stdout=out, **options)
    return out.getvalue()


def test_file_is_written_and_said_in_one_line(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")
    output = tmp_path / "dns.pdf"

    said = export(output, format="pdf")

    assert said == f"Concept “{page.title}” written to {output} ({output.stat().st_size} bytes).\n"
    assert output.read_bytes().startswith(b"%PDF")


def test_file_holds_what_the_person_is_cleared_for(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")
    operator = holder("operator", at=page.get_parent().specific, username="bob")
    operator.role_assignments.get().role.__class__.objects.filter(key="operator").update(
        clearance="internal"
    )

    export(tmp_path / "high.txt")
    export(tmp_path / "low.txt", person="bob")

    assert COMPLETE["risks"] in (tmp_path / "high.txt").read_text()
    assert COMPLETE["risks"] not in (tmp_path / "low.txt").read_text()


def test_draft_is_written_for_its_editor(service: Service, tmp_path: Path) -> None:
    concept_draft(service)
    holder("operator", at=service.group, username="alice")

    export(tmp_path / "draft.txt", draft=True)

    assert "This is a draft." in (tmp_path / "draft.txt").read_text()


def test_earlier_file_is_replaced(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")
    output = tmp_path / "dns.txt"
    output.write_text("von gestern")

    export(output)

    assert "von gestern" not in output.read_text()
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"service": "nowhere"}, "There is no service “nowhere”."),
        ({"format": "exe"}, "There is no format “exe”."),
        ({"language": "fr"}, "There is no language “fr”."),
        ({"person": "nobody"}, "There is no active user “nobody”."),
        ({"release": "9"}, "There is no release 9 of this page."),
    ],
)
def test_refusal_is_a_plain_sentence(
    wanted: dict[str, str], sentence: str, page: ConceptPage, tmp_path: Path
) -> None:
    holder("csirt", username="alice")
    output = tmp_path / "dns.txt"

    with pytest.raises(CommandError) as refusal:
        export(output, **wanted)

    assert sentence in str(refusal.value)
    assert not output.exists()


def test_person_without_the_right_is_refused(page: ConceptPage, tmp_path: Path) -> None:
    UserFactory(username="alice")

    with pytest.raises(CommandError, match="“alice” does not have the right to export this"):
        export(tmp_path / "dns.txt")


def test_draft_is_refused_to_readers(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")

    with pytest.raises(CommandError, match="“alice” does not have the right to export the draft"):
        export(tmp_path / "dns.txt", draft=True)


def test_service_without_concept_is_named(service: Service, tmp_path: Path) -> None:
    UserFactory(username="alice")

    with pytest.raises(CommandError, match="has no security concept"):
        export(tmp_path / "dns.txt")


def test_folder_that_does_not_exist_is_named(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")
    output = tmp_path / "nowhere" / "dns.txt"

    with pytest.raises(CommandError, match="cannot be written"):
        export(output)


def test_folder_in_place_of_a_file_is_named(page: ConceptPage, tmp_path: Path) -> None:
    holder("csirt", username="alice")

    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path)

    assert list(tmp_path.iterdir()) == []
