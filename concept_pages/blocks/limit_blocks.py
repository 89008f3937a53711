"""The limits of the answer types as form controls, under the names of the template format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..definition.elements import AnswerType
from .json_blocks import SCRIPTS, STYLES, LabelledRowsBlock

PATTERNS = [
    ("version_number", _("version number such as 1.0 or 2.3.1")),
    ("phone_or_email", _("telephone number or e-mail address")),
    ("port_list", _("ports or port ranges such as 22, 443, 8000-8010")),
]


class TypedInputBlock(blocks.FieldBlock):
    """A text that the browser edits with an input of its own kind, such as month or time."""

    def __init__(
        self, kind: str, pattern: str = "", message: Any = "", help_text: Any = "", **kwargs: Any
    ) -> None:
        attrs = {"type": kind} if kind != "duration" else {"placeholder": "HH:MM"}
        self.field = forms.CharField(
            required=False,
            help_text=help_text,
            widget=forms.TextInput(attrs=attrs),
            validators=[RegexValidator(rf"\A(?:{pattern})\Z", message)] if pattern else [],
        )
        super().__init__(**kwargs)


class ReferenceInput(forms.TextInput):
    """A text input that a script turns into a choice of what this template offers.

    `offers` says what: option sets, earlier questions, or the columns of the same table.
    """

    def __init__(self, offers: str) -> None:
        super().__init__(
            {"data-controller": "secdoc-reference", "data-secdoc-reference-offers-value": offers}
        )

    @property
    def media(self) -> forms.Media:
        """The scripts of template authoring."""
        return forms.Media(js=SCRIPTS, css={"all": STYLES})


class ReferenceBlock(blocks.FieldBlock):
    """The key of something else in the template."""

    def __init__(self, offers: str, help_text: Any = "", **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=False, help_text=help_text, widget=ReferenceInput(offers)
        )
        super().__init__(**kwargs)


Make = Callable[[], blocks.Block]


def _count(label: Any, least: int = 0) -> Make:
    return lambda: blocks.IntegerBlock(required=False, min_value=least, label=label)


def _flag(label: Any) -> Make:
    return lambda: blocks.BooleanBlock(required=False, label=label)


def _text(label: Any, help_text: Any = "") -> Make:
    return lambda: blocks.CharBlock(
        required=False, max_length=200, label=label, help_text=help_text
    )


def _between(make: Callable[[Any], blocks.Block]) -> dict[str, Make]:
    return {"min": lambda: make(_("Not before")), "max": lambda: make(_("Not after"))}


def _typed(kind: str, pattern: str, message: Any) -> Callable[[Any], blocks.Block]:
    return lambda label: TypedInputBlock(kind, pattern, message, label=label)


_LENGTHS = {
    "min_length": _count(_("Characters, at least")),
    "max_length": _count(_("Characters, at most"), least=1),
}
_PATTERN: dict[str, Make] = {
    "pattern": lambda: blocks.ChoiceBlock(choices=PATTERNS, required=False, label=_("Looks like"))
}
_UNIT = {"unit_de": _text(_("Unit in German")), "unit_en": _text(_("Unit in English"))}
_OPTIONS: dict[str, Make] = {
    "option_set": lambda: ReferenceBlock("option_sets", label=_("Shared option set")),
    "options": lambda: LabelledRowsBlock(label=_("Options")),
    "other": _flag(_("Other answers may be added")),
}
_SELECTED = {
    "min_selected": _count(_("Choices, at least")),
    "max_selected": _count(_("Choices, at most"), least=1),
}
_DURATION = _typed("duration", r"[0-9]{2,3}:[0-5][0-9]", _("A duration looks like 04:30."))

LIMIT_BLOCKS: dict[AnswerType, dict[str, Make]] = {
    AnswerType.TEXT: {**_LENGTHS, **_PATTERN},
    AnswerType.LONGTEXT: {**_LENGTHS, **_PATTERN},
    AnswerType.RICHTEXT: _LENGTHS,
    AnswerType.LETTERS: _LENGTHS,
    AnswerType.YES_NO: {},
    AnswerType.SINGLE_CHOICE: _OPTIONS,
    AnswerType.MULTIPLE_CHOICE: {**_OPTIONS, **_SELECTED},
    AnswerType.DATE: _between(
        _typed("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _("A date looks like 2026-01-31."))
    ),
    AnswerType.MONTH: _between(
        _typed("month", r"[0-9]{4}-[0-9]{2}", _("A month looks like 2026-01."))
    ),
    AnswerType.TIME: _between(
        _typed("time", r"([01][0-9]|2[0-3]):[0-5][0-9]", _("A time looks like 14:30."))
    ),
    AnswerType.DURATION: {
        "min": lambda: _DURATION(_("At least (hours:minutes)")),
        "max": lambda: _DURATION(_("At most (hours:minutes)")),
    },
    AnswerType.INTEGER: {
        "min": lambda: blocks.IntegerBlock(required=False, label=_("At least")),
        "max": lambda: blocks.IntegerBlock(required=False, label=_("At most")),
        **_UNIT,
    },
    AnswerType.NUMBER: {
        "min": lambda: blocks.FloatBlock(required=False, label=_("At least")),
        "max": lambda: blocks.FloatBlock(required=False, label=_("At most")),
        **_UNIT,
    },
    AnswerType.EMAIL: _LENGTHS,
    AnswerType.URL: _LENGTHS,
    AnswerType.IP_LIST: {
        "ip_version": lambda: blocks.ChoiceBlock(
            choices=[("4", "IPv4"), ("6", "IPv6")], required=False, label=_("Version")
        )
    },
    AnswerType.HOSTNAME_LIST: {},
    AnswerType.TABLE: {
        "allow_add_rows": _flag(_("Rows may be added")),
        "min_rows": _count(_("Rows, at least")),
        "max_rows": _count(_("Rows, at most"), least=1),
        "rows": lambda: LabelledRowsBlock(label=_("Rows that are there from the start")),
        "preset_column": lambda: ReferenceBlock(
            "columns", label=_("Column that shows the name of these rows")
        ),
    },
    AnswerType.MATRIX: {
        "rows": lambda: LabelledRowsBlock(label=_("Rows")),
        "columns": lambda: LabelledRowsBlock(label=_("Columns (the ratings)")),
    },
    AnswerType.REFERENCE_SERVICE: {
        "multiple": _flag(_("Several services may be chosen")),
        "filter_by": lambda: ReferenceBlock(
            "single_choice", label=_("Only services of the group answered in")
        ),
        "other": _flag(_("Services that are not in the list may be added")),
        **_SELECTED,
    },
    AnswerType.FILE: {
        "accept": _text(_("Kinds of file"), _("File endings such as pdf, png; empty for any.")),
        "max_size_mb": _count(_("Size, at most (MB)"), least=1),
    },
}
"""Which controls each type has: those of `definition.limits`, a unit in two languages."""
