"""An author who does not program changes the template: questions, options, conditions, order."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect
from wagtail.users.models import UserProfile

from concept_pages.definition.sentences import Speaker
from concept_pages.models import QuestionGroupPage, TemplatePage
from concept_pages.models.template_draft import definition_of_draft
from concept_pages.queries.template_outline import Draft
from tests.journeys.conftest import Person
from workflows.actions import start_version

Author = Callable[..., Page]

TOP_LEVEL = "input[name='questions-count'] + [data-streamfield-stream-container]"


@pytest.fixture
def template(site: str) -> TemplatePage:
    """Start the next version of the demo's template."""
    found = full_template()
    start_version(found, by=get_user_model().objects.get(username="admin"))
    return found


@pytest.fixture
def author(person: Person) -> Author:
    """Return a function that logs the author in, who reads the admin in a language."""

    def arrive(*, language: str = "en", width: int = 1280) -> Page:
        profile = UserProfile.get_for_user(get_user_model().objects.get(username="admin"))
        profile.preferred_language = language
        profile.save()
        return person("admin", language=language, width=width)

    return arrive


def full_template() -> TemplatePage:
    found: TemplatePage = TemplatePage.objects.get(key="lrz_security_concept")
    return found


def group_named(key: str) -> QuestionGroupPage:
    page: QuestionGroupPage = full_template().parts().get(key=key)
    return page


def open_outline(page: Page) -> None:
    """Open the outline of the template and wait until its scripts have run."""
    page.goto(f"/admin/pages/{full_template().pk}/edit/")
    page.wait_for_load_state()


def open_group(page: Page, key: str) -> None:
    """Open the form of a group and wait until its questions are there."""
    page.goto(f"/admin/pages/{group_named(key).pk}/edit/")
    expect(page.locator(f"{TOP_LEVEL} > div > button").first).to_be_visible()


def add_question(page: Page, kind: str) -> Locator:
    """Add a question of a type at the end of the group; return its block."""
    page.locator(f"{TOP_LEVEL} > div > button.c-sf-add-button").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    block = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").last
    expect(block.locator("[name$='-label_de']")).to_be_visible()
    return block


def write_question(block: Locator, german: str, english: str) -> None:
    block.locator("[name$='-label_de']").fill(german)
    block.locator("[name$='-label_en']").fill(english)
    block.locator("[name$='-label_en']").blur()


def ask_for(block: Locator, words: str) -> None:
    """Choose the question that a new condition asks for, by typing a few words of it."""
    box = block.get_by_role("combobox", name="Question further up").last
    box.fill(words)
    box.press("Enter")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages").first).to_contain_text("has been updated", timeout=20_000)


def sentence(block: Locator) -> Locator:
    return block.locator(".secdoc-condition__sentence")


def test_author_adds_a_question_with_a_condition_in_under_a_minute(
    template: TemplatePage, author: Author, picture: Any
) -> None:
    page = author()
    open_group(page, "test_system")
    started = time.monotonic()

    block = add_question(page, "Short text")
    write_question(block, "Wer darf einspielen?", "Who may deploy?")
    block.get_by_role("button", name="Add a condition").click()
    ask_for(block, "real data test")

    expect(sentence(block)).to_have_text("Shown if “Is real data used in the test system?” is yes.")
    expect(block.locator(".secdoc-condition__translation")).to_contain_text("Wird gezeigt, wenn")
    assert time.monotonic() - started < 60
    picture(page, "template-condition")
    save(page)
    added = definition_of_draft(template).questions["who_may_deploy"]
    assert added.visible_if.question == "test_uses_production_data"
    assert added.visible_if.value is True


def test_condition_can_ask_for_a_question_that_is_not_saved_yet(
    template: TemplatePage, author: Author
) -> None:
    page = author()
    open_group(page, "metadata")

    first = add_question(page, "One choice")
    write_question(first, "Welche Farbe?", "Which colour?")
    options = first.locator("[data-contentpath='options']")
    options.get_by_role("button", name="Add a line").click()
    for german, english in (("rot", "red"), ("blau", "blue"), ("grün", "green")):
        page.keyboard.type(german)
        page.keyboard.press("Tab")
        page.keyboard.type(english)
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Tab")
    second = add_question(page, "Long text")
    write_question(second, "Warum?", "Why?")
    second.get_by_role("button", name="Add a condition").click()
    ask_for(second, "colour")
    second.get_by_role("combobox", name="Comparison").select_option("in")
    second.get_by_role("checkbox", name="red", exact=True).check()
    second.get_by_role("checkbox", name="green", exact=True).check()

    expect(sentence(second)).to_have_text("Shown if “Which colour?” is “red” or “green”.")
    save(page)
    questions = definition_of_draft(template).questions
    assert [option.key for option in questions["which_colour"].options] == ["red", "blue", "green"]
    assert questions["why"].visible_if.value == ("red", "green")


