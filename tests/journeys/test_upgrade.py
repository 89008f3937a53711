"""A template changes; its concepts follow, and an answer without a question finds another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from concept_pages.actions.import_template import Breaking, import_template, release_template
from concept_pages.definition.codec import decode, encode
from concept_pages.models import ConceptPage, TemplatePage
from workflows.models import Release

from .conftest import Person
from .steps import answer, open_concept

DNS = re.compile("DNS")
FULL = "lrz_security_concept"
GONE, TAKER = "service_description", "journey_remarks"


@pytest.fixture
def changed_template(site: str) -> Release:
    """Release a version that asks for remarks instead of a description."""
    template = TemplatePage.objects.get(key=FULL)
    people = get_user_model().objects
    made = encode(decode(template.lifecycle.released.content))
    label = {"de": "Bemerkungen zum Dienst", "en": "Remarks on the service"}
    for group in sections(made["chapters"]):
        kept = [one for one in group.get("questions", ()) if one["key"] != GONE]
        if len(kept) < len(group.get("questions", ())):
            group["questions"] = [*kept, {"key": TAKER, "type": "longtext", "label": label}]
    import_template(decode(made), by=people.get(username="admin"), breaking=Breaking.PARK)
    release_template(
        TemplatePage.objects.get(key=FULL),
        submitted_by=people.get(username="admin"),
        released_by=people.get(username="isb"),
    )
    released: Release = TemplatePage.objects.get(key=FULL).lifecycle.released
    return released


def sections(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for group in groups for one in (group, *sections(group.get("sections", [])))]


def test_parked_answer_is_copied_into_the_question_that_replaced_its_own(
    changed_template: Release, person: Person, picture: Callable[..., None]
) -> None:
    concept = ConceptPage.objects.get(services__key="dns")
    text = concept.stored_answers[GONE]
    operator = person("operator-network")

    open_concept(operator, DNS)
    operator.locator(f"a[href='/admin/concepts/{concept.pk}/upgrade/']").click()
    parked = operator.locator(".upgrade__chapter--parked")
    expect(parked).to_contain_text(text.split("\n")[0][:40])
    expect(operator.locator(".upgrade__chapter--new")).to_contain_text("Bemerkungen zum Dienst")
    picture(operator, "upgrade-preview", full_page=True)
    operator.locator(".upgrade form[method='post'] button[type='submit']").click()

    panel = operator.locator("#parked")
    expect(panel).to_contain_text(text.split("\n")[0][:40])
    panel.scroll_into_view_if_needed()
    picture(operator, "upgrade-parked")
    panel.locator("select").first.select_option(TAKER)
    panel.locator("button[name='copy']").first.click()

    expect(operator.locator(answer(operator, TAKER))).to_have_value(text)
    expect(operator.locator(".parked__answer--settled")).to_have_count(1)
    draft = ConceptPage.objects.get(pk=concept.pk).get_latest_revision_as_object()
    assert draft.stored_answers[TAKER] == text
    assert draft.parked_answers[0].settled.to == TAKER


def test_all_concepts_of_a_template_are_brought_along_from_one_list(
    changed_template: Release, person: Person, picture: Callable[..., None]
) -> None:
    admin = person("admin")

    admin.goto(f"/admin/templates/{changed_template.page_id}/upgrade/")
    expect(admin.locator("[data-upgrade-url]:not([data-state])")).to_have_count(0)
    planned = admin.locator("[data-state='planned']").count()
    in_review = admin.locator("[data-state='in_review']").count()
    assert planned
    assert in_review
    picture(admin, "upgrade-all", full_page=True)
    admin.locator("[data-upgrade-apply]").click()

    expect(admin.locator("[data-state='applied']")).to_have_count(planned)
    expect(admin.locator("[data-state='in_review']")).to_have_count(in_review)
    admin.reload()
    expect(admin.locator("[data-upgrade-url]")).to_have_count(in_review)
