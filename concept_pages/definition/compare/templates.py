"""The differences between two templates, each of them compatible or breaking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from ..elements import Definition, Group, Question, Text
from .changes import Change, ChangeKind, sentence
from .fields import question_changes

TOLD_ELSEWHERE = ("groups", "upgrade")
"""Groups are compared one by one; what a release declares about older answers is no difference."""
_OWN_TEXTS = ("number", "label", "help")


def compare(old: Definition, new: Definition) -> list[Change]:
    """Return every difference, in the order of the new document; what was removed comes last."""
    return [
        *_template_changes(old, new),
        *_changes_within(old, new),
        *_removals(old, new),
    ]


def is_breaking(changes: Iterable[Change]) -> bool:
    """Return whether some change can leave answers without a home, or no longer plausible."""
    return any(change.breaking for change in changes)


def _template_changes(old: Definition, new: Definition) -> Iterator[Change]:
    for field in fields(Definition):
        # What a release declares about the answers before it is no difference of the template.
        if field.name not in ("groups", "upgrade") and getattr(old, field.name) != getattr(
            new, field.name
        ):
            told = sentence("template", what=field.name)
            yield Change(ChangeKind.OTHER, "", told, part=field.name)
    yield from _order_changes("", new.label, old.groups, new.groups)


def _changes_within(old: Definition, new: Definition) -> Iterator[Change]:
    for key, group in new.groups_by_key.items():
        before = old.groups_by_key.get(key)
        if before is None:
            told = sentence("group_added", label=group.label)
            yield Change(ChangeKind.ADDED, key, told)
        else:
            yield from _group_changes(before, group, old, new)
        for question in group.questions:
            yield from _question_changes(question, group, old, new)


def _group_changes(
    before: Group, group: Group, old: Definition, new: Definition
) -> Iterator[Change]:
    key, label = group.key, group.label
    if any(getattr(before, name) != getattr(group, name) for name in _OWN_TEXTS):
        yield Change(ChangeKind.TEXT, key, sentence("group_text", label=label))
    if before.visible_if != group.visible_if:
        yield Change(ChangeKind.CONDITION, key, sentence("group_condition", label=label))
    if before.confidentiality != group.confidentiality:
        told = sentence("group_confidentiality", label=label)
        yield Change(ChangeKind.CONFIDENTIALITY, key, told)
    if _parent(old, key) != _parent(new, key):
        yield Change(ChangeKind.MOVED, key, sentence("group_moved", label=label))
    yield from _order_changes(key, label, before.questions, group.questions)
    yield from _order_changes(key, label, before.groups, group.groups)


def _parent(definition: Definition, key: str) -> str:
    line = definition.ancestors[key]
    return line[-2].key if len(line) > 1 else ""


def _order_changes(
    key: str,
    label: Text,
    before: Sequence[Group] | Sequence[Question],
    after: Sequence[Group] | Sequence[Question],
) -> Iterator[Change]:
    """Yield a new order of what is in both; that something came or went is told elsewhere."""
    old, new = [item.key for item in before], [item.key for item in after]
    if [item for item in old if item in new] != [item for item in new if item in old]:
        yield Change(ChangeKind.ORDER, key, sentence("order", label=label))


def _question_changes(
    question: Question, group: Group, old: Definition, new: Definition
) -> Iterator[Change]:
    key, label = question.key, question.label
    before = old.questions.get(key)
    if before is None:
        yield Change(ChangeKind.ADDED, key, sentence("question_added", label=label))
        return
    if old.group_of[key].key != group.key:
        told = sentence("question_moved", label=label, group=group.label)
        yield Change(ChangeKind.MOVED, key, told)
    yield from question_changes(before, question, old, new)
    if before.visible_if != question.visible_if:
        yield Change(ChangeKind.CONDITION, key, sentence("question_condition", label=label))
    if before.confidentiality != question.confidentiality:
        told = sentence("question_confidentiality", label=label)
        yield Change(ChangeKind.CONFIDENTIALITY, key, told)
    if before.controls != question.controls:
        yield Change(ChangeKind.OTHER, key, sentence("controls", label=label))


def _removals(old: Definition, new: Definition) -> Iterator[Change]:
    for key, group in old.groups_by_key.items():
        if key not in new.groups_by_key:
            told = sentence("group_removed", label=group.label)
            yield Change(ChangeKind.REMOVED, key, told)
        for question in group.questions:
            if question.key not in new.questions:
                told = sentence("question_removed", label=question.label)
                yield Change(ChangeKind.REMOVED, question.key, told, breaking=True)
