"""Marks in the concept editor: what is shown to whom, and what takes a mark away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import Confidentiality
from concept_pages.models import ConceptPage
from tests.definition.build import both, group, options, question
from tests.editor.concepts.form import OpenEditor
from tests.factories.people import RoleFactory, holder
from tests.factories.releases import concept_in_force
from tests.factories.templates import SMALL, released_template

pytestmark = pytest.mark.django_db

WIDER = replace(
    SMALL,
    groups=(
        *SMALL.groups,
        group(
            "more",
            question("vlan", help=both("Its number.")),
            question("keys", confidentiality=Confidentiality.STRICTLY_CONFIDENTIAL),
            question("rack", "single_choice", options=options("a", "b")),
        ),
        group("secrets", question("code", confidentiality=Confidentiality.STRICTLY_CONFIDENTIAL)),
    ),
)
ALL = {"more", "vlan", "keys", "rack", "secrets", "code"}


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def page() -> ConceptPage:
    """Return a concept whose template asks more since its last release."""
    page = concept_in_force(template=released_template())
    apply_upgrade(page, to=released_template(WIDER), by=None, comment="test")
    return page


def operator_of(page: ConceptPage) -> Any:
    return holder("operator", page.get_parent().specific)


def shown(said: dict[str, Any]) -> set[str]:
    """Return the keys of what a page or the news of an autosave tell as marked."""
    return {mark["key"] for mark in said["marks"]}


def kept(page: ConceptPage) -> set[str]:
    """Return the keys of what is marked by now."""
    return set(ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object().open_marks)


def test_editor_tells_what_is_marked(page):
    editor = OpenEditor(operator_of(page), page)

    assert shown(editor.state) == ALL


def test_editor_says_in_words_what_changed():
    page = concept_in_force(template=released_template())
    [chapter] = SMALL.groups
    [service] = chapter.groups
    purpose = replace(service.questions[0], label=both("Zweck?"), help=both("Kurz."))
    changed = replace(service, questions=(purpose, *service.questions[1:]))
    made = replace(SMALL, groups=(replace(chapter, groups=(changed,)), group("notes")))

    apply_upgrade(page, to=released_template(made), by=None, comment="test")

    marks = OpenEditor(operator_of(page), page).state["marks"]
    assert {mark["key"]: mark["said"] for mark in marks} == {
        "purpose": "changed: text, help",
        "notes": "new",
    }


def test_editor_tells_no_mark_above_the_clearance(page):
    cleared = RoleFactory(rights=["concept.edit"], clearance="internal")

    editor = OpenEditor(holder(cleared, page.get_parent().specific), page)

    assert shown(editor.state) == {"more", "vlan", "rack"}


def test_autosave_of_an_answer_takes_its_mark_and_no_other(page):
    editor = OpenEditor(operator_of(page), page)

    editor.type("vlan", "17")
    news = editor.autosave()

    assert shown(news) == ALL - {"vlan"}
    assert kept(page) == ALL - {"vlan"}


def test_autosave_of_another_question_leaves_all_marks(page):
    editor = OpenEditor(operator_of(page), page)

    editor.type("purpose", "Etwas anderes")
    editor.autosave()

    assert kept(page) == ALL


def test_save_without_a_change_leaves_all_marks(page):
    OpenEditor(operator_of(page), page).save()

    assert kept(page) == ALL


def test_save_takes_the_marks_that_were_ticked_as_seen(page):
    OpenEditor(operator_of(page), page).save(marks_seen=["vlan", "rack"])

    assert kept(page) == ALL - {"vlan", "rack"}


def test_nobody_ticks_away_what_she_cannot_see(page):
    cleared = RoleFactory(rights=["concept.edit"], clearance="internal")
    editor = OpenEditor(holder(cleared, page.get_parent().specific), page)

    editor.save(marks_seen=["keys", "code", "nonsense"])

    assert kept(page) == ALL


def test_mark_that_one_editor_has_seen_is_gone_for_the_other(page):
    first, other = OpenEditor(operator_of(page), page), OpenEditor(operator_of(page), page)

    first.save(marks_seen=["vlan"])
    other.type("purpose", "Etwas anderes")

    assert shown(other.autosave()) == ALL - {"vlan"}


def test_marks_cost_no_queries_for_each_question(page, django_assert_max_num_queries):
    editor = OpenEditor(operator_of(page), page)

    with django_assert_max_num_queries(60):
        editor.client.get(editor.address)
