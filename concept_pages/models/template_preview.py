"""The preview of a template: the compiled form as an operator will see it, with nothing filled in.

What is not finished yet is left out and named, so that the rest can be looked at meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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
from ..definition.codec import decode
from ..definition.elements import Definition
from ..definition.problems import DefinitionError, Problem
from .template_draft import draft_data

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
    context: dict[str, Any] = {"page": template, "problems": [_said(p) for p in found.problems]}
    if found.definition is not None and found.definition.questions:
        compiled = compile_blocks(found.definition, sha256=fingerprint_of(data), language=language)
        context |= _panel(compiled)
    return render(request, "concept_pages/admin/template_preview.html", context)


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


def asked_in(condition: Any) -> set[str]:
    """Return the keys of the questions that a condition in the template format asks for."""
    if not isinstance(condition, dict):
        return set()
    parts = condition.get("all") or condition.get("any")
    if parts:
        return set().union(*(asked_in(part) for part in parts))
    return {condition["question"]} if condition.get("question") else set()


def _panel(compiled: CompiledForm) -> dict[str, Any]:
    """Return what the panel of the concept editor needs to show an empty concept."""
    empty = {"here": [], "elsewhere": 0}
    state = {
        "conditions": compiled.conditions,
        "fields": compiled.field_states({}),
        "given": {},
        "relation": {},
        "notApplicable": {},
        "problems": empty,
        "conflicts": [],
        "names": {},
        "base": {},
        "check": False,
        "page": 0,
        "urls": {"services": reverse("concepts:services"), "upload": "", "download": ""},
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
    return f"{problem.where}: {problem.message.say(_)}"
