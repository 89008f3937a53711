"""Which answers of a concept are printed, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Confidentiality, Definition
from concept_pages.documents.document import Document, Entry, Section, State, plain_text
from tests.documents.shipped import assembled as assembled_from

NAMES = {"dns": {"de": "Namensdienst", "en": "Name service"}}


def definition(*questions: dict[str, Any], **group: Any) -> Definition:
    """Return a template with one section that asks these questions."""
    asked = [
        {"label": {"de": f"Frage {q['key']}", "en": f"Ask {q['key']}"}, **q} for q in questions
    ]
    return decode(
        {
            "format": "template/1",
            "key": "made",
            "version": "2.0",
            "label": {"de": "Vorlage", "en": "Template"},
            "document_title": {"de": "Konzept für {services}", "en": "Concept for {services}"},
            "chapters": [
                {
                    "key": "chapter",
                    "number": "1",
                    "label": {"de": "Kapitel", "en": "Chapter"},
                    "sections": [
                        {
                            "key": "section",
                            "number": "1.1",
                            "label": {"de": "Abschnitt", "en": "Section"},
                            "questions": asked,
                            **group,
                        }
                    ],
                }
            ],
        }
    )


ASKED = definition(
    {"key": "open", "type": "text"},
    {"key": "switch", "type": "yes_no"},
    {
        "key": "dependent",
        "type": "text",
        "visible_if": {"question": "switch", "operator": "equals", "value": True},
    },
    {"key": "secret", "type": "text", "confidentiality": "confidential"},
    {"key": "top_secret", "type": "text", "confidentiality": "strictly_confidential"},
)


def assembled(answers: dict[str, Any], asked: Definition = ASKED, **kwargs: Any) -> Document:
    """Return the Document of a concept with these answers."""
    content = {
        "title": {"de": "DNS", "en": "DNS"},
        "service_group": {"key": "net", "de": "Netz", "en": "Network"},
        "services": [{"key": "dns", "de": "Namensdienst", "en": "Name service"}],
        "answers": answers,
        "not_applicable": kwargs.pop("not_applicable", {}),
        "names": NAMES,
    }
    return assembled_from(content, definition=asked, **kwargs)


def entries(document: Document) -> dict[str, Entry]:
    return {entry.key: entry for entry in document.entries()}


def sections(document: Document) -> dict[str, Section]:
    return {section.key: section for _depth, section in document.walk()}


def said(entry: Entry) -> str:
    return "\n".join(map(plain_text, entry.blocks))


def test_title_names_the_services_in_the_language_of_the_document() -> None:
    document = assembled({}, language="en")

    assert document.title == "Concept for Name service"
    assert document.subtitle == "Network"


def test_unanswered_question_is_printed_as_such() -> None:
    found = entries(assembled({}, language="en"))

    assert found["open"].state is State.NOT_ANSWERED
    assert said(found["open"]) == "not answered"


def test_unanswered_questions_can_be_left_out() -> None:
    document = assembled({"open": "ja"}, unanswered=False)

    assert list(entries(document)) == ["open"]


def test_section_without_any_answer_is_left_out_with_its_questions() -> None:
    assert assembled({}, unanswered=False).sections == ()


@pytest.mark.parametrize(("switch", "printed"), [(True, True), (False, False), (None, False)])
def test_hidden_question_is_never_printed(switch: bool | None, printed: bool) -> None:
    document = assembled({"switch": switch, "dependent": "noch da"})

    assert ("dependent" in entries(document)) is printed


@pytest.mark.parametrize(
    ("clearance", "printed"),
    [
        (Confidentiality.PUBLIC, set()),
        (Confidentiality.INTERNAL, {"open"}),
        (Confidentiality.CONFIDENTIAL, {"open", "secret"}),
        (Confidentiality.STRICTLY_CONFIDENTIAL, {"open", "secret", "top_secret"}),
    ],
)
def test_reader_gets_answers_up_to_the_clearance(
    clearance: Confidentiality, printed: set[str]
) -> None:
    answers = {"open": "a", "secret": "b", "top_secret": "c"}

    document = assembled(answers, clearance=clearance, unanswered=False)

    assert set(entries(document)) == printed
    assert document.withheld == len(answers) - len(printed)


def test_unanswered_question_above_the_clearance_is_neither_printed_nor_counted() -> None:
    document = assembled({"open": "a"}, clearance=Confidentiality.INTERNAL)

    assert "secret" not in entries(document)
    assert document.withheld == 0
    assert document.notices == ()


def test_section_says_how_much_of_it_is_withheld() -> None:
    document = assembled({"secret": "b"}, clearance=Confidentiality.INTERNAL, language="en")

    sentence = "1 answer is more confidential than your clearance and is not shown."
    assert sections(document)["section"].notes == (sentence,)
    assert document.notices == (sentence,)


def test_group_makes_its_answers_more_confidential() -> None:
    asked = definition({"key": "open", "type": "text"}, confidentiality="confidential")

    document = assembled({"open": "a"}, asked, clearance=Confidentiality.INTERNAL)

    assert entries(document) == {}
    assert document.withheld == 1


def test_answer_stricter_than_usual_is_marked() -> None:
    found = entries(assembled({"open": "a", "secret": "b"}, language="en"))

    assert found["open"].level_label == ""
    assert found["secret"].level_label == "confidential"


def test_mark_of_a_group_is_not_repeated_at_its_answers() -> None:
    asked = definition({"key": "open", "type": "text"}, confidentiality="confidential")

    document = assembled({"open": "a"}, asked, language="en")

    assert sections(document)["section"].level_label == "confidential"
    assert entries(document)["open"].level_label == ""


def test_document_is_as_confidential_as_what_it_prints() -> None:
    answers = {"open": "a", "top_secret": "c"}

    full = assembled(answers)
    partial = assembled(answers, clearance=Confidentiality.CONFIDENTIAL)

    assert full.classification == "strictly_confidential"
    assert partial.classification == "internal"


def test_question_that_is_not_applicable_says_why() -> None:
    document = assembled({"open": "alt"}, not_applicable={"open": "kein Netz"}, language="en")

    entry = entries(document)["open"]
    assert entry.state is State.NOT_APPLICABLE
    assert said(entry) == "Not applicable: kein Netz"
    assert entry.value is None


def test_group_that_is_not_applicable_says_why_and_nothing_else() -> None:
    document = assembled({"open": "a"}, not_applicable={"section": "kein Netz"}, language="en")

    assert sections(document)["section"].notes == ("Not applicable: kein Netz",)
    assert entries(document) == {}


def test_reason_of_a_confidential_group_is_for_those_who_are_cleared() -> None:
    asked = definition({"key": "open", "type": "text"}, confidentiality="confidential")

    document = assembled(
        {}, asked, not_applicable={"section": "geheimer Grund"},
        clearance=Confidentiality.INTERNAL, language="en",
    )  # fmt: skip

    assert sections(document)["section"].notes == ("Not applicable.",)


def test_names_are_those_of_the_release() -> None:
    asked = definition({"key": "needs", "type": "reference_service"})

    found = entries(assembled({"needs": "dns"}, asked))

    assert said(found["needs"]) == "Namensdienst"


def test_answer_that_fits_nothing_is_printed_all_the_same() -> None:
    asked = definition({"key": "count", "type": "integer"}, {"key": "list", "type": "ip_list"})

    found = entries(assembled({"count": "viele", "list": {"x": "y"}}, asked))

    assert said(found["count"]) == "viele"
    assert said(found["list"]) == "y"
