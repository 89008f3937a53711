"""Why something is hidden, as plain sentences: the reason, and what is answered now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .answer_types import Names, text_of
from .codec import condition_to_data
from .conditions import comparisons
from .elements import Definition, Group, Question
from .problems import gettext_noop
from .sentences import Asked, Speaker, Translate
from .situation import Hidden, Situation


@dataclass(frozen=True)
class Explanation:
    """Why one group or question is hidden; `now` says what is answered to what it depends on."""

    key: str
    label: str
    reason: str
    now: tuple[str, ...]


def explanations(
    situation: Situation, language: str, translate: Translate, names: Names
) -> Iterator[Explanation]:
    """Yield why each hidden group and question is hidden, in the order of the document."""
    definition = situation.definition
    speaker = Speaker(asked_of(definition), language, translate)
    for group in definition.walk_groups():
        elements: tuple[Group | Question, ...] = (group, *group.questions)
        for element in elements:
            hidden = situation.why_hidden(element.key)
            if hidden is not None:
                yield Explanation(
                    element.key,
                    element.label.say(language),
                    _reason(definition, element.key, hidden, speaker),
                    tuple(_now(situation, hidden, speaker, names)),
                )


def asked_of(definition: Definition) -> dict[str, Asked]:
    """Return what sentences about conditions need to know of the questions."""
    return {
        key: Asked(key, question.type, question.label, definition.options_of(question))
        for key, question in definition.questions.items()
    }


def _reason(definition: Definition, key: str, hidden: Hidden, speaker: Speaker) -> str:
    said = speaker.translate
    if hidden.cause == "not_applicable":
        sentence = said(gettext_noop("Switched off for this service: %(reason)s"))
        sentence %= {"reason": hidden.reason or "–"}
    else:
        data = condition_to_data(hidden.condition) if hidden.condition else None
        sentence = speaker.say(data)
    if hidden.key == key:
        return sentence
    above = definition.groups_by_key[hidden.key].label.say(speaker.language)
    within = said(gettext_noop("Hidden with the group “%(group)s”. %(reason)s"))
    return within % {"group": above, "reason": sentence}


def _now(situation: Situation, hidden: Hidden, speaker: Speaker, names: Names) -> Iterator[str]:
    """Yield what is answered to the questions that a condition asks for."""
    definition, language = situation.definition, speaker.language
    for key in dict.fromkeys(leaf.question for leaf in comparisons(hidden.condition)):
        question, value = definition.questions[key], situation.value(key)
        answer = text_of(definition, question, value, language, names) if value is not None else ""
        sentence = (
            gettext_noop("“%(question)s” is answered with: %(answer)s")
            if answer
            else gettext_noop("“%(question)s” is not answered.")
        )
        label = question.label.say(language)
        yield speaker.translate(sentence) % {"question": label, "answer": answer}
