"""Every file that leaves the house is one line: who took what, and which of it."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import PageLogEntry

from concept_pages.models import Attachment, AuditEntry
from tests.factories.concepts import released_concept
from tests.factories.people import UserFactory, holder, holder_of_right
from tests.factories.templates import released_template

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event


def taken() -> list[AuditEntry]:
    """Return the files that were written down."""
    return list(AuditEntry.objects.filter(event=EVENT.EXPORTED))


def test_concept_is_written_down_with_release_format_and_language(client: Client) -> None:
    page = released_concept()
    client.force_login(holder("csirt", username="carla"))

    client.get(reverse("concept_pages:export", args=[page.pk, "txt"]), {"language": "en"})

    entry = taken()[0]
    assert len(taken()) == 1
    assert (entry.by.username, entry.about) == ("carla", page.title)
    assert entry.detail == {"page": page.pk, "format": "txt", "language": "en", "release": "1"}


def test_attachment_is_written_down_without_its_content(client: Client) -> None:
    page = released_concept()
    stored = Attachment.objects.create(
        concept=page,
        question="plan",
        name="plan.txt",
        size=6,
        file=ContentFile(b"secret", "plan.txt"),
    )
    client.force_login(holder("owner", page.get_parent().specific))

    response = client.get(reverse("concepts:attachment", args=[stored.pk]))

    assert b"".join(response) == b"secret"
    assert [entry.detail["attachment"] for entry in taken()] == [stored.pk]


def test_document_of_the_house_is_written_down(client: Client) -> None:
    document = Document.objects.create(title="Policy", file=ContentFile(b"x", "policy.txt"))
    client.force_login(UserFactory())

    b"".join(client.get(document.url))

    assert [entry.about for entry in taken()] == ["Policy"]


def test_list_as_spreadsheet_is_written_down(client: Client) -> None:
    client.force_login(holder("admin"))

    response = client.get(reverse("wagtailadmin_reports:site_history"), {"export": "csv"})

    assert b"".join(response).startswith(codecs.BOM_UTF8)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [entry.about[-4:] for entry in taken()] == [".csv"]
    assert "export=csv" in taken()[0].detail["path"]


def test_title_in_a_list_as_spreadsheet_is_no_formula(client: Client) -> None:
    page = released_template().page
    admin = holder("admin")
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=admin)
    PageLogEntry.objects.update(label="=HYPERLINK(1)")
    client.force_login(admin)

    response = client.get(reverse("wagtailadmin_reports:site_history"), {"export": "csv"})

    rows = list(csv.reader(StringIO(b"".join(response).decode("utf-8-sig"))))
    titles = {cell for row in rows[1:] for cell in row if "HYPERLINK" in cell}
    assert titles == {"'=HYPERLINK(1)"}


def test_commands_are_written_down_too(tmp_path: Path) -> None:
    template = released_template().page
    file = tmp_path / "file"

    call_command("export_template", output=file)

    entry = taken()[0]
    assert (entry.about, entry.detail["command"]) == (template.title, "export_template")


def test_command_for_somebody_without_the_right_is_a_refusal(tmp_path: Path) -> None:
    page = released_concept()
    person = holder_of_right("concept.read", at=page.get_parent().specific)
    key = page.services.get().key

    with pytest.raises(CommandError):
        call_command(
            "export_concept", key, format="txt", person=person.username, output=tmp_path / "file"
        )

    entry = AuditEntry.objects.get(event=EVENT.DENIED)
    assert (entry.by, entry.about, entry.refused) == (person, page.title, True)
    assert taken() == []
