"""How confidential a whole document is, for a reader of a given clearance."""

from __future__ import annotations

from .elements import AnswerType, Confidentiality
from .situation import Situation


def classification(situation: Situation, clearance: Confidentiality) -> Confidentiality:
    """Return the strictest level of what is shown: of the answers, and of what is not applicable.

    It is never weaker than the template's default, nor than what the concept itself declares.
    """
    definition = situation.definition
    levels = [definition.confidentiality_default]
    declared = declared_level(situation)
    if declared:
        levels.append(declared)
    for key in definition.questions:
        if key in situation.given or _is_switched_off(situation, key):
            level = definition.confidentiality_of(key)
            if level.rank <= clearance.rank:
                levels.append(level)
    return max(levels, key=lambda level: level.rank)


def declared_level(situation: Situation) -> Confidentiality | None:
    """Return the level that the concept declares for itself, or None if its template does not ask.

    That is the first single choice that offers exactly the levels of confidentiality.
    """
    levels = {level.value for level in Confidentiality}
    definition = situation.definition
    for question in definition.questions.values():
        offered = {option.key for option in definition.options_of(question)}
        if question.type is AnswerType.SINGLE_CHOICE and offered == levels:
            value = situation.value(question.key)
            return Confidentiality(value) if value in levels else None
    return None


def _is_switched_off(situation: Situation, key: str) -> bool:
    hidden = situation.why_hidden(key)
    return hidden is not None and hidden.cause == "not_applicable" and hidden.key == key
