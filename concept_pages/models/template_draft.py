"""The working version of a template, read from the newest revisions of its page tree.

The data may be unfinished: an author saves at any time. `decode` says what is still wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..blocks.question_data import Data, option_set_data, question_data
from ..definition.codec import FORMAT, decode
from ..definition.elements import AnswerType, Definition, Operator
from ..definition.problems import DefinitionError, Problem

if TYPE_CHECKING:
    from .template_page import TemplatePage

_TEXTS = ("title", "title_en", "key", "number", "help_de", "help_en", "confidentiality")


@dataclass(frozen=True)
class DraftGroup:
    """One group as its newest revision says: its data without the groups below, and its place."""

    page_id: int
    path: str
    live: bool
    has_changes: bool
    data: Data = field(hash=False)
    blocks: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The ids of the blocks of its questions, by question key: where a link leads to."""

    @property
    def key(self) -> str:
        """The key of the group; a group that was never saved completely may have none."""
        return str(self.data.get("key") or "")


def draft_groups(template: TemplatePage) -> list[DraftGroup]:
    """Return every group of a template in the order of the document, in one query."""
    from .template_page import QuestionGroupPage  # noqa: PLC0415 - the page class uses this module

    rows = (
        QuestionGroupPage.objects.descendant_of(template)
        .order_by("path")
        .values("pk", "path", "live", "has_unpublished_changes", "latest_revision__content")
    )
    return [_draft_group(row) for row in rows]


def _draft_group(row: Mapping[str, Any]) -> DraftGroup:
    content = row["latest_revision__content"] or _row_content(row["pk"])
    stored = stored_questions(content)
    return DraftGroup(
        page_id=row["pk"],
        path=row["path"],
        live=row["live"],
        has_changes=row["has_unpublished_changes"],
        data=group_data(content),
        blocks={block["value"].get("key") or "": block["id"] for block in stored},
    )


def _row_content(page_id: int) -> Mapping[str, Any]:
    """Return what a page without any revision would have as the content of one."""
    from .template_page import QuestionGroupPage  # noqa: PLC0415 - the page class uses this module

    content: Mapping[str, Any] = QuestionGroupPage.objects.get(pk=page_id).serializable_data()
    return content


def group_data(content: Mapping[str, Any]) -> Data:
    """Return a group in the template format, from the content of a revision."""
    text = {name: content.get(name) or "" for name in _TEXTS}
    return group_data_of(text, content.get("visible_if"), stored_questions(content))


def stored_questions(content: Mapping[str, Any]) -> list[Data]:
    """Return the question blocks in the content of a revision."""
    questions = content.get("questions") or "[]"
    found: list[Data] = json.loads(questions) if isinstance(questions, str) else questions
    return found


def group_data_of(text: Mapping[str, str], visible_if: Any, stored: list[Data]) -> Data:
    """Return a group in the template format, from the values of its fields."""
    label = {"de": text["title"], "en": text["title_en"]}
    told = {"de": text["help_de"], "en": text["help_en"]}
    return {
        "key": text["key"] or None,
        **_given("number", text["number"]),
        "label": _given_texts(label),
        **_given("help", _given_texts(told)),
        **_given("confidentiality", text["confidentiality"]),
        **_given("visible_if", visible_if),
        **_given("questions", [question_data(block) for block in stored]),
    }


def draft_data(
    template: TemplatePage,
    groups: list[DraftGroup] | None = None,
    *,
    instead: Mapping[int, Data] | None = None,
    version: str = "",
) -> Data:
    """Return the working version in the template format.

    `template` is taken as it is in memory. `instead` replaces the data of groups by page id: what a
    form is about to save.
    """
    found = draft_groups(template) if groups is None else groups
    words = template.vocabulary
    return {
        "format": FORMAT,
        "key": template.key,
        "version": version or template.proposed_version or "1.0",
        "language_default": template.language_default,
        "languages": words.get("languages", ["de", "en"]),
        "label": _given_texts({"de": template.title, "en": template.title_en}),
        **_given("description", _texts_of(template, "description")),
        **_given("document_title", _texts_of(template, "document_title")),
        "types": [kind.value for kind in AnswerType],
        "operators": [operator.value for operator in Operator],
        "confidentiality_levels": words.get("confidentiality_levels", []),
        "confidentiality_default": template.confidentiality_default,
        "patterns": words.get("patterns", []),
        "option_sets": option_set_data(template.option_sets.raw_data),
        "chapters": _nested(template.path, found, instead or {}),
        **_given("upgrade", template.upgrade_decisions),
    }


def definition_of_draft(template: TemplatePage, *, version: str = "") -> Definition:
    """Return the working version as a definition.

    Raises:
        DefinitionError: it is unfinished or unsound.
    """
    return decode(draft_data(template, version=version))


def readable_definition(data: Data) -> Definition:
    """Return a draft as a definition, without declarations and conditions that make no sense.

    A draft may declare that answers move to a question which somebody has deleted since, or show
    something depending on it. That is an error, yet nothing that hinders a comparison.

    Raises:
        DefinitionError: it is unfinished or unsound without them, too.
    """
    try:
        return decode(data)
    except DefinitionError:
        asked = _without_unsound_conditions(
            {name: value for name, value in data.items() if name != "upgrade"}
        )
        decode(asked)
    declared = data.get("upgrade") or {}
    kept = {
        key: entry
        for key, entry in declared.items()
        if not draft_problems({**asked, "upgrade": {key: entry}})
    }
    return decode({**asked, "upgrade": kept})


def _without_unsound_conditions(data: Data) -> Data:
    """Return data in the template format, showing always what is shown on a wrong condition."""
    wrong = {problem.key for problem in draft_problems(data) if "/ visible_if" in problem.where}
    if not wrong:
        return data

    def shown(element: Data) -> Data:
        parts: Data = {
            name: [shown(part) for part in element[name]]
            for name in ("chapters", "sections", "questions")
            if name in element
        }
        kept = {**element, **parts}
        if element.get("key") in wrong:
            kept.pop("visible_if", None)
        return kept

    # The template itself has a key, and no condition.
    return shown(data)


def draft_problems(data: Data) -> tuple[Problem, ...]:
    """Return what keeps data in the template format from being a definition."""
    try:
        decode(data)
    except DefinitionError as error:
        return error.problems
    return ()


def _nested(root: str, groups: list[DraftGroup], instead: Mapping[int, Data]) -> list[Data]:
    """Return the chapters with their sections, from a list in the order of the document."""
    placed: dict[str, Data] = {root: {}}
    step = 4
    for group in groups:
        data = dict(instead.get(group.page_id, group.data))
        placed[group.path] = data
        above = placed.get(group.path[:-step])
        if above is not None:
            above.setdefault("sections", []).append(data)
    return list(placed[root].get("sections", []))


def _texts_of(template: TemplatePage, name: str) -> Data:
    return _given_texts(
        {language: getattr(template, f"{name}_{language}") for language in ("de", "en")}
    )


def _given_texts(texts: Mapping[str, str]) -> Data:
    return {language: text for language, text in texts.items() if text}


def _given(name: str, value: Any) -> Data:
    return {name: value} if value else {}
