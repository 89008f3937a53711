"""The preview of a template: the compiled form as an operator will see it.

What is not finished yet is left out and named, so that the rest can be looked at meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.records import fingerprint_of

from ..blocks.compiler import CompiledForm, compile_blocks
from ..blocks.form import SCRIPTS
from ..blocks.panel import script_texts
from ..blocks.question_data import Data
from ..definition.answer_types import text_of
from ..definition.codec import decode
from ..definition.elements import Definition, Text
from ..definition.problems import DefinitionError, Problem
from .template_draft import draft_data
from .template_references import asked_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .template_page import TemplatePage


class PreviewedInBothLanguages:
    """A page whose preview is chosen by language; the one of the admin comes first."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The languages of the template."""
        return [("de", gettext_lazy("German")), ("en", gettext_lazy("English"))]

    @property
    def default_preview_mode(self) -> str:
        """The language of the person who looks."""
        return (translation.get_language() or "de")[:2]


@dataclass(frozen=True)
class Presentable:
    """What of a draft can be shown as a form, and why the rest cannot."""

    definition: Definition | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Filled:
    """What a preview is filled with; nothing unless somebody chose a concept.

    `names` are those of the services that the answers refer to.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)


def preview_of(
    request: HttpRequest, template: TemplatePage, language: str, group: Data | None = None
) -> HttpResponse:
    """Return the form of a template, or of one group in the template format, whatever is in it."""
    with translation.override(language):
        return _preview(request, template, language, group)


def _preview(
    request: HttpRequest, template: TemplatePage, language: str, group: Data | None
) -> HttpResponse:
    data = draft_data(template)
    if group is not None:
        data = {**data, "chapters": [alone(group)]}
    found = presentable(data)
    context = preview_context(template, data, found, language)
    return render(request, "concept_pages/admin/template_preview.html", context)


def preview_context(
    template: TemplatePage,
    data: Data,
    found: Presentable,
    language: str,
    filled: Filled | None = None,
) -> dict[str, Any]:
    """Return what the page of a preview shows: the form, filled in, and what is left out."""
    context: dict[str, Any] = {"page": template, "problems": [_said(p) for p in found.problems]}
    if found.definition is not None and found.definition.questions:
        compiled = compile_blocks(found.definition, sha256=fingerprint_of(data), language=language)
        context |= _panel(compiled, filled or Filled())
    return context


def presentable(data: Data) -> Presentable:
    """Return what can be shown of a draft in the template format."""
    left_out: list[Problem] = []
    for _attempt in range(5):
        try:
            return Presentable(decode(data), tuple(left_out))
        except DefinitionError as error:
            left_out += error.problems
            data = without(data, {problem.key for problem in error.problems})
    return Presentable(None, tuple(left_out))


def without(data: Data, keys: Collection[str]) -> Data:
    """Return a draft without the questions of these keys, and without the conditions of groups."""
    result = {**data}
    if data.get("key") in keys:
        result.pop("visible_if", None)
    for part in ("chapters", "sections"):
        if part in data:
            result[part] = [without(below, keys) for below in data[part]]
    if "questions" in data:
        result["questions"] = [one for one in data["questions"] if one.get("key") not in keys]
    return result


def alone(group: Data) -> Data:
    """Return a group that stands for itself: it and its questions ask for nothing outside of it."""
    inside = {question.get("key") for question in group.get("questions", ())}
    questions = []
    for question in group.get("questions", ()):
        kept = {**question}
        if not asked_in(question.get("visible_if")) <= inside:
            kept.pop("visible_if")
        if question.get("filter_by") not in inside:
            kept.pop("filter_by", None)
        questions.append(kept)
    result = {**group, "questions": questions}
    result.pop("visible_if", None)
    return result


def _panel(compiled: CompiledForm, filled: Filled) -> dict[str, Any]:
    """Return what the panel of the concept editor needs to show these answers."""
    empty = {"here": [], "elsewhere": 0}
    definition, language = compiled.definition, compiled.language
    relation = {
        key: filled.answers[key]
        for key in definition.service_questions or ()
        if key in filled.answers
    }
    state = {
        "conditions": compiled.conditions,
        "fields": compiled.field_states(dict(filled.answers)),
        "given": {
            key: text_of(definition, definition.questions[key], value, language, filled.names)
            for key, value in relation.items()
        },
        "relation": relation,
        "notApplicable": filled.not_applicable,
        "problems": empty,
        "conflicts": [],
        "marks": [],
        "names": {key: name.say(language) for key, name in filled.names.items()},
        "base": {},
        "check": False,
        "page": 0,
        "urls": {
            "services": reverse("concepts:services"),
            "upload": "",
            "download": "",
            "catalogue": "",
        },
        "texts": script_texts(),
    }
    return {
        "compiled": compiled,
        "template_label": compiled.definition.label.say(compiled.language),
        "template_version": compiled.definition.version,
        "state": state,
        "scripts": [f"concept_pages/js/{name}.js" for name in SCRIPTS],
    }


def _said(problem: Problem) -> str:
    return problem.say(_)