def test_conditions_nest_and_can_be_taken_back(template: TemplatePage, author: Author) -> None:
    page = author()
    open_group(page, "criticality")

    block = add_question(page, "Yes or no")
    write_question(block, "Geprüft?", "Checked?")
    block.get_by_role("button", name="Add a condition").click()
    ask_for(block, "Is there a test system")
    block.get_by_role("button", name="Add a group of conditions").click()
    ask_for(block, "number of machines")
    block.get_by_role("combobox", name="Comparison").last.select_option("gt")
    block.get_by_role("spinbutton", name="Value").fill("10")
    block.get_by_role("button", name="Add another condition").first.click()
    ask_for(block, "state is the service")
    block.get_by_role("combobox", name="Value").last.select_option("production")

    expect(sentence(block)).to_have_text(
        "Shown if “Is there a test system?” is yes and (“Number of machines in production” is more "
        "than 10 or “What state is the service in?” is “production”)."
    )
    while block.get_by_role("button", name="Remove this condition").count():
        block.get_by_role("button", name="Remove this condition").first.click()
    expect(sentence(block)).to_have_text("Always shown.")
    save(page)
    assert definition_of_draft(template).questions["checked"].visible_if is None


def test_what_comes_later_cannot_be_asked_for(template: TemplatePage, author: Author) -> None:
    page = author()
    open_group(page, "environments")
    block = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").first
    block.locator("[data-panel-toggle]").first.click()

    block.get_by_role("button", name="Add a condition").click()
    block.get_by_role("combobox", name="Question further up").fill("test system")

    expect(block.get_by_text("Nothing found.")).to_be_visible()


def test_moving_a_question_above_what_it_asks_for_is_named_at_its_place(
    template: TemplatePage, author: Author
) -> None:
    page = author()
    open_group(page, "environments")
    provider = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").nth(1)

    provider.get_by_role("button", name="Move up").first.click()
    page.get_by_role("button", name="Save draft").click()

    error = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").first.locator(".error-message")
    expect(error).to_contain_text("no question further up", timeout=20_000)
    assert list(definition_of_draft(template).questions).index("hosting") < list(
        definition_of_draft(template).questions
    ).index("hosting_provider")


