"""What a template's draft would change if it were released: one report for author and reviewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from workflows.models import Release

from ..definition.compare import Change, ChangeKind, compare
from ..definition.compare.breaking import Break, Declared, breaks
from ..definition.elements import Decision, Definition
from ..definition.lint import without_help
from ..definition.problems import DefinitionError, Problem
from ..definition.versions import next_version
from ..models import TemplatePage
from ..models.pinned import pinned
from ..models.template_draft import DraftGroup, draft_data, draft_groups, readable_definition
from ..models.template_gate import break_anchor
from ..models.template_problems import DraftProblem, placed, problems_in
from ..models.template_words import say_change
from .release_reach import Reach, reach_of

WAYS: Mapping[Declared, str | Promise] = {
    Declared.CONVERT: gettext_lazy("Carry over what fits, and park what has no place any more"),
    Declared.MAP: gettext_lazy("Replace the options that are gone by others"),
    Declared.MOVE: gettext_lazy("Move the answers to another question"),
    Declared.PARK_UNFIT: gettext_lazy("Park only the answers that are not allowed any more"),
    Declared.PARK: gettext_lazy("Park all answers to this question"),
}
"""The ways to settle a break, in the words of the form and of the review."""

KEEP = gettext_lazy("Keep all answers, and point out those that are not allowed any more")
"""What carrying over comes to where nothing but limits has changed: no answer is without a home."""


def say_way(way: Declared, broken: Break) -> str:
    """Return what a way means for one question."""
    only_limits = all(change.kind is ChangeKind.LIMIT for change in broken.changes)
    return str(KEEP if way is Declared.CONVERT and only_limits else WAYS[way])


@dataclass(frozen=True)
class Difference:
    """One difference to the last release, and how many concepts have answers that it touches."""

    change: Change
    sentence: str
    concepts: int
    where: str = ""


@dataclass(frozen=True)
class BreakLine:
    """A question whose answers break: what was changed, whom it touches, what is declared."""

    found: Break
    label: str
    sentences: tuple[str, ...]
    concepts: int
    declared: str
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return break_anchor(self.found.key)

    @property
    def is_open(self) -> bool:
        """Whether something has to be declared that is not."""
        return not self.declared and (self.found.new is not None or self.concepts > 0)


@dataclass(frozen=True)
class Gate:
    """The report: what is wrong, what differs, what breaks and what is declared about it.

    `definition` is None, and there is nothing to compare, while the draft has errors of its own
    that keep it from being read. `others` are declarations about questions that do not break.
    """

    template: TemplatePage
    previous: Release | None
    definition: Definition | None
    problems: tuple[DraftProblem, ...]
    differences: tuple[Difference, ...] = ()
    breaks: tuple[BreakLine, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    next_number: str = ""

    @property
    def errors(self) -> list[DraftProblem]:
        """What keeps the draft from being released."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[DraftProblem]:
        """What is probably not meant."""
        return [problem for problem in self.problems if problem.severity == "warning"]

    @property
    def hints(self) -> list[DraftProblem]:
        """What could be better."""
        return [problem for problem in self.problems if problem.severity == "hint"]

    @property
    def open_breaks(self) -> tuple[BreakLine, ...]:
        """The breaks about which nothing is declared yet."""
        return tuple(line for line in self.breaks if line.is_open)

    @property
    def is_open(self) -> bool:
        """Whether something keeps the draft from being handed in."""
        return bool(self.errors or self.open_breaks)

    @property
    def count_breaking(self) -> int:
        """How many of the differences are breaking."""
        return sum(one.change.breaking for one in self.differences)


def gate_of(template: TemplatePage, content: Mapping[str, Any] | None = None) -> Gate:
    """Return the report on a draft in memory, or on the content that was handed in of it."""
    groups = draft_groups(template)
    previous = template.last_version()
    data = draft_data(template, groups) if content is None else dict(content)
    problems = tuple(problems_in(data, template, groups))
    try:
        definition = readable_definition(data)
    except DefinitionError:
        return Gate(template, previous, None, problems)
    problems += tuple(placed(hint, template, groups) for hint in without_help(definition))
    if previous is None:
        number = next_version("", breaking=False, proposed=template.proposed_version)
        return Gate(template, None, definition, problems, next_number=number)
    return _compared(template, previous, definition, problems, groups)


