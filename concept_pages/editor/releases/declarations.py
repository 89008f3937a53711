"""The form that says what happens to the answers which a template's draft breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...definition.compare.breaking import Break, Declared, Replaced
from ...definition.compare.convert import may_take
from ...definition.elements import Decision, Definition
from ...queries.release_gate import say_way

Choices = list[tuple[str, Any]]


class DeclarationForm(forms.Form):
    """What happens to the answers to one question; nothing chosen leaves it open."""

    way = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any,
        broken: Break,
        old: Definition,
        definition: Definition,
        *,
        is_editable: bool,
    ) -> None:
        self.broken = broken
        super().__init__(data, prefix=f"break-{broken.key}", initial=_initial(broken))
        field: Any = self.fields["way"]
        targets = _questions(old, definition, broken) if Declared.MOVE in broken.ways else []
        ways = [way for way in broken.ways if way is not Declared.MOVE or targets]
        field.choices = [(way.value, say_way(way, broken)) for way in ways]
        field.label = _("What happens to the answers?")
        for number, replaced in enumerate(broken.replaced):
            self.fields[f"option_{number}"] = _option_field(replaced)
        if targets:
            self.fields["to"] = forms.ChoiceField(
                label=_("The question that takes the answers"),
                required=False,
                choices=[("", _("Choose a question …")), *targets],
                help_text=_("Only questions that can take answers of this type are offered."),
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


def _questions(old: Definition, definition: Definition, broken: Break) -> Choices:
    """Return the questions that can take the answers, by their groups; empty if there are none."""
    language = _language()
    declared = broken.decision.to if broken.decision else ""
    found: Choices = []
    for group in definition.walk_groups():
        inside = [
            (question.key, question.label.say(language))
            for question in group.questions
            if question.key == declared
            or (question.key != broken.key and may_take(broken.old, question, old, definition))
        ]
        if inside:
            found.append((f"{group.number} {group.label.say(language)}".strip(), inside))
    return found


def _language() -> str:
    return (get_language() or "de")[:2]


def forms_for(
    data: Any,
    broken: Iterable[Break],
    old: Definition,
    definition: Definition,
    *,
    is_editable: bool,
) -> dict[str, DeclarationForm]:
    """Return a form for each break, by the key of its question."""
    return {
        one.key: DeclarationForm(data, one, old, definition, is_editable=is_editable)
        for one in broken
    }


def are_valid(forms: Iterable[DeclarationForm]) -> bool:
    """Return whether everything fits, each by itself and together; errors are at the fields.

    A question takes the answers of one other only: a concept has one answer to it.
    """
    filled = list(forms)
    if not all(form.is_valid() for form in filled):
        return False
    taken: dict[str, Break] = {}
    # What is stored already stands; what is new gives way.
    for form in sorted(filled, key=lambda form: form.decision != form.broken.decision):
        decision = form.decision
        if decision is None or not decision.to:
            continue
        first = taken.setdefault(decision.to, form.broken)
        if first is not form.broken and decision != form.broken.decision:
            form.add_error("to", _already_taken(first.old.label.say(_language())))
    return all(form.is_valid() for form in filled)


def _already_taken(first: str) -> str:
    return _(
        "The answers to “%(question)s” move there already, and a question has one answer only. "
        "Choose another question, or park these answers."
    ) % {"question": first}
