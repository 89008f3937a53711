"""The forms for a chapter and for a question that one service adds to its concept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ...blocks.question_blocks import FACES, LEVELS
from ...definition.elements import AnswerType
from ...definition.keys import key_from

CHOICES = (AnswerType.SINGLE_CHOICE, AnswerType.MULTIPLE_CHOICE)
NOT_OFFERED = (AnswerType.TABLE, AnswerType.MATRIX, AnswerType.REFERENCE_SERVICE)
"""Types that need more than this form asks for; the common template has them."""

Data = dict[str, Any]


def _types() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Return the types on offer by family, as a select shows them."""
    families: dict[str, list[tuple[str, Any]]] = {}
    for kind, (name, family, _icon) in FACES.items():
        if kind not in NOT_OFFERED:
            families.setdefault(str(family), []).append((kind.value, name))
    return list(families.items())


class LabelledForm(forms.Form):
    """What chapters and questions have in common: a text and help in both languages, a level."""

    label_de = forms.CharField(
        label=gettext_lazy("Title in German"), required=False, max_length=300
    )
    label_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("One language is enough; readers of the other one see it, too."),
    )
    help_de = forms.CharField(
        label=gettext_lazy("Help in German"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    help_en = forms.CharField(
        label=gettext_lazy("Help in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Confidentiality of the answers"),
        required=False,
        choices=[("", gettext_lazy("as the template says")), *LEVELS],
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> Data:
        """Demand a text in one language."""
        cleaned = super().clean() or {}
        if not cleaned.get("label_de") and not cleaned.get("label_en"):
            self.add_error("label_de", _("Write a text in German or in English."))
        return cleaned

    def data_for(self, element: Mapping[str, Any]) -> Data:
        """Return a chapter or question with what was typed; its other entries stay."""
        typed = self.cleaned_data
        made = {
            **element,
            "label": _texts(typed, "label"),
            "help": _texts(typed, "help"),
            "confidentiality": typed["confidentiality"],
        }
        return {name: value for name, value in made.items() if value not in ("", {}, [], False)}


class ChapterForm(LabelledForm):
    """A chapter of the service."""


class QuestionForm(LabelledForm):
    """A question of the service, with the types that need no more than this."""

    type = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=_types)
    options_de = forms.CharField(
        label=gettext_lazy("Choices in German"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only for one or several choices: one in each line."),
    )
    options_en = forms.CharField(
        label=gettext_lazy("Choices in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The same ones in the same order."),
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    chapter = forms.ChoiceField(label=gettext_lazy("Chapter"))
    field_order = ["chapter", "label_de", "label_en", "help_de", "help_en", "type", "options_de",
                   "options_en", "required", "confidentiality"]  # fmt: skip

    def __init__(self, *args: Any, chapters: Sequence[Data], old: Data, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        language = (get_language() or "de")[:2]
        self.fields["label_de"].label = _("Question in German")
        self.fields["label_en"].label = _("Question in English")
        self.fields["chapter"].choices = [  # type: ignore[attr-defined] # it is a ChoiceField
            (one["key"], said_label(one["label"], language)) for one in chapters
        ]
        if len(chapters) == 1:
            self.fields["chapter"].widget = forms.HiddenInput()

    def clean(self) -> Data:
        """Demand choices where the answer is a choice."""
        cleaned = super().clean()
        if cleaned.get("type") not in CHOICES:
            return cleaned
        german, english = (_lines(cleaned.get(f"options_{code}", "")) for code in ("de", "en"))
        if german and english and len(german) != len(english):
            self.add_error(
                "options_en",
                _("There are %(de)d choices in German and %(en)d in English. Write the same ones "
                  "in the same order.") % {"de": len(german), "en": len(english)},
            )  # fmt: skip
        elif max(len(german), len(english)) < 2:
            self.add_error("options_de", _("Write at least two choices, one in each line."))
        return cleaned

    def data_for(self, element: Mapping[str, Any]) -> Data:
        """Return the question with what was typed."""
        typed = self.cleaned_data
        made = super().data_for({**element, "required": typed["required"]})
        if typed["type"] != element.get("type"):
            made = {name: made[name] for name in made if name in _OF_EVERY_TYPE}
        made["type"] = typed["type"]
        if typed["type"] in CHOICES:
            made["options"] = self._options()
        return made

    def _options(self) -> list[Data]:
        german, english = (_lines(self.cleaned_data[f"options_{code}"]) for code in ("de", "en"))
        count = max(len(german), len(english))
        texts = [
            {
                code: lines[place]
                for code, lines in (("de", german), ("en", english))
                if place < len(lines)
            }
            for place in range(count)
        ]
        return keyed_options(texts, self.old.get("options", []))


_OF_EVERY_TYPE = ("key", "label", "help", "required", "confidentiality", "controls", "visible_if")


def keyed_options(texts: Sequence[Data], old: Sequence[Data]) -> list[Data]:
    """Return options with keys; one that reads as before, or stands where it stood, keeps its key.

    Answers name options by key, so a corrected spelling must not become another option.
    """
    found: list[Data] = [{} for _text in texts]
    left = [dict(option) for option in old]
    for place, text in enumerate(texts):
        same = next((o for o in left if any(o.get(code) == text[code] for code in text)), None)
        if same:
            left.remove(same)
            found[place] = {"key": same["key"], **text}
    for place, text in enumerate(texts):
        if not found[place] and len(texts) == len(old) and old[place] in left:
            left.remove(old[place])
            found[place] = {"key": old[place]["key"], **text}
    taken = {option["key"] for option in (*old, *filter(None, found))}
    for place, text in enumerate(texts):
        if not found[place]:
            key = key_from(text.get("en") or text.get("de") or "", taken, fallback="option")
            taken.add(key)
            found[place] = {"key": key, **text}
    return found


def _texts(typed: Mapping[str, Any], name: str) -> Data:
    texts = {code: typed.get(f"{name}_{code}", "").strip() for code in ("de", "en")}
    return {code: text for code, text in texts.items() if text}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def said_label(label: Mapping[str, str], language: str) -> str:
    """Return a text of the template format in a language, or in the one that there is."""
    return label.get(language) or label.get("de") or label.get("en") or ""