def _compared(
    template: TemplatePage,
    previous: Release,
    definition: Definition,
    problems: tuple[DraftProblem, ...],
    groups: list[DraftGroup],
) -> Gate:
    old = pinned(previous.pk).definition
    # What is handed in has its next number already.
    changes = compare(old, replace(definition, version=old.version))
    broken = breaks(old, definition)
    reach = reach_of(template.pk, changes, broken)
    number = next_version(
        previous.number, breaking=bool(broken), proposed=template.proposed_version
    )
    return Gate(
        template,
        previous,
        definition,
        problems,
        differences=tuple(
            Difference(
                change, say_change(change), len(reach.touched[at]), _where(change, template, groups)
            )
            for at, change in enumerate(changes)
        ),
        breaks=tuple(_line(one, changes, reach, definition) for one in broken),
        others=_others(definition, {one.key for one in broken}),
        next_number=number,
    )


def _line(one: Break, changes: list[Change], reach: Reach, definition: Definition) -> BreakLine:
    concerned = [at for at, change in enumerate(changes) if change in one.changes]
    language = _language()
    return BreakLine(
        found=one,
        label=one.old.label.say(language),
        sentences=tuple(say_change(change) for change in one.changes),
        concepts=len(set[int]().union(*(reach.touched[at] for at in concerned))),
        declared=say_way(one.way, one) if one.way else "",
        details=tuple(_details(one, definition, language)),
        notes=tuple(_notes(one, reach)),
    )


def _notes(one: Break, reach: Reach) -> Iterator[str]:
    """Return what the author may not expect of a declaration."""
    if count := len(reach.merged[one.key]):
        yield ngettext(
            "In %(count)d concept, options that become one are chosen together: the second one is "
            "parked.",
            "In %(count)d concepts, options that become one are chosen together: the second one is "
            "parked.",
            count,
        ) % {"count": count}
    if count := len(reach.taken[one.key]):
        yield ngettext(
            "%(count)d concept has answered that question already: there the answer is parked "
            "instead of moved.",
            "%(count)d concepts have answered that question already: there the answer is parked "
            "instead of moved.",
            count,
        ) % {"count": count}


def _details(one: Break, definition: Definition, language: str) -> Iterator[str]:
    """Return what exactly is declared, where the way alone does not say it."""
    decision = one.decision
    if decision is None:
        return
    target = definition.questions.get(decision.to)
    if decision.to and target:
        group = definition.group_of[target.key]
        yield f"{group.label.say(language)}: {target.label.say(language)}"
    names = {r.option.key: r.option.label.say(language) for r in one.replaced}
    names |= {o.key: o.label.say(language) for r in one.replaced for o in r.by}
    for gone, new in decision.options.items():
        yield f"{names.get(gone, gone)} → {names.get(new, new)}"


def _others(definition: Definition, broken: set[str]) -> tuple[tuple[str, str], ...]:
    """Return what is declared about questions that do not break, by their keys."""
    return tuple(
        (key, _said(key, decision, definition))
        for key, decision in definition.upgrade
        if key not in broken
    )


def _said(key: str, decision: Decision, definition: Definition) -> str:
    """Return a declaration in words."""
    question = definition.questions.get(key)
    name = question.label.say(_language()) if question else key
    way = Declared.MOVE if decision.to else Declared(decision.action)
    return _("“%(question)s”: %(way)s") % {"question": name, "way": WAYS[way]}


def _where(change: Change, template: TemplatePage, groups: list[DraftGroup]) -> str:
    """Return the address of what changed in the editor; "" for what is gone."""
    place = placed(Problem("", change.message, change.key), template, groups)
    is_gone = bool(change.key) and place.page_id == template.pk
    return "" if is_gone else place.where


def _language() -> str:
    return (get_language() or "de")[:2]
