"""What people wait for with 600 questions in five levels of groups; see `tests.factories.large`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from concept_pages.actions.concepts import create_concept
from concept_pages.actions.import_template import import_template, release_template
from concept_pages.models import (
    ConceptIndexPage,
    ConceptPage,
    Department,
    QuestionGroupPage,
    Role,
    RoleAssignment,
    Service,
    ServiceGroupPage,
    TemplatePage,
)
from workflows import actions
from workflows.models import Release

from ..factories.large import large_definition
from ..sample_answers import full_answers
from .data import People
from .steps import Act, Step, autosave_one, get

KEYS = ("bench_large", "bench_large_draft")
"""The services of the concept that is released, and of the one that is being written."""

GROUP = "group_1_1_1_1_1"
"""A group of questions in the deepest level."""


def build(people: People) -> None:
    """See that there are two full concepts of the large template, one of them released."""
    release = _template(people)
    for key in KEYS:
        if not Service.objects.filter(key=key).exists():
            _concept(key, release, people)
    if concept(KEYS[0]).lifecycle.released_id is None:
        actions.submit(concept(KEYS[0]), by=people.operator)
        actions.approve(concept(KEYS[0]), by=people.owner)
        actions.approve(concept(KEYS[0]), by=people.isb)


def concept(key: str) -> ConceptPage:
    """Return the concept of a service."""
    return ConceptPage.objects.get(services__key=key)


def _template(people: People) -> Release:
    definition = large_definition("bench_large")
    template = TemplatePage.objects.filter(key=definition.key).first()
    if template is None:
        template = import_template(definition, by=people.admin).template
        release_template(template, submitted_by=people.admin, released_by=people.isb)
    release: Release = TemplatePage.objects.get(pk=template.pk).lifecycle.released
    return release


def _concept(key: str, release: Release, people: People) -> None:
    group = ServiceGroupPage.objects.filter(key="bench_large").first()
    if group is None:
        group = ServiceGroupPage(title="Groß", title_en="Large", key="bench_large", slug="large")
        ConceptIndexPage.objects.get().add_child(instance=group)
    role = Role.objects.get(key="operator")
    RoleAssignment.objects.get_or_create(user=people.operator, role=role, service_group=group)
    department, _is_new = Department.objects.get_or_create(
        key="bench", defaults={"name_de": "Messung", "name_en": "Measuring"}
    )
    service = Service.objects.create(
        key=key, group=group, department=department, name_de=key, name_en=key
    )
    page = create_concept(services=[service], template_release=release, by=people.owner)
    page.store(full_answers(page.definition, [key]))
    page.save_revision(user=people.admin)


def _get(address: Callable[[], str], **parameters: Any) -> Callable[[Client, People], Act]:
    def prepare(client: Client, _people: People) -> Act:
        found = address()
        return lambda _number: get(client, found, **parameters)

    return prepare


def _editor(find: Callable[[], Any]) -> Callable[[], str]:
    return lambda: reverse("wagtailadmin_pages:edit", args=[find().pk])


def _export(key: str, format: str) -> Callable[[], str]:
    return lambda: reverse("concept_pages:export", args=[concept(key).pk, format])


def _template_page() -> TemplatePage:
    return TemplatePage.objects.get(key="bench_large")


def _deepest_group() -> QuestionGroupPage:
    return QuestionGroupPage.objects.descendant_of(_template_page()).get(key=GROUP)


def _draft() -> ConceptPage:
    return concept(KEYS[1])


STEPS = (
    Step("600 questions: outline of the template", "admin", _get(_editor(_template_page))),
    Step("600 questions: page of one group", "admin", _get(_editor(_deepest_group))),
    Step("600 questions: open the editor", "operator", _get(_editor(_draft))),
    Step(
        "600 questions: autosave one answer",
        "operator",
        lambda client, _people: autosave_one(client, _editor(_draft)(), "question_1"),
    ),
    Step(
        "600 questions: read a concept",
        "csirt",
        _get(lambda: urlsplit(concept(KEYS[0]).url).path),
    ),
    # Files of drafts are never kept, so each of them is printed anew.
    Step("600 questions: PDF, first time", "operator", _get(_export(KEYS[1], "pdf"), draft="1")),
    Step("600 questions: Word, first time", "operator", _get(_export(KEYS[1], "docx"), draft="1")),
)
