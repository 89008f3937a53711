"""What the scripts of an author's form know: earlier questions, option sets, keys, words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..blocks.question_blocks import FACES
from ..blocks.question_data import Data
from ..definition.conditions import operators_for
from ..definition.elements import LANGUAGES, AnswerType, Operator, Text
from ..definition.sentences import PHRASES
from ..models import Service
from ..models.template_keys import keys_of_data
from ..models.template_references import Place, asked_by, asked_in, elements
from .template_outline import STEP, Draft, text_of

MOST_SERVICES = 500
"""More than these are not offered as a list; their keys are typed."""


def authoring_data(draft: Draft, path: str) -> dict[str, Any]:
    """Return what the scripts need to edit the page that is, or will come, at `path` in the tree.

    `path` sorts among the paths of the groups; the questions of all groups before it are offered.
    """
    earlier = [group for group in draft.groups if group.path < path]
    numbers = {group.path: _name(group.data) for group in draft.groups}
    questions = [
        {
            "key": question["key"],
            "type": question["type"],
            "label": question.get("label", {}),
            "multiple": bool(question.get("multiple")),
            "options": draft.options(question),
            "group": numbers[group.path],
            "chapter": numbers.get(group.path[: len(draft.template.path) + STEP], ""),
        }
        for group in earlier
        for question in group.data.get("questions", ())
        if question.get("key")
    ]
    reserved = draft.template.reserved_keys
    return {
        "language": draft.language,
        "questions": questions,
        "gone": _gone(draft),
        "optionSets": draft.option_sets,
        "sets": {name: _said(places) for name, places in draft.option_set_uses.items()},
        **_around(draft, path),
        "services": _services(draft),
        "taken": sorted({key for group in draft.groups for key in keys_of_data(group.data)} - {""}),
        "reserved": sorted(reserved),
        "operators": operators_by_type(),
        "types": {str(kind): str(label) for kind, (label, _family, _icon) in FACES.items()},
        "phrases": {language: _phrases(language) for language in LANGUAGES},
        "words": {name: str(word) for name, word in words().items()},
    }


def _gone(draft: Draft) -> list[Data]:
    """Return the questions that conditions ask for and that only the last release had."""
    wanted = set().union(
        *(asked_in(data.get("visible_if")) for _place, data in elements(draft.groups))
    )
    return [
        {
            "key": key,
            "type": draft.gone[key].type.value,
            "label": _texts(draft.gone[key].label),
            "options": [
                {"key": option.key, **_texts(option.label)} for option in draft.gone[key].options
            ],
        }
        for key in sorted(wanted - draft.asked.keys())
        if key in draft.gone
    ]


def _texts(text: Text) -> dict[str, str]:
    return {"de": text.de, "en": text.en}


def _around(draft: Draft, path: str) -> dict[str, Any]:
    """Return what depends from elsewhere on the questions of this page, and addresses."""
    here = next((group for group in draft.groups if group.path == path), None)
    keys = [question.get("key") for question in here.data.get("questions", ())] if here else []
    elsewhere = [
        (place, asked_by(data))
        for place, data in elements(draft.groups)
        if here is not None and place.page_id != here.page_id
    ]
    asked = {key: [place for place, wanted in elsewhere if key in wanted] for key in keys if key}
    edit = reverse("wagtailadmin_pages:edit", args=[draft.template.pk])
    return {
        "saved": [key for key in keys if key],
        "askedBy": {key: _said(places) for key, places in asked.items() if places},
        "urls": {
            "question": reverse("secdoc_templates:question", args=[draft.template.pk, "__key__"]),
            "optionSets": f"{edit}#option-sets",
        },
    }


def _said(places: list[Place]) -> list[Data]:
    return [
        {"label": {"de": place.label.de, "en": place.label.en}, "where": place.where}
        for place in places
    ]


def _phrases(language: str) -> dict[str, str]:
    """Return the phrases of sentences in one language; conditions are said in both."""
    with override(language):
        return {name: _(phrase) for name, phrase in PHRASES.items()}


def operators_by_type() -> dict[str, list[str]]:
    """Return the operators that fit each type, in the order in which they are offered."""

    def ordered(kind: AnswerType, *, multiple: bool = False) -> list[str]:
        fitting = operators_for(kind, multiple=multiple)
        if kind is AnswerType.YES_NO:
            # "Is not yes" also holds where nothing is answered; "is no" is what people mean.
            fitting -= {Operator.IN, Operator.NOT_IN, Operator.NOT_EQUALS}
        return [operator.value for operator in OFFERED if operator in fitting]

    several = {"reference_service_multiple": ordered(AnswerType.REFERENCE_SERVICE, multiple=True)}
    return {kind.value: ordered(kind) for kind in AnswerType} | several


OFFERED = (
    Operator.EQUALS,
    Operator.CONTAINS_ANY,
    Operator.CONTAINS,
    Operator.NOT_CONTAINS,
    Operator.IN,
    Operator.NOT_EQUALS,
    Operator.NOT_IN,
    Operator.GT,
    Operator.GTE,
    Operator.LT,
    Operator.LTE,
    Operator.ANSWERED,
    Operator.NOT_ANSWERED,
)


def _name(data: Data) -> dict[str, str]:
    label = text_of(data.get("label"))
    number = data.get("number", "")
    return {language: f"{number} {label.say(language)}".strip() for language in ("de", "en")}


def _services(draft: Draft) -> list[Data]:
    """Return the services a condition may ask for, if any question asks for services at all."""
    if AnswerType.REFERENCE_SERVICE not in draft.types:
        return []
    rows = Service.objects.order_by("name_de").values_list("key", "name_de", "name_en")
    found = list(rows[: MOST_SERVICES + 1])
    if len(found) > MOST_SERVICES:
        return []
    return [{"key": key, "de": german, "en": english} for key, german, english in found]


def words() -> dict[str, str]:
    """Return the texts of the scripts."""
    return {
        "always": _("Always shown"),
        "add_condition": _("Add a condition"),
        "add_part": _("Add another condition"),
        "add_group": _("Add a group of conditions"),
        "remove": _("Remove"),
        "remove_condition": _("Remove this condition"),
        "all": _("All of these apply"),
        "any": _("At least one of these applies"),
        "question": _("Question further up"),
        "find_question": _("Find a question …"),
        "nothing_found": _("Nothing found."),
        "no_questions": _("There is no question further up that could be asked for."),
        "comparison": _("Comparison"),
        "value": _("Value"),
        "one_per_line": _("one per line"),
        "choose": _("Choose …"),
        "not_further_up": _("This question is not further up any more. Choose another one."),
        "unfinished": _("Not finished yet: choose what to compare with."),
        "same_page": _("On this page"),
        "add_row": _("Add a line"),
        "paste_rows": _("Several lines can be pasted at once."),
        "german": _("German"),
        "english": _("English"),
        "key": _("Key"),
        "move_up": _("Move up"),
        "move_down": _("Move down"),
        "show_keys": _("Show keys"),
        "hide_keys": _("Hide keys"),
        "own_options": _("Own options, listed below"),
        "none": _("None"),
        "missing": _("%(name)s (does not exist)"),
        "required": capfirst(_("must be answered")),
        "conditional": _("conditional"),
        "untitled": _("Question without text"),
        "translation_missing": _("translation missing"),
        "more": _("Move, duplicate, change type, delete"),
        "this_group": _("this group"),
        "delete_question": _("“%(name)s” is asked for elsewhere. This would not work any more:"),
        "delete_anyway": _("Delete anyway"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "set_in_use": _("“%(name)s” cannot be deleted while questions use it:"),
        "set_used_once": _("Used by one question:"),
        "set_used": _("Used by %(count)s questions. What is changed here changes in all of them:"),
        "set_shared": _("%(count)s questions offer these options; they are changed in one place:"),
        "set_elsewhere": _("These options are changed in one place:"),
        "option_sets": _("Option sets"),
        "key_fixed": _("The key is fixed since the first release."),
        "operator_equals": _("is"),
        "operator_not_equals": _("is not"),
        "operator_in": _("is one of"),
        "operator_not_in": _("is none of"),
        "operator_contains": _("includes"),
        "operator_contains_any": _("includes at least one of"),
        "operator_not_contains": _("does not include"),
        "operator_answered": _("is answered"),
        "operator_not_answered": _("is not answered"),
        "operator_gt": _("is more than"),
        "operator_gte": _("is at least"),
        "operator_lt": _("is less than"),
        "operator_lte": _("is at most"),
        "operator_gt_time": _("is after"),
        "operator_gte_time": _("is on or after"),
        "operator_lt_time": _("is before"),
        "operator_lte_time": _("is on or before"),
    }
