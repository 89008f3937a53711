"""Answers that choose: among options, among services, or outside them where that is allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..elements import AnswerType, Field, Text
from ..emptiness import is_blank
from ..problems import Message, gettext_noop
from .context import MISFIT, Context, Speech
from .texts import UNPRINTABLE, is_printable


def takes_several(field: Field) -> bool:
    """Return whether the answers to a question that chooses are lists."""
    return field.type is AnswerType.MULTIPLE_CHOICE or field.multiple


def check_choice(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that every choice is among the options, once, and that there are enough of them."""
    options = {option.key: option.label for option in context.definition.options_of(field)}
    gone = gettext_noop("“%(choice)s” is not among the options (any more); please choose again.")
    yield from _check_chosen(field, value, options, gone, options)


def check_service(field: Field, value: Any, context: Context) -> Iterator[Message]:
    """Check that every service exists, and is named once."""
    gone = gettext_noop("The service “%(choice)s” does not exist (any more); please choose again.")
    yield from _check_chosen(field, value, context.services, gone, {})


def _check_chosen(
    field: Field,
    value: Any,
    known: Collection[str] | None,
    gone: str,
    labels: dict[str, Text],
) -> Iterator[Message]:
    several = takes_several(field)
    if several != isinstance(value, list | tuple):
        yield MISFIT
        return
    chosen = [part for part in (value if several else [value]) if not is_blank(part)]
    keys: list[str] = []
    for part in chosen:
        if isinstance(part, str):
            keys.append(part)
            if known is not None and part not in known:
                yield Message(gone, {"choice": part[:100]})
        else:
            yield from _check_other(field, part)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Message(
            gettext_noop("“%(choice)s” is chosen twice."), {"choice": labels.get(key, key[:100])}
        )
    if several:
        yield from _check_number(field, len(chosen))


def _check_other(field: Field, value: Any) -> Iterator[Message]:
    """Check an entry outside the options: {"other": "text"}."""
    if not (
        isinstance(value, dict) and set(value) == {"other"} and isinstance(value["other"], str)
    ):
        yield MISFIT
    elif not field.other:
        yield Message(gettext_noop("Please choose among the options; others are not possible."))
    elif not is_printable(value["other"]):
        yield UNPRINTABLE


def _check_number(field: Field, count: int) -> Iterator[Message]:
    if field.min_selected is not None and count < field.min_selected:
        yield Message(
            gettext_noop("Too few are chosen: %(count)s of at least %(limit)s."),
            {"count": count, "limit": field.min_selected},
        )
    if field.max_selected is not None and count > field.max_selected:
        yield Message(
            gettext_noop("Too many are chosen: %(count)s of at most %(limit)s."),
            {"count": count, "limit": field.max_selected},
        )


def say_choice(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return the label of each choice; the bare key of an option that is no longer there.

    The service group is answered by the concept's services, and a group may be younger than the
    template: then it is among the names.
    """
    labels = {option.key: option.label for option in speech.definition.options_of(field)}
    is_service_group = field.key in (speech.definition.service_questions or ())[:1]

    def label_of(key: str) -> Text | None:
        return labels.get(key) or (speech.names.get(key) if is_service_group else None)

    return _said(speech, value, label_of)


def say_service(speech: Speech, field: Field, value: Any) -> list[str]:
    """Return the name of each service; the bare key of a service nobody knows."""
    return _said(speech, value, speech.names.get)


def _said(speech: Speech, value: Any, label_of: Any) -> list[str]:
    found = []
    for part in value if isinstance(value, list | tuple) else [value]:
        if isinstance(part, dict):
            part = part.get("other")
            label = None
        else:
            label = label_of(part) if isinstance(part, str) else None
        if isinstance(part, str) and not is_blank(part):
            found.append(label.say(speech.language) if label else part)
    return found
