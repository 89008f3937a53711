"""A definition to data in the template format; what has its usual value is left out."""

from __future__ import annotations

from ..elements import (
    AnswerType,
    Column,
    Decision,
    Definition,
    Group,
    Operator,
    Option,
    Question,
    Row,
    Text,
)
from ..reading import Data
from .conditions import condition_to_data
from .decoding import FORMAT


def encode(definition: Definition) -> Data:
    """Return a definition as data in the template format; `decode` reads back the same."""
    return {
        "format": FORMAT,
        "key": definition.key,
        "version": definition.version,
        "language_default": definition.language_default,
        "languages": list(definition.languages),
        "label": _text_data(definition.label),
        **_given("description", _text_data(definition.description)),
        **_given("document_title", _text_data(definition.document_title)),
        "types": [kind.value for kind in AnswerType],
        "operators": [operator.value for operator in Operator],
        **_given("confidentiality_levels", _labelled_data(definition.confidentiality_levels)),
        "confidentiality_default": definition.confidentiality_default.value,
        **_given("patterns", _labelled_data(definition.patterns)),
        **_given(
            "option_sets",
            {name: _labelled_data(options) for name, options in definition.option_sets},
        ),
        "chapters": [_group_data(group) for group in definition.groups],
        **_given("upgrade", {key: _decision_data(one) for key, one in definition.upgrade}),
    }


def _decision_data(decision: Decision) -> Data:
    if decision.action != "map":
        return {decision.action: True}
    return {**_given("map", dict(decision.options)), **_given("to", decision.to)}


def _given(name: str, value: object) -> Data:
    """Return an entry, or nothing where it would be empty; 0 is not empty."""
    return {} if value is None or value is False or value in ("", [], (), {}) else {name: value}


def _text_data(text: Text) -> Data:
    return {**_given("de", text.de), **_given("en", text.en)}


def _labelled_data(items: tuple[Option, ...] | tuple[Row, ...] | tuple[Column, ...]) -> list[Data]:
    return [{"key": item.key, **_text_data(item.label)} for item in items]


def _group_data(group: Group) -> Data:
    confidentiality = group.confidentiality
    condition = group.visible_if
    return {
        "key": group.key,
        **_given("number", group.number),
        "label": _text_data(group.label),
        **_given("help", _text_data(group.help)),
        **_given("confidentiality", confidentiality and confidentiality.value),
        **_given("visible_if", condition and condition_to_data(condition)),
        **_given("questions", [_question_data(question) for question in group.questions]),
        **_given("sections", [_group_data(child) for child in group.groups]),
    }


def _question_data(question: Question) -> Data:
    confidentiality = question.confidentiality
    condition = question.visible_if
    columns: list[Data] = (
        _labelled_data(question.columns)
        if question.type is AnswerType.MATRIX
        else [_column_data(column) for column in question.columns]
    )
    data = _field_data(question)
    options = data.pop("options", None)
    return {
        **data,
        **_given("min_rows", question.min_rows),
        **_given("max_rows", question.max_rows),
        **_given("allow_add_rows", question.allow_add_rows),
        **_given("preset_column", question.preset_column),
        **_given("confidentiality", confidentiality and confidentiality.value),
        "label": _text_data(question.label),
        **_given("help", _text_data(question.help)),
        **_given("visible_if", condition and condition_to_data(condition)),
        **_given("options", options),
        **_given("rows", _labelled_data(question.rows)),
        **_given("columns", columns),
        **_given("controls", {scheme: list(names) for scheme, names in question.controls}),
    }


def _column_data(column: Column) -> Data:
    data = _field_data(column)
    options = data.pop("options", None)
    return {**data, **_text_data(column.label), **_given("options", options)}


def _field_data(item: Question | Column) -> Data:
    return {
        "key": item.key,
        "type": item.type.value,
        **_given("required", item.required),
        **_given("multiple", item.multiple),
        **_given("filter_by", item.filter_by),
        **_given("min", item.min),
        **_given("max", item.max),
        **_given("unit", _text_data(item.unit)),
        **_given("min_length", item.min_length),
        **_given("max_length", item.max_length),
        **_given("pattern", item.pattern),
        **_given("ip_version", item.ip_version),
        **_given("accept", list(item.accept)),
        **_given("max_size_mb", item.max_size_mb),
        **_given("min_selected", item.min_selected),
        **_given("max_selected", item.max_selected),
        **_given("other", item.other),
        **_given("option_set", item.option_set),
        **_given("options", _labelled_data(item.options)),
    }
