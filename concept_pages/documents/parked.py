"""Parked answers as the last section of a document, for those who ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.people import said_to_act

from ..definition.answer_types import Names
from ..definition.elements import Confidentiality
from ..definition.parking import ParkedAnswer, from_data
from .document import Block, Entry, Paragraph, Run, Section, paragraphs, printable
from .saying import say_answer

KEY = "parked_answers"


def parked_in(content: Mapping[str, Any]) -> list[ParkedAnswer]:
    """Return the parked answers that a release, a submission or a draft holds."""
    return [from_data(entry) for entry in content.get("parked", ())]


def parked_section(
    parked: Sequence[ParkedAnswer],
    *,
    clearance: Confidentiality,
    language: str,
    names: Names,
    levels: Mapping[str, str],
) -> Section | None:
    """Return the section, None where nothing was ever parked.

    Answers above the clearance are only counted.
    """
    if not parked:
        return None
    seen = [answer for answer in parked if answer.is_seen_at(clearance)]
    withheld = len(parked) - len(seen)
    return Section(
        key=KEY,
        label=_("Parked answers"),
        notes=tuple(_notes(withheld)),
        entries=tuple(
            Entry(
                key=f"parked-{answer.id}",
                label=printable(answer.label.say(language)),
                blocks=(*_said(answer, language, names), *_standing(answer)),
                note=_("version %(version)s") % {"version": answer.version},
                value=answer.value,
                level=answer.confidentiality.value,
                level_label=levels.get(answer.confidentiality.value, ""),
            )
            for answer in seen
        ),
    )


def _notes(withheld: int) -> Iterator[str]:
    yield _("What earlier versions of the template asked, and this one has no place for.")
    if withheld:
        sentence = ngettext(
            "%(count)d parked answer is more confidential than your clearance and is not shown.",
            "%(count)d parked answers are more confidential than your clearance and are not shown.",
            withheld,
        )
        yield sentence % {"count": withheld}


def _said(answer: ParkedAnswer, language: str, names: Names) -> tuple[Block, ...]:
    if answer.asked is None or answer.old_question is None:
        return paragraphs(str(answer.value))
    return say_answer(answer.asked, answer.old_question, answer.value, language, names)


def _standing(answer: ParkedAnswer) -> tuple[Block, ...]:
    """Return why it was parked, and what was done about it."""
    settled = answer.settled
    told = [answer.reason.message.say(_)]
    if settled is not None:
        words = {
            "person": said_to_act(settled.by, settled.for_name),
            "date": settled.at[:10],
            "reason": settled.reason,
            "question": settled.to,
        }
        told.append(
            _("Copied into “%(question)s” by %(person)s on %(date)s") % words
            if settled.how == "copied"
            else _("Dismissed by %(person)s on %(date)s: %(reason)s") % words
        )
    return tuple(Paragraph((Run(printable(sentence), italic=True),)) for sentence in told)
