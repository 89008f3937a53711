"""A template changes under an open editor: nothing is undone, and what is left over can be seen."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from concept_pages.actions.import_template import Breaking, import_template, release_template
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.codec import decode, encode
from concept_pages.models import ConceptPage, TemplatePage

from .conftest import Person
from .steps import answer, open_concept, save_draft

FULL, GONE = "lrz_security_concept", "service_description"


def upgrade_without(concept: ConceptPage, question: str) -> None:
    """Release a version of the template without a question, and bring the concept to it."""
    people = get_user_model().objects
    made = encode(decode(TemplatePage.objects.get(key=FULL).lifecycle.released.content))
    for group in groups(made["chapters"]):
        kept = [one for one in group.get("questions", ()) if one["key"] != question]
        if "questions" in group:
            group["questions"] = kept
    import_template(decode(made), by=people.get(username="admin"), breaking=Breaking.PARK)
    release_template(
        TemplatePage.objects.get(key=FULL),
        submitted_by=people.get(username="admin"),
        released_by=people.get(username="isb"),
    )
    released = TemplatePage.objects.get(key=FULL).lifecycle.released
    apply_upgrade(concept, to=released, by=people.get(username="admin"))


def groups(chapters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for group in chapters for one in (group, *groups(group.get("sections", [])))]


def stored(service: str) -> dict[str, Any]:
    page = ConceptPage.objects.get(services__key=service)
    return page.get_latest_revision_as_object().stored_answers


def test_text_for_a_question_that_went_can_be_copied_and_the_rest_is_saved(person: Person) -> None:
    page = person("operator-network")
    open_concept(page, re.compile("DNS"))
    upgrade_without(ConceptPage.objects.get(services__key="dns"), GONE)

    page.locator(answer(page, GONE)).fill("vergeblich getippt")
    page.locator(answer(page, "service_owner")).fill("Anna")
    save_draft(page)

    expect(page.locator("[data-unplaced] textarea")).to_have_value("vergeblich getippt")
    expect(page.locator(answer(page, "service_owner"))).to_have_value("Anna")
    save_draft(page)
    assert stored("dns")["service_owner"] == "Anna"
    assert GONE not in stored("dns")


def test_value_that_is_not_offered_any_more_can_be_taken_out(person: Person) -> None:
    concept = ConceptPage.objects.get(services__key="dns")
    draft = concept.get_latest_revision_as_object()
    found = draft.stored_answers["risk_scenarios"]
    draft.store({**draft.stored_answers, "risk_scenarios": [*found, "asteroid"]})
    draft.save_revision()

    page = person("operator-network")
    open_concept(page, re.compile("DNS"))
    left = page.locator("#question-risk_scenarios [data-leftover]")
    expect(left).to_contain_text("asteroid")
    left.locator("input").uncheck()
    save_draft(page)

    expect(left).to_have_count(0)
    assert sorted(stored("dns")["risk_scenarios"]) == sorted(found)
