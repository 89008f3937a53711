"""A frozen definition compiled into a form: the blocks that read it and the HTML that shows it.

Compiling 148 questions takes a fraction of a second, so the result is kept for each release,
language and set of questions a person may not see. The cache holds `KEPT_FORMS` forms of about half
a megabyte each; the least recently used one goes first. Wagtail would keep every block for ever in
`Block.definition_registry` (it serves previews of blocks there); compiled blocks are taken out, so
that a form that leaves the cache leaves the memory too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import Block

from ..definition.browser import visibility_spec
from ..definition.elements import Definition, Group, Question
from .answer_blocks import AnswerBlock, GroupBlock
from .merging import fingerprint
from .values import Answers
from .widgets import AnswerWidget, widget_for

AnyBlock = TypeVar("AnyBlock", bound=Block)

PREFIX = "body"
"""What the posted fields of a compiled form start with: the name of the page's field."""

KEPT_FORMS = 32

LABELS_NO_INPUT = frozenset({"yes_no", "choice", "choices", "matrix", "table", "file"})
"""Inputs with several controls: their question is a caption, not the label of one control."""


@dataclass(frozen=True)
class CompiledForm:
    """A definition as a form in one language, for everybody who may see the same questions."""

    definition: Definition
    language: str
    block: GroupBlock
    fields: dict[str, str]
    html: SafeString
    outline: SafeString
    conditions: dict[str, Any]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the questions that this form edits."""
        return frozenset(self.fields)

    def read(self, key: str, text: str) -> Any:
        """Return the answer to a question that a posted text stands for."""
        return dict(self.block.answer_blocks(PREFIX))[self.fields[key]].read(text)

    def shown(self, answers: Answers) -> Answers:
        """Return the answers as this form would post them if nobody changed anything."""
        blocks = dict(self.block.answer_blocks(PREFIX))
        return {
            key: blocks[name].read(blocks[name].get_form_state(answers.get(key)))
            for key, name in self.fields.items()
            if answers.get(key) is not None
        }

    def fingerprints(self, answers: Answers) -> dict[str, str]:
        """Return the fingerprint of every answer as this form would post it unchanged."""
        return {key: fingerprint(answer) for key, answer in self.shown(answers).items()}

    def field_states(self, answers: Answers) -> dict[str, str]:
        """Return what to put into the posted fields, by name, to show these answers."""
        return {
            name: block.get_form_state(answers.get(block.question.key))
            for name, block in self.block.answer_blocks(PREFIX)
        }


@dataclass(frozen=True)
class _Wanted:
    """What is to be compiled; the fingerprint of the release stands for its definition."""

    sha256: str
    language: str
    hidden: frozenset[str]
    definition: Definition = field(compare=False)


def compile_blocks(
    definition: Definition, *, sha256: str, language: str, hidden: frozenset[str] = frozenset()
) -> CompiledForm:
    """Return the form of a definition, compiled once for each release, language and hidden set.

    `hidden` are the questions that the person has no clearance for: they are not in the form, and
    merging keeps their answers.
    """
    return _compiled(_Wanted(sha256, language, hidden, definition))


@lru_cache(maxsize=KEPT_FORMS)
def _compiled(wanted: _Wanted) -> CompiledForm:
    with translation.override(wanted.language):
        return _Compiler(wanted.definition, wanted.language, wanted.hidden).form()


class _Compiler:
    """Walks the definition once and builds blocks, HTML and outline together."""

    def __init__(self, definition: Definition, language: str, hidden: frozenset[str]) -> None:
        self.definition = definition
        self.language = language
        self.hidden = hidden
        self.given = frozenset(definition.service_questions or ())
        self.fields: dict[str, str] = {}

    def form(self) -> CompiledForm:
        parts = [self.group(g, PREFIX, 1) for g in self.definition.groups if self.shows(g)]
        block = _forgotten(GroupBlock([(g.key, b) for g, b, _, _ in parts], None))
        return CompiledForm(
            definition=self.definition,
            language=self.language,
            block=block,
            fields=self.fields,
            html=_squeezed(_joined(html for _, _, html, _ in parts)),
            outline=_squeezed(_joined(outline for _, _, _, outline in parts)),
            conditions=visibility_spec(self.definition),
        )

    def shows(self, group: Group) -> bool:
        """Return whether anything in the group is left to see."""
        questions = [q.key for g in group.walk() for q in g.questions]
        return not questions or not self.hidden.issuperset(questions)

    def group(
        self, group: Group, prefix: str, depth: int
    ) -> tuple[Group, GroupBlock, SafeString, SafeString]:
        prefix = f"{prefix}-{group.key}"
        shown = [q for q in group.questions if q.key not in self.hidden]
        questions = [self.question(question, prefix) for question in shown]
        below = [self.group(g, prefix, depth + 1) for g in group.groups if self.shows(g)]
        children: list[tuple[str, Block]] = [
            *((block.question.key, block) for block, _ in questions if block),
            *((child.key, block) for child, block, _, _ in below),
        ]
        context = {
            "group": group,
            "depth": depth,
            "label": group.label.say(self.language),
            "help": group.help.say(self.language),
        }
        html = render_to_string(
            "concept_pages/admin/concept_group.html",
            context
            | {
                "questions": _joined(html for _, html in questions),
                "groups": _joined(html for _, _, html, _ in below),
            },
        )
        outline = render_to_string(
            "concept_pages/admin/concept_outline_entry.html",
            context | {"groups": _joined(outline for _, _, _, outline in below)},
        )
        return group, _forgotten(GroupBlock(children, group)), html, outline

    def question(self, question: Question, prefix: str) -> tuple[AnswerBlock | None, SafeString]:
        if question.key in self.given:
            return None, self.question_html(question, None, "")
        widget = widget_for(question, self.definition, self.language)
        name = f"{prefix}-{question.key}"
        self.fields[question.key] = name
        block = _forgotten(AnswerBlock(question, widget))
        return block, self.question_html(question, widget, name)

    def question_html(
        self, question: Question, widget: AnswerWidget | None, name: str
    ) -> SafeString:
        level = self.definition.confidentiality_of(question.key)
        levels = {o.key: o.label for o in self.definition.confidentiality_levels}
        context: dict[str, Any] = {
            "question": question,
            "label": question.label.say(self.language),
            "help": question.help.say(self.language),
            "input_id": f"id_{name}",
            "labels_input": widget is not None and widget.kind not in LABELS_NO_INPUT,
            "widget": widget.render(name, None) if widget else "",
            "read_only": widget is None,
            "restricted": level.rank > self.definition.confidentiality_default.rank,
            "level": levels[level].say(self.language) if level in levels else level.value,
        }
        return render_to_string("concept_pages/admin/concept_question.html", context)


def _forgotten(block: AnyBlock) -> AnyBlock:
    Block.definition_registry.pop(block.definition_prefix, None)
    return block


def _squeezed(html: SafeString) -> SafeString:
    """Return HTML with every run of white space as one space; nothing in it is preformatted."""
    return mark_safe(re.sub(r"\s+", " ", html))  # noqa: S308 - only white space changes


def _joined(parts: Any) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part was rendered by a template
