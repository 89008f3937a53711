"""Who may take which file out of the house, and what is written down about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from wagtail.models import PageLogEntry

from concept_pages.documents.export import (
    LOG_ACTION,
    ExportForbidden,
    ExportMissing,
    export_draft,
    export_release,
    may_export,
    may_export_draft,
)
from concept_pages.models import ConceptPage, TemplatePage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, assign, holder, holder_of_right
from tests.factories.templates import COMPLETE, released_template
from workflows.actions import retire, start_version

pytestmark = pytest.mark.django_db

TEXT = {"format": "txt", "language": "en"}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def page() -> ConceptPage:
    return released_concept()


def exporter(page: ConceptPage) -> Any:
    """Return somebody who may read and export, up to internal answers."""
    return holder_of_right("concept.read", "concept.export", at=page.get_parent().specific)


@pytest.mark.parametrize(
    ("rights", "allowed"),
    [
        ((), False),
        (("concept.read",), False),
        (("concept.export",), False),
        (("concept.read", "concept.export"), True),
    ],
)
def test_export_needs_the_rights_to_read_and_to_export(
    rights: tuple[str, ...], allowed: bool, page: ConceptPage
) -> None:
    user = holder_of_right(*rights, at=page.get_parent().specific)

    assert may_export(user, page) is allowed
    if not allowed:
        with pytest.raises(ExportForbidden):
            export_release(page, user=user, **TEXT)


def test_rights_for_another_service_group_count_for_nothing(page: ConceptPage) -> None:
    user = holder_of_right("concept.read", "concept.export", at=ServiceGroupFactory())

    assert not may_export(user, page)


def test_file_holds_what_the_person_is_cleared_for(page: ConceptPage) -> None:
    csirt = holder("csirt")

    low = export_release(page, user=exporter(page), **TEXT)
    high = export_release(page, user=csirt, **TEXT)

    assert COMPLETE["purpose"] in low.content.decode()
    assert COMPLETE["risks"] not in low.content.decode()
    assert COMPLETE["risks"] in high.content.decode()


def test_file_says_in_its_name_what_it_is(page: ConceptPage) -> None:
    file = export_release(page, user=exporter(page), format="pdf", language="en")

    assert file.name.endswith("_1_en.pdf")
    assert file.media_type == "application/pdf"
    assert file.content.startswith(b"%PDF")


def test_export_is_written_down(page: ConceptPage) -> None:
    user = exporter(page)

    export_release(page, user=user, **TEXT)

    entry = PageLogEntry.objects.get(page=page, action=LOG_ACTION)
    assert entry.user == user
    assert entry.data == {"format": "txt", "language": "en", "release": "1"}
    assert "1" in entry.message
    assert "Text" in entry.message


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"format": "exe"}, "There is no format “exe”."),
        ({"language": "fr"}, "There is no language “fr”."),
        ({"number": "7"}, "There is no release 7 of this page."),
    ],
)
def test_export_says_what_there_is_not(
    wanted: dict[str, str], sentence: str, page: ConceptPage
) -> None:
    with pytest.raises(ExportMissing) as refusal:
        export_release(page, user=exporter(page), **{**TEXT, **wanted})

    assert sentence in str(refusal.value)


def test_concept_that_was_never_released_has_no_file() -> None:
    page = concept_draft()

    with pytest.raises(ExportMissing, match="has not been released"):
        export_release(page, user=exporter(page), **TEXT)


def test_earlier_release_stays_what_it_was(page: ConceptPage) -> None:
    operator = holder("operator", at=page.get_parent().specific)
    start_version(page, by=operator)
    working = ConceptPage.objects.get(pk=page.pk)
    working.store({**COMPLETE, "purpose": "Noch nicht freigegeben"})
    working.save_revision(user=operator)

    file = export_release(page, user=exporter(page), number="1", **TEXT)

    assert COMPLETE["purpose"] in file.content.decode()
    assert "Noch nicht freigegeben" not in file.content.decode()


def test_draft_is_for_those_who_edit_it(page: ConceptPage) -> None:
    reader = exporter(page)

    assert not may_export_draft(reader, page)
    with pytest.raises(ExportForbidden):
        export_draft(page, user=reader, **TEXT)


def test_draft_is_exported_as_it_was_last_saved() -> None:
    page = concept_draft()
    operator = holder("operator", at=page.get_parent().specific)
    page.store({"purpose": "Zuletzt gespeichert"})
    page.save_revision(user=operator)

    file = export_draft(ConceptPage.objects.get(pk=page.pk), user=operator, **TEXT)

    assert "Zuletzt gespeichert" in file.content.decode()
    assert "This is a draft." in file.content.decode()
    assert file.name.endswith("_draft_en.txt")


def test_retired_concept_is_for_those_who_review(page: ConceptPage) -> None:
    isb = UserFactory()
    assign(isb, "isb")
    reader = exporter(page)
    retire(page, by=isb, comment="Dienst eingestellt.")
    page = ConceptPage.objects.get(pk=page.pk)

    assert not may_export(reader, page)
    assert may_export(isb, page)


def test_template_is_for_those_who_work_with_templates() -> None:
    template = TemplatePage.objects.get(pk=released_template().page_id)

    file = export_release(template, user=holder("isb"), **TEXT)

    assert "What is it for?" in file.content.decode()
    assert not may_export(holder("csirt"), template)
