"""The browser decides about visibility exactly as the server does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from concept_pages.definition.browser import visibility_spec
from concept_pages.definition.codec import decode
from concept_pages.definition.situation import Situation
from tests.definition.build import CONCEPTS, shipped
from tests.definition.strategies import definitions, wild_answers
from tests.definition.vectors import COMPARISONS, DOCUMENTS, definition_of

SCRIPT = Path(settings.BASE_DIR) / "static" / "concept_pages" / "js" / "conditions.js"

EVALUATE = """vectors => vectors.map(([type, have, operator, value]) =>
    secdocConditions.evaluate({question: "q", operator, value}, {q: have}, {q: true}, {q: type}))"""
VISIBLE = """cases => cases.map(([spec, answers, notApplicable]) => {
    const shown = secdocConditions.visible(spec, answers, notApplicable);
    return Object.keys(shown).filter(key => shown[key]).sort();
})"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Open an empty page that knows the script."""
    page = chromium.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def test_browser_agrees_with_every_comparison_vector(page: Page) -> None:
    found = page.evaluate(EVALUATE, [list(vector[:4]) for vector in COMPARISONS])

    wrong = [v for v, holds in zip(COMPARISONS, found, strict=True) if holds is not v[4]]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["name"])
def test_browser_agrees_with_document_vector(page: Page, document: dict[str, Any]) -> None:
    spec = visibility_spec(definition_of(document))
    case = [spec, document["answers"], document.get("not_applicable", {})]

    (found,) = page.evaluate(VISIBLE, [case])

    assert found == sorted(document["visible"])


@pytest.mark.parametrize("name", CONCEPTS)
def test_browser_shows_of_an_example_concept_what_the_server_shows(page: Page, name: str) -> None:
    definition = decode(shipped("lrz_template"))
    answers = shipped(f"concepts/{name}")["answers"]

    (found,) = page.evaluate(VISIBLE, [[visibility_spec(definition), answers, {}]])

    assert found == shown(Situation(definition, answers))


def shown(situation: Situation) -> list[str]:
    """Return the keys of all that is visible."""
    return sorted(situation.visible_groups | situation.visible_questions)


@hypothesis_settings(max_examples=60)
@given(st.data())
def test_browser_agrees_with_the_server_on_random_definitions(
    page: Page, data: st.DataObject
) -> None:
    definition = data.draw(definitions())
    keys = st.sampled_from([*definition.questions, *definition.groups_by_key])
    situations = [
        Situation(
            definition,
            jsonable(data.draw(wild_answers(definition))),
            dict.fromkeys(data.draw(st.lists(keys, max_size=2)), "none"),
        )
        for _ in range(8)
    ]
    spec = visibility_spec(definition)

    found = page.evaluate(VISIBLE, [[spec, s.answers, s.not_applicable] for s in situations])

    assert found == [shown(situation) for situation in situations]


def jsonable(value: Any) -> Any:
    """Return what survives the way into a browser: no lone surrogates, no endless integers."""
    if isinstance(value, dict):
        return {jsonable(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [jsonable(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, int) and abs(value) > 2**53:
        return float(2**53)
    return value
