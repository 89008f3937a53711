"""The editor when something comes in between: no session, a lock, another person, no room."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import get_user_model
from playwright.sync_api import Locator, Page, expect

from concept_pages.models import ConceptPage, RoleAssignment, TemplatePage
from workflows.actions import start_version

from .conftest import PASSWORD, Person
from .steps import answer, autosaved, open_concept, save_draft

VIDEO = re.compile("Videokonferenz|Video conferencing")
BACKUP = re.compile("Archiv- und Backupsystem")


def stored(service: str) -> dict[str, Any]:
    """Return the answers of the draft of a service's concept."""
    page = ConceptPage.objects.get(services__key=service)
    return page.get_latest_revision_as_object().stored_answers


def scrolled_clear_of_the_bar(page: Page, place: Locator) -> None:
    """Wait until something stands between the head and the bar with "save draft"."""
    page.wait_for_function(
        """(element) => {
            const box = element.getBoundingClientRect();
            const bar = document.querySelector("footer").getBoundingClientRect();
            return box.top > 50 && box.bottom <= bar.top && bar.bottom <= window.innerHeight + 1;
        }""",
        arg=place.element_handle(),
    )


def test_signed_out_editor_says_so_and_goes_on_after_the_login(
    person: Person, settings: Any
) -> None:
    # Wagtail logs an error whenever it asks for others on the page without a session.
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000
    page = person("operator-special")
    open_concept(page, VIDEO)
    owner = page.locator(answer(page, "service_owner"))
    notice = page.locator("[data-unsaved-because=signed-out]")
    address = page.url

    # All cookies are gone, the token against forged requests too.
    page.context.clear_cookies()
    owner.fill("nach dem Ende der Sitzung")
    expect(notice).to_be_visible(timeout=30_000)
    page.locator("footer button.action-save").click()
    expect(page.locator("[data-unsaved]")).to_be_focused()
    expect(page.locator("footer button.action-save")).to_be_enabled()
    assert page.url == address
    expect(owner).to_have_value("nach dem Ende der Sitzung")

    with page.context.expect_page() as opened:
        notice.get_by_role("link").click()
    login = opened.value
    login.fill("input[name=username]", "operator-special")
    login.fill("input[name=password]", PASSWORD)
    login.click("form button[type=submit]")
    login.wait_for_url("**/lifecycle/session/")
    login.close()

    expect(notice).to_be_hidden(timeout=30_000)
    assert stored("video_conferencing")["service_owner"] == "nach dem Ende der Sitzung"
    owner.fill("und danach")
    save_draft(page)
    assert stored("video_conferencing")["service_owner"] == "und danach"


def test_concept_under_review_can_be_read_but_not_typed_into(person: Person) -> None:
    page = person("operator-storage")
    open_concept(page, BACKUP)

    expect(page.locator(".lifecycle-locked")).to_be_visible()
    expect(page.locator(answer(page, "service_description"))).to_be_disabled()
    expect(page.locator(answer(page, "service_description"))).not_to_have_value("")
    expect(page.locator("[data-concept-form] [data-answer] :enabled")).to_have_count(0)
    expect(page.locator("footer button.action-save:enabled")).to_have_count(0)
    # What only leads through the answers works.
    page.locator("[data-toggle-group=interfaces]").click()
    expect(page.locator("#content-interfaces")).to_be_hidden()


def test_save_bar_is_at_hand_on_a_telephone_and_covers_no_question(person: Person) -> None:
    page = person("operator-special", width=390)
    open_concept(page, VIDEO)
    expect(page.locator("footer button.action-save")).to_be_in_viewport()

    question = page.locator("#question-functional_mailbox")
    page.locator(answer(page, "functional_mailbox")).focus()
    scrolled_clear_of_the_bar(page, question.locator("[data-control]"))

    page.fill(answer(page, "functional_mailbox"), "nobody")
    autosaved(page)
    page.locator("[data-problem=functional_mailbox]").click()
    scrolled_clear_of_the_bar(page, question.locator("[data-problems]"))


def test_head_does_not_say_saved_while_an_answer_waits_for_a_choice(person: Person) -> None:
    operator, owner = person("operator-special"), person("owner-special")
    for page in (operator, owner):
        open_concept(page, VIDEO)
    operator.fill(answer(operator, "service_owner"), "vom Betreiber")
    autosaved(operator)

    owner.fill(answer(owner, "service_owner"), "vom Besitzer")
    autosaved(owner)

    head = owner.locator(".concept-undecided")
    expect(head).to_be_visible()
    expect(owner.locator("#w-autosave-indicator")).to_be_hidden()
    head.click()
    box = owner.locator("#question-service_owner [data-conflict]")
    expect(box.locator("button").first).to_be_focused()
    expect(box).to_be_in_viewport(ratio=1)
    box.locator("button").first.click()
    expect(head).to_be_hidden()


def test_implausible_answer_is_counted_and_named_in_the_same_way_everywhere(
    person: Person,
) -> None:
    page = person("operator-special")
    open_concept(page, VIDEO)
    control = page.locator(answer(page, "last_changed"))
    total = page.locator("[data-total-text] span")
    answered = total.first.inner_text()

    control.fill("35.13.2026")
    autosaved(page)

    expect(total).to_have_count(3)
    expect(total.first).to_have_text(answered)
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(re.compile("Tag"))
    expect(control).to_have_attribute("aria-describedby", re.compile("problems-last_changed"))
    draft = ConceptPage.objects.get(services__key="video_conferencing")
    problems = draft.get_latest_revision_as_object().submission_problems()
    banner = page.locator("[data-standing-problems] summary")
    expect(banner).to_have_text(re.compile(rf"^{len(problems)} "))


def test_refused_template_leads_to_its_fault_in_the_other_tab(person: Person) -> None:
    template = TemplatePage.objects.get(key="lrz_security_concept")
    start_version(template, by=get_user_model().objects.get(username="admin"))
    group = template.parts().get(key="metadata")
    author = person("admin")
    author.goto(f"/admin/pages/{group.pk}/edit/")
    author.get_by_role("tab").nth(1).click()
    key = author.locator("input[name=key]")
    key.fill("environments")
    author.get_by_role("tab").nth(0).click()
    expect(key).to_be_hidden()

    with author.expect_navigation():
        author.locator("footer button.action-save").click()

    expect(key).to_be_focused()
    expect(key).to_be_in_viewport()
    expect(author.locator(".error-message")).to_be_visible()


def test_text_stays_when_the_right_is_taken_away_meanwhile(person: Person, settings: Any) -> None:
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000  # it would be refused, too
    page = person("operator-special")
    open_concept(page, VIDEO)
    owner = page.locator(answer(page, "service_owner"))
    before, address = stored("video_conferencing"), page.url
    held = RoleAssignment.objects.filter(user__username="operator-special")
    rows = list(held)
    held.delete()

    owner.fill("nach dem Entzug")
    notice = page.locator("[data-unsaved-because=no-right]")
    expect(notice).to_be_visible(timeout=30_000)
    page.locator("footer button.action-save").click()
    expect(page.locator("[data-unsaved]")).to_be_focused()
    assert page.url == address
    expect(owner).to_have_value("nach dem Entzug")
    assert stored("video_conferencing") == before

    for row in rows:  # the right comes back: so does what was typed
        row.save()
    expect(notice).to_be_hidden(timeout=30_000)
    assert stored("video_conferencing")["service_owner"] == "nach dem Entzug"
