"""Templates in the making: a draft with a few groups, and the form of one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from wagtail.users.models import UserProfile

from concept_pages.actions.import_template import import_template
from concept_pages.blocks.question_data import question_block
from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Definition
from concept_pages.models import QuestionGroupPage, TemplatePage
from concept_pages.models.template_forms import QuestionGroupForm
from tests.form_posts import posted


@pytest.fixture
def english() -> Iterator[None]:
    """Look at everything in English, the language of the messages in the code."""
    with translation.override("en"):
        yield


def speaks_english(person: Any) -> Any:
    """Return a person who has chosen English as the language of the admin."""
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = "en"
    profile.save()
    return person


def text(word: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"de": f"{word} (de)", "en": f"{word} (en)"}


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return a question in the template format, labelled with its key."""
    return {"key": key, "type": kind, "label": text(key), **more}


def group(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a group in the template format, labelled with its key."""
    found: dict[str, Any] = {"key": key, "label": text(key), **more}
    return {**found, "questions": list(questions)} if questions else found


def template_data(*chapters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a template in the template format."""
    found: dict[str, Any] = {"format": "template/1", "key": "trial", "version": "1.0"}
    return {**found, "label": text("trial"), "chapters": list(chapters), **more}


HAS_TEST_SYSTEM = {"question": "has_test_system", "operator": "equals", "value": True}

TRIAL: Definition = decode(
    template_data(
        group(
            "basics",
            question("has_test_system", "yes_no"),
            sections=[group("names", question("host"), question("owner", required=True))],
        ),
        group("tests", question("test_host", visible_if=HAS_TEST_SYSTEM)),
    )
)
"""Three groups: `basics` with `names` below it, and `tests`."""


def draft_template(definition: Definition = TRIAL, by: Any = None) -> TemplatePage:
    """Return a template that was never released."""
    return import_template(definition, by=by).template


def page_of(key: str) -> QuestionGroupPage:
    """Return a group as its newest revision says."""
    page: QuestionGroupPage = QuestionGroupPage.objects.get(key=key)
    return page.get_latest_revision_as_object()


def form_of(page: QuestionGroupPage, by: Any, **changes: Any) -> QuestionGroupForm:
    """Return the bound form of a group, as if somebody had typed the changes into it.

    `questions` are given in the template format, or as stored blocks where they have an id.
    """
    form_class = QuestionGroupPage.get_edit_handler().get_form_class()
    return form_class(
        group_post(page, **changes), instance=page, parent_page=page.get_parent(), for_user=by
    )


def group_post(page: QuestionGroupPage, **changes: Any) -> dict[str, str]:
    """Return what a browser would post for a group."""
    asked = changes.pop("questions", page.questions.raw_data)
    stored = [item if "value" in item else question_block(item) for item in asked]
    fields = {
        name: str(changes.get(name, getattr(page, name)) or "")
        for name in ("title", "title_en", "key", "number", "help_de", "help_en", "confidentiality")
    }
    condition = json.dumps(changes.get("visible_if", page.visible_if))
    block = QuestionGroupPage._meta.get_field("questions").stream_block
    comments = {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    questions = posted(block, stored, "questions")
    return {**fields, "visible_if": condition, **questions, **comments}
