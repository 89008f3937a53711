"""The service group of a concept is said by its name, whether the template lists it or not."""

from __future__ import annotations

from concept_pages.definition.answer_types import text_of
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition, Text

NAMES = {"cloud": Text("Cloud-Dienste", "Cloud services")}


def definition() -> Definition:
    return decode(
        {
            "format": "template/1",
            "key": "small",
            "version": "1.0",
            "label": {"de": "Klein", "en": "Small"},
            "chapters": [
                {
                    "key": "choice",
                    "label": {"de": "Wahl", "en": "Choice"},
                    "questions": [
                        _choice("group"),
                        {
                            "key": "services",
                            "type": "reference_service",
                            "multiple": True,
                            "filter_by": "group",
                            "label": {"de": "Dienste", "en": "Services"},
                        },
                        _choice("colour"),
                    ],
                }
            ],
        }
    )


def _choice(key: str) -> dict[str, object]:
    return {
        "key": key,
        "type": "single_choice",
        "label": {"de": key, "en": key},
        "options": [{"key": "network", "de": "Netzdienste", "en": "Network services"}],
    }


def test_listed_group_is_said_by_its_option() -> None:
    small = definition()

    assert text_of(small, small.questions["group"], "network", "de", NAMES) == "Netzdienste"


def test_younger_group_is_said_by_its_name() -> None:
    small = definition()

    assert text_of(small, small.questions["group"], "cloud", "en", NAMES) == "Cloud services"


def test_other_choices_do_not_borrow_names() -> None:
    small = definition()

    assert text_of(small, small.questions["colour"], "cloud", "de", NAMES) == "cloud"
