"""What a newer template has brought is found and seen; a concept changes its template."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from concept_pages.actions.import_template import import_template, release_template
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.codec import decode, encode
from concept_pages.models import ConceptPage, TemplatePage

from .conftest import Person
from .steps import answer, open_concept

DNS = re.compile("DNS")
NEW, CHANGED, OPTION = "journey_power", "service_owner", "journey_site"


@pytest.fixture
def upgraded(site: str) -> ConceptPage:
    """Bring a concept to a template version with a new question, a new text and a new option."""
    template = TemplatePage.objects.get(key="lrz_security_concept")
    made = encode(decode(template.lifecycle.released.content))
    asked = {q["key"]: q for group in sections(made["chapters"]) for q in group["questions"]}
    asked[CHANGED]["label"] = {"de": "Wer ist verantwortlich?", "en": "Who is responsible?"}
    asked["hosting"]["options"].append({"key": OPTION, "de": "Außenstelle", "en": "Remote site"})
    label = {"de": "Wie ist der Strom gesichert?", "en": "How is the power secured?"}
    [place] = [one for one in sections(made["chapters"]) if one["key"] == "environments"]
    place["questions"].append({"key": NEW, "type": "text", "label": label})
    people = get_user_model().objects
    author, isb = people.get(username="admin"), people.get(username="isb")
    import_template(decode(made), by=author)
    release_template(TemplatePage.objects.get(pk=template.pk), submitted_by=author, released_by=isb)
    released = TemplatePage.objects.get(pk=template.pk).lifecycle.released
    apply_upgrade(ConceptPage.objects.get(services__key="dns"), to=released, by=None)
    return ConceptPage.objects.get(services__key="dns")


def sections(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups that hold questions."""
    every = [one for group in groups for one in (group, *sections(group.get("sections", [])))]
    return [one for one in every if one.get("questions")]


def marked(page: Page) -> Any:
    return page.locator(".question--marked")


def only_marked(page: Page) -> None:
    """Set the filter with the keyboard."""
    page.locator("[data-only-marked]").focus()
    page.keyboard.press("Space")


def save(page: Page) -> None:
    page.locator("footer button[type='submit']").first.click()
    expect(page.locator(".messages")).to_contain_text("Der Entwurf ist gespeichert.")
    page.wait_for_load_state()


def test_operator_finds_what_is_new_and_answers_or_ticks_it(
    upgraded: ConceptPage, person: Person, picture: Callable[..., None]
) -> None:
    operator = person("operator-network")
    operator.goto("/admin/concepts/?marked=on")
    row = operator.locator(".concept-list tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("3")

    open_concept(operator, DNS)
    expect(marked(operator)).to_have_count(3)
    expect(operator.locator(f"#question-{NEW} .concept__mark")).to_have_text("neu")
    expect(operator.locator("#question-hosting .answer__option [data-mark]")).to_have_text("neu")
    expect(operator.locator("#outline-environments [data-outline-marks]")).to_have_text("2")
    only_marked(operator)
    expect(operator.locator("[data-question]:visible")).to_have_count(3)
    picture(operator, "new-for-you")

    operator.locator(answer(operator, NEW)).fill("Zwei Einspeisungen")
    operator.locator(f"#question-{CHANGED} [data-seen]").check()
    save(operator)

    expect(marked(operator)).to_have_count(1)
    expect(operator.locator("#question-hosting.question--marked")).to_be_visible()
    assert set(draft(upgraded).open_marks) == {"hosting"}


def test_owner_chooses_a_template_and_changes_it_later(
    site: str, person: Person, picture: Callable[..., None]
) -> None:
    owner = person("owner-network")
    owner.goto("/admin/concepts/new/")
    owner.get_by_label("NTP (Network Time Protocol)").check()
    picture(owner, "choose-template", full_page=True)
    owner.get_by_label("Vorlage für kleine Dienste").check()
    owner.locator(".concept-create button[type='submit']").click()

    expect(owner.locator(".concept__about")).to_contain_text("Vorlage für kleine Dienste")
    owner.wait_for_load_state()
    owner.locator(answer(owner, "service_owner")).fill("Netzbetrieb")
    owner.locator(answer(owner, "small_reason")).fill("Nur wenige Nutzer")
    save(owner)
    concept = ConceptPage.objects.get(services__key="ntp")
    owner.goto(f"/admin/concepts/{concept.pk}/upgrade/?other=1")
    expect(owner.locator(".upgrade__chapter--parked")).to_contain_text("Nur wenige Nutzer")
    owner.locator(".upgrade form[method='post'] button[type='submit']").click()

    expect(owner.locator(".concept__about")).to_contain_text("Sicherheitskonzept-Vorlage")
    expect(owner.locator(answer(owner, "service_owner"))).to_have_value("Netzbetrieb")
    expect(owner.locator("#parked")).to_contain_text("Nur wenige Nutzer")


def draft(page: ConceptPage) -> Any:
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()
