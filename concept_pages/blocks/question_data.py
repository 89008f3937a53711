"""Authoring blocks ↔ data in the template format: the same question as stored and as exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from ..definition.elements import AnswerType
from ..definition.limits import LIMITS

Data = dict[str, Any]

_SCHEMES = ("iso27001", "grundschutz")
_OPENING = ("key", "type", "required")
_COMMON = ("visible_if", "confidentiality")


def question_data(block: Mapping[str, Any]) -> Data:
    """Return a stored question block in the template format. It may be unfinished."""
    value = block["value"]
    return {
        **_field_data(block["type"], value),
        "label": _text(value, "label"),
        **_given("help", _text(value, "help")),
        **{name: value[name] for name in _COMMON if value.get(name)},
        **_given("controls", _controls(value)),
    }


def question_block(data: Mapping[str, Any], identifier: str = "") -> Data:
    """Return a question in the template format as a block to store.

    `identifier` is the id of the block that holds this question already: comments on it stay.
    """
    value = {
        **_texts("label", data.get("label")),
        **_texts("help", data.get("help")),
        **_field_value(data),
        "visible_if": data.get("visible_if"),
        "confidentiality": data.get("confidentiality", ""),
    }
    controls = data.get("controls") or {}
    value.update({scheme: ", ".join(controls.get(scheme, ())) for scheme in _SCHEMES})
    return {"type": data["type"], "value": value, "id": identifier or str(uuid4())}


def option_set_data(stored: Iterable[Mapping[str, Any]]) -> dict[str, list[Data]]:
    """Return the stored option sets in the template format."""
    return {block["value"].get("key") or "": _rows(block["value"]["options"]) for block in stored}


def option_set_block(key: str, options: list[Data], identifier: str = "") -> Data:
    """Return an option set as a block to store."""
    value = {"key": key, "options": options}
    return {"type": "option_set", "value": value, "id": identifier or str(uuid4())}


# Out ----------------------------------------------------------------------------------------------


def _field_data(kind: str, value: Mapping[str, Any]) -> Data:
    """Return what questions and columns have in common: key, type and limits."""
    data: Data = {"key": value.get("key") or None, "type": kind}
    if value.get("required"):
        data["required"] = True
    for limit in sorted(LIMITS[AnswerType(kind)]):
        found = _limit_data(kind, limit, value)
        if found or (found == 0 and found is not False):
            data[limit] = found
    if data.get("option_set"):
        data.pop("options", None)
    return data


def _limit_data(kind: str, limit: str, value: Mapping[str, Any]) -> Any:
    stored = value.get(limit)
    if limit == "unit":
        return _text(value, "unit")
    if limit == "ip_version":
        return int(stored) if stored else None
    if limit == "accept":
        return [part.lstrip(".").lower() for part in _parts(stored)]
    if limit in ("options", "rows") or (limit == "columns" and kind == AnswerType.MATRIX):
        return _rows(stored or [])
    if limit == "columns":
        return [_column_data(block) for block in stored or []]
    if isinstance(stored, float) and stored.is_integer():
        return int(stored)
    return stored


def _column_data(block: Mapping[str, Any]) -> Data:
    value = block["value"]
    texts = {language: value[language] for language in ("de", "en") if value.get(language)}
    return {**_field_data(block["type"], value), **texts}


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[Data]:
    return [{part: text for part, text in row.items() if text} for row in rows]


def _text(value: Mapping[str, Any], name: str) -> Data:
    texts = {language: value.get(f"{name}_{language}") for language in ("de", "en")}
    return {language: text for language, text in texts.items() if text}


def _controls(value: Mapping[str, Any]) -> Data:
    schemes = {scheme: _parts(value.get(scheme)) for scheme in _SCHEMES}
    return {scheme: parts for scheme, parts in schemes.items() if parts}


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _given(name: str, value: Any) -> Data:
    return {name: value} if value else {}


# In -----------------------------------------------------------------------------------------------


def _field_value(data: Mapping[str, Any]) -> Data:
    value: Data = {"key": data.get("key") or "", "required": data.get("required", False)}
    for limit in LIMITS[AnswerType(data["type"])]:
        if limit == "unit":
            value.update(_texts("unit", data.get("unit")))
        elif limit in data:
            value[limit] = _limit_value(data, limit)
    return value


def _limit_value(data: Mapping[str, Any], limit: str) -> Any:
    given = data[limit]
    if limit == "ip_version":
        return str(given)
    if limit == "accept":
        return ", ".join(given)
    if limit == "columns" and data["type"] == AnswerType.TABLE:
        return [_column_block(column) for column in given]
    return given


def _column_block(data: Mapping[str, Any]) -> Data:
    texts = {language: data.get(language, "") for language in ("de", "en")}
    return {"type": data["type"], "value": {**_field_value(data), **texts}, "id": str(uuid4())}


def _texts(name: str, text: Mapping[str, str] | None) -> Data:
    return {f"{name}_{language}": (text or {}).get(language, "") for language in ("de", "en")}
