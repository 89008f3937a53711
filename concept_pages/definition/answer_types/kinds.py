"""KINDS: for each answer type that is a single value, how it is checked and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..elements import AnswerType, Field
from ..problems import Message
from . import addresses, choices, files, ordered, texts
from .context import Context, Speech


class Kind(NamedTuple):
    """`check` yields what is implausible; `say` returns the parts of an answer in words.

    Both take anything: a value that fits nothing is misfit, and says nothing.
    """

    check: Callable[[Field, Any, Context], Iterator[Message]]
    say: Callable[[Speech, Field, Any], list[str]]


_ORDERED = Kind(ordered.check_ordered, ordered.say_ordered)
_TEXT = Kind(texts.check_text, texts.say_text)
_CHOICE = Kind(choices.check_choice, choices.say_choice)

KINDS: dict[AnswerType, Kind] = {
    AnswerType.TEXT: _TEXT,
    AnswerType.LONGTEXT: _TEXT,
    AnswerType.RICHTEXT: _TEXT,
    AnswerType.SINGLE_CHOICE: _CHOICE,
    AnswerType.MULTIPLE_CHOICE: _CHOICE,
    AnswerType.YES_NO: Kind(ordered.check_yes_no, ordered.say_yes_no),
    AnswerType.DATE: _ORDERED,
    AnswerType.MONTH: _ORDERED,
    AnswerType.TIME: _ORDERED,
    AnswerType.DURATION: _ORDERED,
    AnswerType.INTEGER: _ORDERED,
    AnswerType.NUMBER: _ORDERED,
    AnswerType.LETTERS: Kind(texts.check_letters, texts.say_text),
    AnswerType.EMAIL: Kind(texts.check_email, texts.say_text),
    AnswerType.URL: Kind(texts.check_url, texts.say_text),
    AnswerType.IP_LIST: Kind(addresses.check_ip_list, addresses.say_entries),
    AnswerType.HOSTNAME_LIST: Kind(addresses.check_hostname_list, addresses.say_entries),
    AnswerType.REFERENCE_SERVICE: Kind(choices.check_service, choices.say_service),
    AnswerType.FILE: Kind(files.check_file, files.say_file),
}
