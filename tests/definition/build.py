"""Small definitions for tests, written in a line, and the data that SecDoc ships."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from concept_pages.definition.elements import (
    AnswerType,
    Column,
    Comparison,
    Condition,
    Definition,
    Group,
    Operator,
    Option,
    Question,
    Row,
    Text,
)

DATA = Path(__file__).parents[2] / "concept_pages" / "demo" / "data"
CONCEPTS = ("building_alarm_mailing", "security_accounting", "video_conferencing")


@cache
def shipped(name: str) -> Any:
    """Return the data of a shipped file; not to be changed."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def both(text: str) -> Text:
    """Return the same text in both languages."""
    return Text(text, text)


def options(*keys: str) -> tuple[Option, ...]:
    """Return options labelled “De a” and “En a”."""
    return tuple(Option(key, Text(f"De {key}", f"En {key}")) for key in keys)


def rows(*keys: str) -> tuple[Row, ...]:
    """Return rows labelled “De a” and “En a”."""
    return tuple(Row(key, Text(f"De {key}", f"En {key}")) for key in keys)


def question(key: str, kind: str = "text", **limits: Any) -> Question:
    """Return a question whose label is its key."""
    return Question(key=key, type=AnswerType(kind), label=limits.pop("label", both(key)), **limits)


def column(key: str, kind: str = "text", **limits: Any) -> Column:
    """Return a column whose label is its key."""
    return Column(key=key, type=AnswerType(kind), label=limits.pop("label", both(key)), **limits)


def ratings(*keys: str) -> tuple[Column, ...]:
    """Return the columns of a matrix."""
    return tuple(column(key) for key in keys)


def group(key: str, *parts: Question | Group, **more: Any) -> Group:
    """Return a group of questions and groups; its label is its key."""
    return Group(
        key=key,
        label=more.pop("label", both(key)),
        questions=tuple(part for part in parts if isinstance(part, Question)),
        groups=tuple(part for part in parts if isinstance(part, Group)),
        **more,
    )


def definition(*parts: Question | Group, **more: Any) -> Definition:
    """Return a definition of groups; questions without a group go into the group “start”."""
    loose = tuple(part for part in parts if isinstance(part, Question))
    groups = tuple(part for part in parts if isinstance(part, Group))
    first = (group("start", *loose),) if loose else ()
    return Definition(
        key="test", version="1.0", label=both("Test"), groups=(*first, *groups), **more
    )


def when(key: str, operator: str, value: Any = None) -> Condition:
    """Return a comparison."""
    return Comparison(key, Operator(operator), value)


def template(*chapters: Any, **more: Any) -> dict[str, Any]:
    """Return data in the template format."""
    return {
        "format": "template/1",
        "key": "test",
        "version": "1.0",
        "label": {"de": "Prüfung", "en": "Test"},
        "chapters": list(chapters),
        **more,
    }


def asked(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return the data of a question."""
    return {"key": key, "type": kind, "label": {"de": key, "en": key}, **more}


def chapter(key: str, *questions: Any, **more: Any) -> dict[str, Any]:
    """Return the data of a chapter that holds questions."""
    return {"key": key, "label": {"de": key, "en": key}, "questions": list(questions), **more}
