"""Template files: YAML in the format template/1, read into a definition and written from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from ..actions.import_template import break_problems, conflicts, undeclared
from ..definition.codec import decode, encode
from ..definition.elements import Definition
from ..definition.problems import DefinitionError, Message, Problem, gettext_noop
from ..models import TemplatePage
from ..models.template_draft import draft_groups
from .yaml_file import FileError, read_yaml
from .yaml_lines import located

LINE_WIDTH = 110
_PARTS = ("chapters", "sections", "questions")


@dataclass(frozen=True)
class TemplatePlan:
    """What importing a file would come to; where there are problems, nothing is written.

    `breaking` are changes that break answers while the file does not declare what happens to them.
    """

    definition: Definition | None
    template: TemplatePage | None = None
    problems: tuple[Problem, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    breaking: tuple[Problem, ...] = ()


def read_template(source: bytes) -> Definition:
    """Return the definition in the bytes of a template file.

    Raises:
        FileError: the file cannot be read, or is no template of this format.
    """
    data = read_yaml(source)
    if data is None:
        raise FileError((Problem("", Message(gettext_noop("The file is empty."))),))
    try:
        definition = decode(data)
    except DefinitionError as error:
        raise FileError(located(error.problems, source, unnamed=_PARTS)) from error
    if not definition.groups:
        # Most likely the file was cut off; it would remove every question from the draft.
        sentence = gettext_noop("The file has no chapters, so it would ask nothing.")
        raise FileError(located((Problem("chapters", Message(sentence)),), source))
    return definition


def plan_template(source: bytes) -> TemplatePlan:
    """Return what importing a file would change and what is wrong with it; write nothing."""
    try:
        definition = read_template(source)
    except FileError as error:
        return TemplatePlan(None, problems=error.problems)
    template = TemplatePage.objects.filter(key=definition.key).first()
    problems = tuple(conflicts(definition, template))
    present = _present(template)
    added = tuple(key for key in definition.questions if key not in present)
    removed = tuple(key for key in present if key not in definition.questions)
    breaking = () if problems else break_problems(undeclared(definition, template))
    return TemplatePlan(definition, template, problems, added, removed, breaking)


def _present(template: TemplatePage | None) -> dict[str, Any]:
    if template is None:
        return {}
    return {
        question.get("key") or "": question
        for group in draft_groups(template)
        for question in group.data.get("questions", ())
    }


def write_template(definition: Definition) -> str:
    """Return a template file: readable, with umlauts, in the order of the document."""
    return yaml.dump(
        encode(definition),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=LINE_WIDTH,
        default_flow_style=False,
    )


class _Dumper(yaml.SafeDumper):
    """Writes small mappings and lists on one line, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Write out everything; a person reads this."""
        return True

    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        """Put a text, an option or a comparison on one line."""
        is_small = all(_is_plain(value) for value in mapping.values())
        fits = sum(len(str(part)) + 2 for entry in mapping.items() for part in entry) < LINE_WIDTH
        return super().represent_mapping(tag, mapping, flow_style=is_small and fits)

    def represent_sequence(
        self, tag: str, sequence: Any, flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        """Put a list of words on one line."""
        is_small = all(isinstance(item, str | int | float) for item in sequence)
        return super().represent_sequence(tag, sequence, flow_style=is_small)


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str | int | float) for item in value)
    return not isinstance(value, dict)
