"""A draft breaks answers: its author says what happens to them, and the officer releases that."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from concept_pages.definition.codec import decode, encode
from concept_pages.models import TemplatePage
from concept_pages.models.template_tree import write_definition
from workflows.actions import start_version

from .conftest import Person
from .steps import decide, message, open_task, submit
from .test_upgrade import sections

GONE, TAKER = "service_description", "journey_remarks"


@pytest.fixture
def template(site: str) -> TemplatePage:
    """Start a version that asks for remarks instead of a description that concepts have given."""
    found: TemplatePage = TemplatePage.objects.get(key="lrz_security_concept")
    author = get_user_model().objects.get(username="admin")
    start_version(found, by=author)
    made = encode(decode(found.lifecycle.released.content))
    label = {"de": "Bemerkungen zum Dienst", "en": "Remarks on the service"}
    for group in sections(made["chapters"]):
        kept = [one for one in group.get("questions", ()) if one["key"] != GONE]
        if len(kept) < len(group.get("questions", ())):
            group["questions"] = [*kept, {"key": TAKER, "type": "longtext", "label": label}]
    write_definition(found.get_latest_revision_as_object(), decode(made), author)
    return TemplatePage.objects.get(pk=found.pk)


def test_breaking_change_is_declared_and_released_by_two_people(
    template: TemplatePage, person: Person, picture: Callable[..., None]
) -> None:
    author = person("admin")
    author.goto(f"/admin/pages/{template.pk}/edit/")
    author.wait_for_load_state()
    submit(author)
    author.locator(f".messages a[href$='#break-{GONE}']").click()

    question = author.locator(f"#break-{GONE}")
    expect(question).to_be_visible()
    question.locator("input[value='move']").check()
    question.locator(f"select[name='break-{GONE}-to']").select_option(TAKER)
    picture(author, "release-check", full_page=True)
    author.locator(".gate form button[type='submit']").click()
    expect(author.locator(".gate__summary--ready")).to_be_visible()

    author.goto(f"/admin/pages/{template.pk}/edit/")
    author.wait_for_load_state()
    submit(author)
    assert "eingereicht" in message(author)

    officer = person("isb")
    open_task(officer, re.compile(template.title))
    expect(officer.locator(f".gate #break-{GONE}")).to_contain_text("Bemerkungen zum Dienst")
    decide(officer, "approve", "In Ordnung.")
    assert "2.0" in message(officer)

    officer.goto(f"/admin/templates/{template.pk}/versions/")
    expect(officer.locator(".versions__table tbody tr")).to_have_count(2)
    expect(officer.locator(".versions__table tbody tr").first).to_contain_text("2.0")
