"""The form that says what happens to the answers which a template's draft breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..definition.compare.breaking import Break, Declared, Replaced
from ..definition.elements import Decision, Definition
from ..queries.release_gate import say_way

Choices = list[tuple[str, Any]]


class DeclarationForm(forms.Form):
    """What happens to the answers to one question; nothing chosen leaves it open."""

    way = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(
        self, data: Any, broken: Break, definition: Definition, *, is_editable: bool
    ) -> None:
        self.broken = broken
        super().__init__(data, prefix=f"break-{broken.key}", initial=_initial(broken))
        field: Any = self.fields["way"]
        field.choices = [(way.value, say_way(way, broken)) for way in broken.ways]
        field.label = _("What happens to the answers?")
        for number, replaced in enumerate(broken.replaced):
            self.fields[f"option_{number}"] = _option_field(replaced)
        if Declared.MOVE in broken.ways:
            self.fields["to"] = forms.ChoiceField(
                label=_("The question that takes the answers"),
                required=False,
                choices=_questions(definition, broken),
            )
        for each in self.fields.values():
            each.disabled = not is_editable

    @property
    def options(self) -> list[forms.BoundField]:
        """The fields that say what takes the place of each option that is gone."""
        return [self[name] for name in self.fields if name.startswith("option_")]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == Declared.MOVE and not cleaned.get("to"):
            self.add_error("to", _("Choose the question that takes the answers."))
        return cleaned

    @property
    def decision(self) -> Decision | None:
        """What was chosen in a valid form."""
        way = self.cleaned_data.get("way")
        before = self.broken.decision
        if not way:
            return None
        if way == Declared.MOVE:
            to = self.cleaned_data["to"]
            # A file may have said more about the same move than the form knows.
            return before if before and before.to == to else Decision("map", to=to)
        if way == Declared.MAP:
            chosen = {
                replaced.option.key: self.cleaned_data.get(f"option_{number}") or ""
                for number, replaced in enumerate(self.broken.replaced)
            }
            options = {gone: by for gone, by in chosen.items() if by}
            return Decision("map", options=options) if options else Decision("convert")
        actions: dict[str, Decision] = {
            "convert": Decision("convert"),
            "park": Decision("park"),
            "park_unfit": Decision("park_unfit"),
        }
        return actions[way]


def _initial(broken: Break) -> dict[str, str]:
    decision = broken.decision
    if decision is None or broken.way is None:
        return {}
    options = {
        f"option_{number}": decision.options.get(replaced.option.key, "")
        for number, replaced in enumerate(broken.replaced)
    }
    return {"way": broken.way.value, "to": decision.to, **options}


def _option_field(replaced: Replaced) -> forms.ChoiceField:
    language = _language()
    offered: Choices = [("", _("nothing: park the answers that chose it"))]
    offered += [(option.key, option.label.say(language)) for option in replaced.by]
    label = _("Instead of “%(option)s”") % {"option": replaced.option.label.say(language)}
    return forms.ChoiceField(label=label, required=False, choices=offered)


def _questions(definition: Definition, broken: Break) -> Choices:
    """Return the questions that can take the answers, by their groups."""
    language = _language()
    found: Choices = [("", _("Choose a question …"))]
    for group in definition.walk_groups():
        inside = [
            (question.key, question.label.say(language))
            for question in group.questions
            if question.key != broken.key
        ]
        if inside:
            found.append((f"{group.number} {group.label.say(language)}".strip(), inside))
    return found


def _language() -> str:
    return (get_language() or "de")[:2]


def forms_for(
    data: Any, broken: Iterable[Break], definition: Definition, *, is_editable: bool
) -> dict[str, DeclarationForm]:
    """Return a form for each break, by the key of its question."""
    return {
        one.key: DeclarationForm(data, one, definition, is_editable=is_editable) for one in broken
    }
