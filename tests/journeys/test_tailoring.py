"""An owner fits the template to a service; the operator answers what is left, and it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from concept_pages.models import ConceptPage

from .conftest import Person
from .steps import answer, open_concept, save_draft

DNS = re.compile("DNS")
SECTION = "test_system"
REASON = "Der Dienst hat kein Testsystem."
CHAPTER, QUESTION, NODES = "Anycast", "Wie viele Anycast-Knoten gibt es?", "17"


def test_owner_tailors_the_template_and_the_operator_answers_the_rest(
    site: str, person: Person, picture: Callable[..., None]
) -> None:
    concept = ConceptPage.objects.get(services__key="dns")
    owner, operator = person("owner-network"), person("operator-network")

    # The owner finds the way from the list, and switches a section off.
    owner.goto("/admin/concepts/")
    owner.locator(f"main a[href='/admin/concepts/{concept.pk}/tailor/']").click()
    section = owner.locator(f"[data-tailor='{SECTION}'] > .tailor__row")
    section.get_by_role("checkbox").check()
    section.get_by_role("textbox").fill(REASON)
    picture(owner, "tailor")
    owner.locator(".tailor__footer button").click()
    expect(owner.locator(".messages")).to_be_visible()

    # Then a chapter and a question of the service's own.
    owner.locator("a[href$='/own/chapter/new/']").click()
    owner.locator("[name='label_de']").fill(CHAPTER)
    owner.locator(".tailor__form button[type='submit']").click()
    owner.locator("#own a[href*='/own/question/new/']").click()
    owner.locator("[name='label_de']").fill(QUESTION)
    owner.locator("[name='type']").select_option("integer")
    owner.locator(".tailor__form button[type='submit']").click()
    added = owner.locator("#own [data-own='own__wie_viele_anycast_knoten_gibt_es']")
    expect(added).to_contain_text(QUESTION)
    added.scroll_into_view_if_needed()
    picture(owner, "tailor-own")

    # The operator sees why the section is gone, and answers the new question.
    open_concept(operator, DNS)
    line = operator.locator(f"[data-switched-off='{SECTION}']")
    line.locator("summary").click()
    expect(line).to_contain_text(REASON)
    picture(operator, "tailor-editor")
    operator.locator(answer(operator, "own__wie_viele_anycast_knoten_gibt_es")).fill(NODES)
    save_draft(operator)

    # The document says both.
    text = operator.request.get(f"/export/{concept.pk}/txt/?draft=1&language=de").text()
    assert REASON in text
    assert QUESTION in text
    assert NODES in text
