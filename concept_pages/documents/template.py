"""A template to a Document: what is asked, with types, limits, options and conditions in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from ..blocks.question_blocks import FACES
from ..definition.codec import condition_to_data
from ..definition.elements import (
    AnswerType,
    Condition,
    Definition,
    Field,
    Group,
    Option,
    Question,
    Text,
)
from ..definition.sentences import Asked, Speaker
from ..definition.vocabulary import LEVELS
from ..definition.wording import say_quantity
from .document import (
    Block,
    Document,
    Entry,
    Fact,
    Paragraph,
    Run,
    Section,
    Table,
    bullet_list,
    paragraphs,
    printable,
)
from .provenance import Provenance

CONTROLS = {"iso27001": "ISO/IEC 27001", "grundschutz": "IT-Grundschutz"}


class TemplateAssembly:
    """A definition on its way to a Document. Must be used while its language is active."""

    def __init__(self, definition: Definition, *, language: str) -> None:
        self.definition = definition
        self.language = language
        self.levels = {
            option.key: self.say(option.label)
            for option in (*LEVELS, *definition.confidentiality_levels)
        }
        asked = {
            key: Asked(key, question.type, question.label, _choices(definition, question))
            for key, question in definition.questions.items()
        }
        self.speaker = Speaker(asked, language, _)

    def say(self, text: Text) -> str:
        """Return a text in the language of the document."""
        return printable(text.say(self.language))

    def document(self, provenance: Provenance) -> Document:
        """Return the finished document."""
        return Document(
            kind="template",
            language=self.language,
            title=self.say(self.definition.label),
            subtitle=_("Template for security concepts"),
            publisher=settings.SITE_NAME,
            version=provenance.version,
            version_label=provenance.version_label,
            date=provenance.date,
            fingerprint=provenance.fingerprint,
            draft=provenance.draft,
            facts=(*self.facts(), *provenance.facts),
            notices=provenance.notices,
            sections=tuple(map(self.section, self.definition.groups)),
        )

    def facts(self) -> Iterator[Fact]:
        """Yield what the template says about itself."""
        definition = self.definition
        if definition.description:
            yield Fact("description", _("Description"), (self.say(definition.description),))
        yield Fact("key", _("Key"), (definition.key,))
        yield Fact(
            "size",
            _("Size"),
            (
                _("%(questions)d questions in %(groups)d groups")
                % {
                    "questions": len(definition.questions),
                    "groups": len(definition.groups_by_key),
                },
            ),
        )
        default = definition.confidentiality_default.value
        yield Fact("confidentiality", _("Default confidentiality"), (self.levels[default],))

    # Groups and questions -------------------------------------------------------------------------

    def section(self, group: Group) -> Section:
        """Return a group with its questions and groups."""
        level = group.confidentiality
        return Section(
            key=group.key,
            number=printable(group.number),
            label=self.say(group.label),
            help=self.say(group.help),
            notes=(self.condition(group.visible_if),) if group.visible_if else (),
            level_label=self.levels[level.value] if level else "",
            entries=tuple(map(self.entry, group.questions)),
            sections=tuple(map(self.section, group.groups)),
        )

    def entry(self, question: Question) -> Entry:
        """Return a question with everything that an operator will meet."""
        level = self.definition.confidentiality_of(question.key)
        usual = level is self.definition.confidentiality_default
        return Entry(
            key=question.key,
            label=self.say(question.label),
            help=self.say(question.help),
            blocks=tuple(self.blocks(question)),
            level=level.value,
            level_label="" if usual else self.levels[level.value],
        )

    def blocks(self, question: Question) -> Iterator[Block]:
        """Yield type and limits, condition, options, columns, rows and references to controls."""
        yield _line(" · ".join((self.type_of(question), *self.limits(question))))
        if question.visible_if:
            yield Paragraph((Run(self.condition(question.visible_if), italic=True),))
        if options := self.definition.options_of(question):
            yield bullet_list([self.say(option.label) for option in options])
        if question.type is AnswerType.TABLE:
            yield self.columns(question)
        elif question.columns:
            yield self.named(_("Ratings"), [column.label for column in question.columns])
        if question.rows:
            yield self.named(_("Given rows"), [row.label for row in question.rows])
        if question.controls:
            named = (
                f"{CONTROLS.get(name, name)}: {', '.join(controls)}"
                for name, controls in question.controls
            )
            yield _line(" · ".join(named))

    def columns(self, question: Question) -> Block:
        """Return the columns of a table with their types, limits and options."""
        rows = []
        for column in question.columns:
            limits = [*self.limits(column)]
            limits += [self.say(option.label) for option in self.definition.options_of(column)]
            texts = (self.say(column.label), self.type_of(column), ", ".join(limits))
            rows.append(tuple(paragraphs(text) for text in texts))
        return Table((_("Column"), _("Type of answer"), _("Limits")), tuple(rows), row_heads=True)

    # Words ----------------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        """Return a condition as a sentence."""
        return printable(self.speaker.say(condition_to_data(condition)))

    def type_of(self, field: Field) -> str:
        """Return what authors call the type of an answer."""
        return str(FACES[field.type][0])

    def named(self, name: str, labels: list[Text]) -> Block:
        """Return a line with a name and what belongs to it."""
        return _line(f"{name}: {', '.join(map(self.say, labels))}")

    def limits(self, field: Field) -> Iterator[str]:
        """Yield the limits of a question or column in words."""
        if field.required:
            yield _("must be answered")
        yield from self.bounds(field)
        for pattern in self.definition.patterns:
            if pattern.key == field.pattern:
                yield self.say(pattern.label)
        if field.other:
            yield _("other answers may be added")
        if field.multiple:
            yield _("several services")
        if field.ip_version:
            yield f"IPv{field.ip_version}"
        if field.accept:
            yield _("kinds of files: %(endings)s") % {"endings": ", ".join(field.accept)}
        if isinstance(field, Question) and field.allow_add_rows:
            yield _("rows may be added")

    def bounds(self, field: Field) -> Iterator[str]:
        """Yield the smallest and largest values, lengths and numbers that are allowed."""
        unit = f" {self.say(field.unit)}" if field.unit else ""
        for words, bound in (
            (_("at least %(bound)s"), field.min),
            (_("at most %(bound)s"), field.max),
        ):
            if bound is not None:
                yield words % {"bound": self.say(say_quantity(field.type, bound)) + unit}
        if field.min is None and field.max is None and unit:
            yield _("in %(unit)s") % {"unit": unit.strip()}
        counted = [
            (_("characters: at least %(count)s"), field.min_length),
            (_("characters: at most %(count)s"), field.max_length),
            (_("choices: at least %(count)s"), field.min_selected),
            (_("choices: at most %(count)s"), field.max_selected),
            (_("at most %(count)s MB"), field.max_size_mb),
        ]
        if isinstance(field, Question):
            counted += [
                (_("rows: at least %(count)s"), field.min_rows),
                (_("rows: at most %(count)s"), field.max_rows),
            ]
        for words, count in counted:
            if count is not None:
                yield words % {"count": count}


def _choices(definition: Definition, question: Question) -> tuple[Option, ...]:
    """Return what a condition on this question can ask for."""
    if question.type is AnswerType.MATRIX:
        return tuple(Option(column.key, column.label) for column in question.columns)
    return definition.options_of(question)


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),))
