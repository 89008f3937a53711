"""What is wrong with the draft of a template, each problem with a link to its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ..definition.codec import decode
from ..definition.lint import lint
from ..definition.problems import DefinitionError, Problem, Severity
from .template_draft import DraftGroup, draft_data, draft_groups, draft_problems

if TYPE_CHECKING:
    from .template_page import TemplatePage

DECLARATIONS = "upgrade"
"""Begins the path to whatever a draft declares about older answers; a page of its own has that."""


@dataclass(frozen=True)
class DraftProblem:
    """One sentence about one place; `where` is the address of the place in the editor."""

    sentence: str
    where: str
    page_id: int
    key: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_error(self) -> bool:
        """Whether it keeps the draft from being released."""
        return self.severity == "error"


def problems_of(
    template: TemplatePage, groups: list[DraftGroup] | None = None
) -> list[DraftProblem]:
    """Return what keeps the draft from being released, and what somebody should look at.

    `groups` are the groups of the draft where the caller has read them already.
    """
    groups = draft_groups(template) if groups is None else groups
    return problems_in(draft_data(template, groups), template, groups)


def problems_in(
    data: Mapping[str, Any], template: TemplatePage, groups: list[DraftGroup]
) -> list[DraftProblem]:
    """Return the same for data in the template format, such as what was handed in."""
    return [placed(problem, template, groups) for problem in _problems(json.dumps(data))]


def errors_of(template: TemplatePage, groups: list[DraftGroup] | None = None) -> list[DraftProblem]:
    """Return only what keeps the draft from being a definition; hints take longer to find."""
    groups = draft_groups(template) if groups is None else groups
    found = draft_problems(draft_data(template, groups))
    return [placed(problem, template, groups) for problem in found]


@lru_cache(maxsize=32)
def _problems(data: str) -> tuple[Problem, ...]:
    """Return the problems of a draft. Authors open many pages between two changes."""
    try:
        definition = decode(json.loads(data))
    except DefinitionError as error:
        return error.problems
    return tuple(lint(definition))


def placed(problem: Problem, template: TemplatePage, groups: list[DraftGroup]) -> DraftProblem:
    """Return a problem as a sentence with a link to its place in the editor."""
    page_id, block, name = next(_places(problem.key, groups), (template.pk, "", ""))
    sentence = problem.message.say(_)
    anchor = f"#block-{block}-section" if block else ""
    where = reverse("wagtailadmin_pages:edit", args=[page_id]) + anchor
    if not problem.key and problem.where.startswith(DECLARATIONS):
        where = reverse("secdoc_templates:gate", args=[template.pk])
    return DraftProblem(
        sentence=f"{name}: {sentence}" if name else sentence,
        where=where,
        page_id=page_id,
        key=problem.key,
        severity=problem.severity,
    )


def _places(key: str, groups: list[DraftGroup]) -> Iterator[tuple[int, str, str]]:
    """Yield the page, block and name of whatever has a key."""
    for group in groups:
        if key and key == group.key:
            yield group.page_id, "", _name(group.data)
        for question in group.data.get("questions", ()):
            if key and key == question.get("key"):
                yield group.page_id, group.blocks.get(key, ""), _name(question)


def _name(data: dict[str, object]) -> str:
    label = data.get("label")
    texts = label if isinstance(label, dict) else {}
    return str(texts.get("de") or texts.get("en") or data.get("key") or "")
