"""A definition compiled into a form: every question has its input, and nothing stays in memory."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from wagtail.blocks import Block

from concept_pages.blocks.compiler import compile_blocks
from concept_pages.blocks.widgets import ANSWER_WIDGETS
from concept_pages.definition.elements import AnswerType, Definition, Text
from tests.documents.shipped import shipped_definition
from tests.sample_answers import full_answers

TEMPLATE = shipped_definition()
SERVICES = ["dns", "email"]


def compiled(**kwargs: Any) -> Any:
    """Compile the shipped template."""
    return compile_blocks(TEMPLATE, **{"sha256": "test", "language": "de"} | kwargs)


def posted(form: Any, answers: dict[str, Any]) -> dict[str, str]:
    """Return what a browser posts that shows these answers and changes none."""
    return form.field_states(answers)


def test_compile_blocks_gives_every_question_a_field_but_those_of_the_relation():
    form = compiled()

    assert form.keys == set(TEMPLATE.questions) - set(TEMPLATE.service_questions)


def test_compile_blocks_names_fields_by_the_path_of_their_question():
    assert compiled().fields["contacts"] == "body-service_overview-contact_persons-contacts"


def test_compile_blocks_renders_each_posted_field_once():
    tree = html.fromstring(compiled().html)

    names = [name for name in tree.xpath("//*[@name]/@name") if name in compiled().fields.values()]
    radios = {e.get("name") for e in tree.xpath("//input[@type='radio'][@name][not(@form)]")}
    assert sorted(names) == sorted(
        [*(n for n in compiled().fields.values() if n not in radios), *(list(radios) * 3)]
    )


def test_compile_blocks_renders_every_question_and_group_of_the_definition():
    tree = html.fromstring(compiled().html)

    assert tree.xpath("//@data-question") == list(TEMPLATE.questions)
    assert tree.xpath("//@data-group") == list(TEMPLATE.groups_by_key)


@pytest.mark.parametrize(("language", "label"), [("de", "Ansprechpartner"), ("en", "Contacts")])
def test_compile_blocks_speaks_the_language(language, label):
    assert label in compiled(language=language).html


def test_compile_blocks_leaves_hidden_questions_out():
    form = compiled(hidden=frozenset({"prod_ipv4"}))

    assert "prod_ipv4" not in form.fields
    assert "prod_ipv4" not in form.html


def test_compile_blocks_leaves_out_groups_whose_every_question_is_hidden():
    section = TEMPLATE.groups_by_key["csirt_notes"]
    form = compiled(hidden=frozenset(q.key for q in section.questions))

    assert "csirt_notes" not in form.html
    assert "csirt_notes" not in form.outline


def test_compile_blocks_compiles_once_for_each_release_language_and_hidden_set():
    assert compiled() is compiled()
    assert compiled() is not compiled(language="en")
    assert compiled() is not compiled(hidden=frozenset({"prod_ipv4"}))


def test_compile_blocks_leaves_nothing_in_the_registry_that_never_forgets():
    before = set(Block.definition_registry)

    compiled(sha256="never compiled before")

    assert set(Block.definition_registry) == before


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("variant", [3, 17, 40])
def test_form_posts_full_answers_back_unchanged(language, variant):
    form = compiled(language=language)
    answers = full_answers(TEMPLATE, SERVICES, variant=variant)

    value = form.block.value_from_datadict(posted(form, answers), {}, "body")

    expected = {key: answers[key] for key in form.keys}
    assert form.block.answers_from_value(value) == expected


def test_form_keeps_what_is_no_answer_of_its_type():
    form = compiled()
    answers = {"machine_count": "many", "last_changed": "soon", "contacts": "nobody"}

    assert form.shown(answers) == answers


def test_every_answer_type_has_its_widget():
    assert set(ANSWER_WIDGETS) == set(AnswerType)


def test_empty_definition_compiles_to_an_empty_form():
    nothing = Definition(key="empty", version="1", label=Text("Leer", "Empty"))

    form = compile_blocks(nothing, sha256="empty", language="de")

    assert (form.fields, form.html) == ({}, "")
