"""Says in words what a catalogue adds and changes, field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from workflows.words import quoted

from ..definition.catalogue import Change, Difference, Entry, facts_of
from ..definition.elements import Text

FIELDS = {
    "name_de": gettext_lazy("German name"),
    "name_en": gettext_lazy("English name"),
    "group": gettext_lazy("service group"),
    "department": gettext_lazy("department"),
    "requires": gettext_lazy("depends on"),
    "optional": gettext_lazy("depends on (optional)"),
    "retired": gettext_lazy("retired"),
    "comment": gettext_lazy("comment"),
}
"""What the fields of an entry are called."""

Names = Mapping[str, Collection[str]]


def sentence_of(change: Change) -> str:
    """Return an entry that changes, with everything that changes in it."""
    name = change.before.name.say((get_language() or "de")[:2])
    said = differences_in_words(change.differences)
    return _("%(name)s (%(key)s): %(changes)s") % {
        "name": name, "key": change.after.key, "changes": said,
    }  # fmt: skip


def facts_in_words(entry: Entry) -> str:
    """Return what an entry that is new says beside its names; "" where it says no more."""
    return "; ".join(
        f"{FIELDS[field]}: {_listed(value) or _value(value, field, {})}"
        for field, value in facts_of(entry).items()
        if value and field not in ("name_de", "name_en")
    )


def _listed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else ""


def differences_in_words(found: Iterable[Difference]) -> str:
    """Return differences of an entry in words; "" where there are none."""
    return "; ".join(said_of(one) for one in found)


def circle_in_words(names: Iterable[Text]) -> str:
    """Return a sentence about services each of which needs the next, and the last the first."""
    language = (get_language() or "de")[:2]
    said = [name.say(language) for name in names]
    return _("Circle of dependencies, each needs the next: %(names)s. That is allowed.") % {
        "names": " → ".join([*said, *said[:1]])
    }


def said_of(one: Difference, names: Names | None = None) -> str:
    """Return one difference in words; `names` are German and English names by key."""
    label = FIELDS.get(one.field, one.field)
    if one.field in ("requires", "optional"):
        return f"{label}: {_lists(one, names or {})}"
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": label,
        "before": _value(one.before, one.field, names or {}),
        "after": _value(one.after, one.field, names or {}),
    }


def _lists(one: Difference, names: Names) -> str:
    added = [_name(key, names) for key in one.after if key not in one.before]
    removed = [_name(key, names) for key in one.before if key not in one.after]
    return ", ".join([*(f"+ {name}" for name in added), *(f"− {name}" for name in removed)])


def _value(value: Any, field: str, names: Names) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value:
        return _("empty")
    return quoted(_name(value, names) if field == "department" else value)


def _name(key: str, names: Names) -> str:
    known = list(names.get(key, ()))
    if not known:
        return key
    german, english = known
    return (english or german) if (get_language() or "de")[:2] == "en" else (german or english)
