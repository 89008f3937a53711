"""What a template's draft must declare before it can be released: the answers that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ..definition.codec import decode
from ..definition.compare.breaking import Break, breaks
from ..definition.elements import Definition
from ..definition.problems import DefinitionError
from .given_answers import answered_questions
from .pinned import pinned
from .template_draft import draft_data, draft_groups
from .template_problems import DraftProblem, problems_of
from .template_words import say_change

if TYPE_CHECKING:
    from .template_page import TemplatePage


def undeclared_breaks(template: TemplatePage, definition: Definition) -> list[Break]:
    """Return what a definition breaks of the last release without saying where the answers go.

    A question that is gone is none of them as long as nobody has answered it.
    """
    previous = template.last_version()
    if previous is None:
        return []
    found = [one for one in breaks(pinned(previous.pk).definition, definition) if not one.way]
    gone = {one.key for one in found if one.new is None}
    answered = answered_questions(template.pk, gone)
    return [one for one in found if one.new is not None or one.key in answered]


def release_problems(template: TemplatePage) -> list[DraftProblem]:
    """Return everything that keeps the draft from being released, with links to the places."""
    groups = draft_groups(template)
    errors = [problem for problem in problems_of(template, groups) if problem.is_error]
    try:
        definition = decode(draft_data(template, groups))
    except DefinitionError:
        return errors
    open_breaks = undeclared_breaks(template, definition)
    return [*errors, *(_as_problem(template, one) for one in open_breaks)]


def break_anchor(key: str) -> str:
    """Return the name of the place where the answers to a question are declared."""
    return f"break-{key}"


def _as_problem(template: TemplatePage, undeclared: Break) -> DraftProblem:
    said = " ".join(say_change(change) for change in undeclared.changes)
    where = reverse("secdoc_templates:gate", args=[template.pk])
    return DraftProblem(
        sentence=_("%(change)s Say what happens to the answers.") % {"change": said},
        where=f"{where}#{break_anchor(undeclared.key)}",
        page_id=template.pk,
        key=undeclared.key,
    )