def test_options_can_be_pasted_from_a_list(template: TemplatePage, author: Author) -> None:
    page = author()
    open_group(page, "metadata")
    block = add_question(page, "Several choices")
    write_question(block, "Wo?", "Where?")
    block.locator("[data-contentpath='options']").get_by_role("button", name="Add a line").click()

    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData('text', text);
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            const paste = new ClipboardEvent('paste', options);
            document.activeElement.dispatchEvent(paste);
        }""",
        "Keller\tBasement\nDach\tRoof",
    )
    save(page)

    options = definition_of_draft(template).questions["where"].options
    assert [(option.key, option.label.de) for option in options] == [
        ("basement", "Keller"),
        ("roof", "Dach"),
    ]


def test_shared_options_take_the_place_of_own_ones(template: TemplatePage, author: Author) -> None:
    page = author()
    open_group(page, "metadata")
    block = add_question(page, "One choice")
    write_question(block, "Wie oft?", "How often?")

    block.locator("[data-contentpath='option_set'] select").select_option("interval")

    expect(block.locator("[data-contentpath='options']")).to_be_hidden()
    save(page)
    assert definition_of_draft(template).questions["how_often"].option_set == "interval"


def test_groups_are_put_in_order_by_drag_and_by_buttons(
    template: TemplatePage, author: Author, picture: Any
) -> None:
    page = author()
    open_outline(page)
    row = page.locator(".secdoc-outline__row")
    moved, target = row.filter(has_text="Metadata"), row.filter(has_text="Choice of service")

    moved.locator(".secdoc-outline__handle").drag_to(target, target_position={"x": 80, "y": 3})
    expect(page.locator(".messages")).to_contain_text("Moved.", timeout=20_000)
    picture(page, "template-outline")

    assert [g.key for g in definition_of_draft(template).groups[0].groups] == [
        "metadata",
        "service_choice",
    ]
    with page.expect_response(lambda answer: "/move/" in answer.url):
        row.filter(has_text="Metadata").get_by_role("button", name="Move down").click()
    page.reload()
    titles = page.locator(".secdoc-outline__title").all_inner_texts()
    assert "Choice of service" in titles[1]


def test_outline_finds_a_question_and_leads_to_it(template: TemplatePage, author: Author) -> None:
    page = author()
    open_outline(page)

    page.get_by_role("searchbox", name="Find a question or group").fill("vmware host")
    page.get_by_role("link", name="VMware host", exact=True).click()

    expect(page.locator("[name$='-label_en']").filter(visible=True)).to_have_value("VMware host")


def test_new_chapter_is_saved_while_it_is_written(template: TemplatePage, author: Author) -> None:
    page = author()
    open_outline(page)
    page.get_by_role("link", name="Add a chapter").click()

    page.locator("input[name=title]").press_sequentially("Nachhaltigkeit", delay=250)
    page.locator("input[name=title_en]").press_sequentially("Sustainability", delay=100)
    page.wait_for_url("**/edit/", timeout=30_000)
    block = add_question(page, "Whole number")
    write_question(block, "Verbrauch?", "Consumption?")
    save(page)

    chapter = definition_of_draft(template).groups[-1]
    assert (chapter.key, [q.key for q in chapter.questions]) == ("sustainability", ["consumption"])


def test_conditions_can_be_built_on_a_telephone(template: TemplatePage, author: Author) -> None:
    page = author(width=390)
    open_group(page, "criticality")
    block = add_question(page, "Short text")
    write_question(block, "Warum?", "Why?")

    block.get_by_role("button", name="Add a condition").click()
    ask_for(block, "is there a test system")

    expect(sentence(block)).to_contain_text("is yes")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_released_template_can_be_read_but_not_changed(site: str, author: Author) -> None:
    page = author()
    page.goto(f"/admin/pages/{group_named('production_system').pk}/edit/")

    block = page.locator(f"{TOP_LEVEL} > [data-streamfield-child]").nth(5)
    block.locator("[data-panel-toggle]").first.click()

    expect(block.locator("[name$='-label_en']")).to_be_visible()
    expect(block.get_by_role("button", name="Remove this condition")).to_be_hidden()
    expect(page.get_by_role("button", name="Save draft")).to_have_count(0)


def test_browser_says_conditions_in_the_words_of_the_server(
    template: TemplatePage, author: Author
) -> None:
    page = author()
    page.goto(f"/admin/pages/{full_template().parts().last().pk}/edit/")
    asked = Draft(template).asked
    conditions = [
        {"question": "has_test_system", "operator": "equals", "value": False},
        {"question": "prod_machine_type", "operator": "not_in", "value": ["physical", "virtual"]},
        {"question": "last_changed", "operator": "gte", "value": "2026-03-01"},
        {"question": "next_review", "operator": "lt", "value": "2027-11"},
        {"question": "critical_outage_duration", "operator": "gt", "value": "04:30"},
        {"question": "availability_target", "operator": "lte", "value": 99.95},
        {"question": "machine_count", "operator": "equals", "value": 12000},
        {"question": "service_owner", "operator": "equals", "value": "NOC"},
        {"question": "gone", "operator": "answered"},
        {
            "any": [
                {"question": "released_by", "operator": "contains_any", "value": ["team_lead"]},
                {"all": [{"question": "hosting", "operator": "in", "value": []}]},
            ]
        },
    ]  # fmt: skip

    said = page.evaluate(
        """(conditions) => ["de", "en"].map((language) => conditions.map((condition) =>
            secdocTemplate.sentence(condition, secdocTemplate.read().questions, language)))""",
        conditions,
    )

    for spoken, sentences in zip(("de", "en"), said, strict=True):
        with translation.override(spoken):
            speaker = Speaker(asked, spoken, gettext)
            assert sentences == [speaker.say(condition) for condition in conditions]
