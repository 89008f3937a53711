"""Two versions of a template side by side: every group and question that reads differently.

What is said about an element is split into aspects (its text, its help, its options …), and only
the aspects that differ are shown, in German and English, old beside new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..definition.compare import Change, compare
from ..definition.elements import LANGUAGES, AnswerType, Definition, Field, Group, Question
from ..models.template_words import say_change
from .template import CONTROLS, TemplateAssembly

ASPECTS = {
    "name": gettext_lazy("Text"),
    "place": gettext_lazy("Place"),
    "help": gettext_lazy("Help"),
    "type": gettext_lazy("Type and limits"),
    "condition": gettext_lazy("When it is shown"),
    "options": gettext_lazy("Options"),
    "columns": gettext_lazy("Columns"),
    "rows": gettext_lazy("Given rows"),
    "level": gettext_lazy("Confidentiality"),
    "controls": gettext_lazy("References to controls"),
}
"""What is said about a group or question, part by part, in the order of the comparison."""

LISTS = frozenset({"options", "columns", "rows", "controls"})

Said = Mapping[str, str]
"""What one language says about one element, by aspect."""


@dataclass(frozen=True)
class Side:
    """One aspect in one language: what it was and what it is."""

    language: str
    old: str
    new: str


@dataclass(frozen=True)
class Aspect:
    """One aspect that differs, in both languages, or in one where both say the same.

    Of a list, such as the options, each line is an entry.
    """

    label: str
    sides: tuple[Side, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Pair:
    """A group or question that differs, with what changed in sentences; `kind` names its mark."""

    key: str
    label: str
    kind: str
    is_group: bool
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]
    aspects: tuple[Aspect, ...]

    @property
    def is_breaking(self) -> bool:
        """Whether answers of the old version may lose their home, or are no longer plausible."""
        return any(change.breaking for change in self.changes)


def side_by_side(old: Definition, new: Definition, *, language: str) -> list[Pair]:
    """Return what differs, in the order of the new version; what is gone comes last."""
    changes: dict[str, list[Change]] = {}
    # That the versions have other numbers is why they are compared.
    for change in compare(old, replace(new, version=old.version)):
        changes.setdefault(change.key, []).append(change)
    before, after = _said(old), _said(new)
    with translation.override(language):
        return [_pair(key, tuple(found), before, after, language) for key, found in changes.items()]


def _pair(
    key: str,
    changes: tuple[Change, ...],
    before: Mapping[str, Mapping[str, Said]],
    after: Mapping[str, Mapping[str, Said]],
    language: str,
) -> Pair:
    was = {code: said.get(key, {}) for code, said in before.items()}
    now = {code: said.get(key, {}) for code, said in after.items()}
    name = (now[language] or was[language]).get("name", "")
    return Pair(
        key=key,
        label=name or _("The template itself"),
        kind="added" if not was[language] else "removed" if not now[language] else "changed",
        is_group=bool(key) and "type" not in (now[language] or was[language]),
        changes=changes,
        sentences=tuple(say_change(change, language) for change in changes),
        aspects=tuple(_aspects(was, now)),
    )


def _aspects(was: Mapping[str, Said], now: Mapping[str, Said]) -> Iterator[Aspect]:
    for name, label in ASPECTS.items():
        sides = [Side(code, was[code].get(name, ""), now[code].get(name, "")) for code in LANGUAGES]
        if any(side.old != side.new for side in sides):
            yield Aspect(str(label), tuple(_once(sides)), name in LISTS)


def _once(sides: Sequence[Side]) -> Sequence[Side]:
    """Leave a language out where it says just what the other says, such as numbers."""
    first, *others = sides
    same = all((side.old, side.new) == (first.old, first.new) for side in others)
    return [Side("", first.old, first.new)] if same else sides


# What is said -------------------------------------------------------------------------------------


def _said(definition: Definition) -> dict[str, dict[str, Said]]:
    """Return what each language says about each element, by their keys."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            speaker = _Speaker(definition, language)
            found[language] = dict(speaker.elements())
    return found


class _Speaker:
    """Says every aspect of a definition in the language that is active."""

    def __init__(self, definition: Definition, language: str) -> None:
        self.definition = definition
        self.made = TemplateAssembly(definition, language=language)

    def elements(self) -> Iterator[tuple[str, Said]]:
        """Yield each group and question by its key, and the template itself by ""."""
        definition, say = self.definition, self.made.say
        own = (definition.label, definition.description, definition.document_title)
        yield "", {"name": "", "help": "\n".join(filter(None, map(say, own)))}
        for group in definition.walk_groups():
            yield group.key, self.group(group)
            for question in group.questions:
                yield question.key, self.question(question)

    def group(self, group: Group) -> Said:
        """Return what is said about a group."""
        made, above = self.made, self.definition.ancestors[group.key][:-1]
        return {
            "name": f"{group.number} {made.say(group.label)}".strip(),
            "place": " / ".join(made.say(one.label) for one in above),
            "help": made.say(group.help),
            "condition": made.condition(group.visible_if) if group.visible_if else "",
            "level": made.levels[group.confidentiality.value] if group.confidentiality else "",
        }

    def question(self, question: Question) -> Said:
        """Return what is said about a question."""
        made = self.made
        columns = question.columns if question.type is AnswerType.TABLE else ()
        ratings = () if columns else question.columns
        level = self.definition.confidentiality_of(question.key)
        return {
            "name": made.say(question.label),
            "place": " / ".join(
                made.say(one.label) for one in self.definition.ancestors[question.key]
            ),
            "help": made.say(question.help),
            "type": self.field(question),
            "condition": made.condition(question.visible_if) if question.visible_if else "",
            "options": self.options(question),
            "columns": "\n".join(map(self.column, columns))
            or "\n".join(made.say(one.label) for one in ratings),
            "rows": "\n".join(made.say(row.label) for row in question.rows),
            "level": made.levels[level.value],
            "controls": "\n".join(
                f"{CONTROLS.get(name, name)}: {', '.join(found)}"
                for name, found in question.controls
            ),
        }

    def field(self, field: Field) -> str:
        """Return type and limits."""
        return " · ".join((self.made.type_of(field), *self.made.limits(field)))

    def options(self, field: Field) -> str:
        """Return the options, one in each line."""
        return "\n".join(
            self.made.say(option.label) for option in self.definition.options_of(field)
        )

    def column(self, column: Field) -> str:
        """Return a column with its type, limits and options in a line."""
        options = self.options(column).split("\n") if self.options(column) else []
        return f"{self.made.say(column.label)}: {', '.join([self.field(column), *options])}"
