"""What is switched off for a service, and what it adds, in every format and in the review."""

from __future__ import annotations

from functools import cache

import pytest
from django.utils import translation

from concept_pages.definition.elements import Confidentiality, Definition
from concept_pages.definition.own import own_groups, with_own
from concept_pages.documents.changes import count_changes, mark_changes
from concept_pages.documents.document import Change, Document, Entry, Section
from concept_pages.documents.formats import FORMATS
from tests.definition.build import asked, chapter, definition, group, question
from tests.documents.reading_back import WORDS, squeezed
from tests.documents.shipped import assembled, content_of

SECRET = Confidentiality.STRICTLY_CONFIDENTIAL
COMMON = definition(
    group("net", question("host"), question("port")),
    group("risks", question("worst", confidentiality=SECRET)),
    group("people", question("owner"), question("deputy", confidentiality=SECRET)),
)
OWN = chapter("own__sites", asked("own__site"))
ASKED = with_own(COMMON, own_groups([OWN]))
ANSWERS = {"host": "ns1", "own__site": "Garching", "owner": "Olga"}
REASONS = {
    "port": "Kein offener Port.",
    "risks": "Geheimer Grund A.",
    "deputy": "Geheimer Grund B.",
}


def made(
    off: dict[str, str],
    answers: dict[str, str] = ANSWERS,
    clearance: Confidentiality = SECRET,
    asked_now: Definition = ASKED,
) -> Document:
    """Return the document of a concept with these reasons."""
    content = content_of(dict(answers), not_applicable=off)
    return assembled(content, definition=asked_now, clearance=clearance, language="en")


@cache
def words(format: str, clearance: Confidentiality) -> str:
    with translation.override("en"):
        return WORDS[format](FORMATS[format].render(made(REASONS, clearance=clearance)))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_prints_the_reason_where_the_question_would_stand(format: str) -> None:
    found = words(format, SECRET)

    for reason in REASONS.values():
        assert squeezed(f"Not applicable: {reason}") in found


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_tells_a_reason_above_the_clearance(format: str) -> None:
    found = words(format, Confidentiality.INTERNAL)

    assert squeezed("Kein offener Port.") in found
    assert squeezed("Geheimer Grund") not in found


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_prints_what_the_service_adds(format: str) -> None:
    found = words(format, SECRET)

    assert squeezed("These questions are asked of this service only.") in found
    assert "Garching" in found


# The review ---------------------------------------------------------------------------------------


def marked(before: dict[str, str], after: dict[str, str], **answers: str) -> Document:
    """Return the document of now, marked against that of before."""
    with translation.override("en"):
        old, new = made(before), made(after, {**ANSWERS, **answers})
        return mark_changes(new, old)


def entry_of(document: Document, key: str) -> Entry:
    return next(entry for entry in document.entries() if entry.key == key)


def section_of(document: Document, key: str) -> Section:
    return next(section for _depth, section in document.walk() if section.key == key)


def test_question_switched_off_since_the_last_release_is_marked() -> None:
    document = marked({}, {"port": "None."})

    found = entry_of(document, "port")
    assert (found.change, found.remarks) == (
        Change.CHANGED,
        ("Switched off for this service since then.",),
    )


def test_question_switched_on_again_is_marked_even_without_an_answer() -> None:
    document = marked({"port": "None."}, {})

    found = entry_of(document, "port")
    assert (found.change, found.remarks) == (
        Change.CHANGED,
        ("Switched on again for this service since then.",),
    )


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ({}, {"risks": "None."}, "Switched off for this service since then."),
        ({"risks": "None."}, {}, "Switched on again for this service since then."),
    ],
)
def test_group_without_answers_is_marked_and_counted(
    before: dict[str, str], after: dict[str, str], remark: str
) -> None:
    document = marked(before, after)

    section = section_of(document, "risks")
    assert (section.change, remark in section.notes) == (Change.CHANGED, True)
    assert count_changes(document) == {Change.CHANGED: 1}
    assert document.notices[-1] == "Since version 1.0: 0 new, 1 changed, 0 removed."


def test_answers_of_a_group_that_was_switched_off_are_shown_as_gone() -> None:
    document = marked({}, {"net": "None."})

    assert entry_of(document, "host").change is Change.REMOVED


def test_what_was_off_before_is_not_marked() -> None:
    document = marked(REASONS, REASONS)

    assert not count_changes(document)
    assert document.notices[-1] == "Nothing has changed since version 1.0."
