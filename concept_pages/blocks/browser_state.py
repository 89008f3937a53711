"""What the server tells the scripts of the concept editor: at the start, and after each autosave.

Answers above the person's clearance never leave the server. Where a condition asks about one, the
browser is told whether the condition holds, not what the answer is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from ..definition.answer_types import text_of
from ..definition.codec import condition_from_data
from ..definition.conditions import holds
from ..definition.elements import Definition
from ..definition.situation import Situation
from .clearance import clearance_of, reasons_up_to
from .marks import marks_for_browser
from .values import Answers

if TYPE_CHECKING:
    from .form import ConceptForm

ALWAYS: dict[str, list[Any]] = {"all": []}
NEVER: dict[str, list[Any]] = {"any": []}


def state_for_browser(form: ConceptForm) -> dict[str, Any]:
    """Return what fills the form: the posted fields, what is wrong, and the names of services."""
    page, compiled = form.instance, form.compiled
    relation = page.relation_answers
    names = page.service_names(form.edited | relation)
    return {
        "conditions": _conditions(form),
        "fields": compiled.field_states(form.edited),
        "given": _said(compiled.definition, relation, names),
        "relation": relation,
        "notApplicable": _switched_off(form),
        "problems": _problems(form, form.edited),
        "conflicts": _conflicts(form),
        "marks": _marks(form),
        "names": _names(names),
    }


def news_for_browser(form: ConceptForm) -> dict[str, Any]:
    """Return what an open editor learns from an autosave.

    `fields` are the answers that others changed meanwhile and this person did not.
    """
    merged, compiled = form.merged, form.compiled
    states = compiled.field_states(merged.answers)
    theirs = {compiled.fields[key] for key in merged.changed_by_others}
    changed = {key: merged.answers.get(key) for key in merged.changed_by_others}
    return {
        "fields": {name: state for name, state in states.items() if name in theirs},
        "problems": _problems(form, merged.answers),
        "conflicts": _conflicts(form),
        "notApplicable": _switched_off(form),
        "marks": _marks(form),
        "names": _names(form.instance.service_names(changed)),
    }


def _switched_off(form: ConceptForm) -> dict[str, str]:
    """Return what is switched off for the service, with the reasons that the person may read."""
    page = form.instance
    level = clearance_of(form.for_user, page)
    return reasons_up_to(level, page.definition, page.tailoring)


def _conditions(form: ConceptForm) -> dict[str, Any]:
    """Return what decides visibility; questions that are not in the form are decided here."""
    compiled, relation = form.compiled, form.instance.relation_answers
    unseen = compiled.definition.questions.keys() - compiled.keys - relation.keys()
    spec = compiled.conditions
    if not unseen.intersection(spec["types"]):
        return spec
    given = Situation(compiled.definition, form.stored | relation, form.instance.tailoring).given
    elements = [
        [key, above, condition and _decided(condition, unseen, given, compiled.definition)]
        for key, above, condition in spec["elements"]
    ]
    return {"types": spec["types"], "elements": elements}


def _decided(condition: Any, unseen: Any, given: Any, definition: Definition) -> Any:
    """Return a condition in which comparisons with unseen questions are plainly true or false."""
    for joint in ("all", "any"):
        if joint in condition:
            parts = [_decided(part, unseen, given, definition) for part in condition[joint]]
            return {joint: parts}
    if condition["question"] not in unseen:
        return condition
    return ALWAYS if holds(condition_from_data(condition), given, definition.types) else NEVER


def _problems(form: ConceptForm, answers: Answers) -> dict[str, Any]:
    """Return the problems of the questions in the form, and how many there are in all."""
    page = form.instance
    found = page.problems(form.stored | answers | page.relation_answers)
    here = form.compiled.keys | page.relation_answers.keys()
    return {
        "sentence": page.incomplete_sentence(found),
        "here": [p.for_browser() for p in found if p.question in here],
        "elsewhere": len({p.question for p in found if p.question not in here}),
    }


def _marks(form: ConceptForm) -> list[dict[str, Any]]:
    """Return what is new or changed since the last release, of what the person may see."""
    marks = form.instance.open_marks
    return marks_for_browser(marks, form.compiled.definition, form.unseen) if marks else []


def _conflicts(form: ConceptForm) -> list[dict[str, Any]]:
    if not form.conflicts:
        return []
    definition = form.compiled.definition
    theirs = {conflict.question: conflict.theirs for conflict in form.conflicts}
    said = _said(definition, theirs, form.instance.service_names(theirs))
    states = form.compiled.field_states(theirs)
    base = form.compiled.fingerprints(theirs)
    return [
        {
            "question": key,
            "theirs": said[key],
            "state": states[form.compiled.fields[key]],
            "fingerprint": base.get(key, ""),
            "by": _author(form, key),
        }
        for key in theirs
    ]


def _author(form: ConceptForm, question: str) -> str:
    """Return who gave the stored answer; "" where it was the same person in another window."""
    author = form.instance.author_of_answer(question)
    if author is None or author == form.for_user:
        return ""
    return str(author.get_full_name() or author.get_username())


def _said(definition: Definition, answers: Answers, names: Any) -> dict[str, str]:
    language = (get_language() or "de")[:2]
    return {
        key: text_of(definition, definition.questions[key], answer, language, names)
        for key, answer in answers.items()
    }


def _names(names: Any) -> dict[str, str]:
    language = (get_language() or "de")[:2]
    return {key: name.say(language) for key, name in names.items()}
