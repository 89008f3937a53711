"""One difference between two templates, said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..emptiness import is_blank
from ..problems import Message, gettext_noop


class ChangeKind(StrEnum):
    """What sort of difference it is; lists and filters group by it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    ORDER = "order"
    TEXT = "text"
    TYPE = "type"
    OPTIONS = "options"
    ROWS = "rows"
    COLUMNS = "columns"
    LIMIT = "limit"
    REQUIRED = "required"
    CONDITION = "condition"
    CONFIDENTIALITY = "confidentiality"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """A difference. Breaking is what can leave answers without a home, or no longer plausible.

    `key` is the question or group, "" for the template itself; `part` the option, row or column
    that is concerned, such as "rack" or, for an option of a column, "kind.virtual".
    """

    kind: ChangeKind
    key: str
    message: Message
    breaking: bool = False
    part: str = ""

    def touches(self, answers: Mapping[str, Any]) -> bool:
        """Return whether answers may be affected: they answer the question, or use the part."""
        value = answers.get(self.key)
        if is_blank(value):
            return False
        uses_part = self.kind in (ChangeKind.OPTIONS, ChangeKind.ROWS, ChangeKind.COLUMNS)
        if not (self.part and self.breaking and uses_part):
            return True
        return all(_uses(value, part) for part in self.part.split("."))


def _uses(value: Any, part: str) -> bool:
    """Return whether a part occurs in a value, as a key with content or as a value."""
    if isinstance(value, dict):
        return not is_blank(value.get(part)) or any(_uses(v, part) for v in value.values())
    if isinstance(value, list | tuple):
        return any(_uses(item, part) for item in value)
    return isinstance(value, str) and value == part


SENTENCES = {
    "template": gettext_noop("The template itself: %(what)s changed."),
    "group_added": gettext_noop("New group: %(label)s"),
    "group_removed": gettext_noop("The group “%(label)s” was removed."),
    "group_moved": gettext_noop("The group “%(label)s” was moved."),
    "group_text": gettext_noop("The texts of the group “%(label)s” changed."),
    "group_condition": gettext_noop("When the group “%(label)s” is shown changed."),
    "group_confidentiality": gettext_noop("The confidentiality of the group “%(label)s” changed."),
    "order": gettext_noop("The order within “%(label)s” changed."),
    "question_added": gettext_noop("New question: %(label)s"),
    "question_removed": gettext_noop("The question “%(label)s” was removed."),
    "question_moved": gettext_noop("The question “%(label)s” was moved to “%(group)s”."),
    "question_condition": gettext_noop("When the question “%(label)s” is shown changed."),
    "question_confidentiality": gettext_noop(
        "The confidentiality of the question “%(label)s” changed."
    ),
    "controls": gettext_noop("The references to controls of “%(label)s” changed."),
    "text": gettext_noop("The texts of “%(label)s” changed."),
    "type": gettext_noop("“%(label)s” changed its type from %(old)s to %(new)s."),
    "required": gettext_noop("“%(label)s” must be answered now."),
    "voluntary": gettext_noop("“%(label)s” need no longer be answered."),
    "option_added": gettext_noop("“%(label)s” has the new option “%(part)s”."),
    "option_removed": gettext_noop("“%(label)s” lost the option “%(part)s”."),
    "option_text": gettext_noop("“%(label)s”: the text of the option “%(part)s” changed."),
    "row_added": gettext_noop("“%(label)s” has the new row “%(part)s”."),
    "row_removed": gettext_noop("“%(label)s” lost the row “%(part)s”."),
    "row_text": gettext_noop("“%(label)s”: the text of the row “%(part)s” changed."),
    "column_added": gettext_noop("“%(label)s” has the new column “%(part)s”."),
    "column_removed": gettext_noop("“%(label)s” lost the column “%(part)s”."),
    "column_text": gettext_noop("“%(label)s”: the text of the column “%(part)s” changed."),
    "narrowed": gettext_noop("“%(label)s” allows less now: %(what)s changed."),
    "widened": gettext_noop("“%(label)s” allows more now: %(what)s changed."),
    "changed": gettext_noop("“%(label)s”: %(what)s changed."),
}
"""Every sentence a change can be told in."""

WHAT = {
    "version": gettext_noop("the version"),
    "label": gettext_noop("the name"),
    "key": gettext_noop("the key"),
    "description": gettext_noop("the description"),
    "document_title": gettext_noop("the document title"),
    "language_default": gettext_noop("the main language"),
    "languages": gettext_noop("the languages"),
    "confidentiality_levels": gettext_noop("the names of the levels of confidentiality"),
    "confidentiality_default": gettext_noop("the default confidentiality"),
    "patterns": gettext_noop("the named patterns"),
    "option_sets": gettext_noop("the shared option sets"),
    "option_set": gettext_noop("the shared option set"),
    "min": gettext_noop("the smallest value"),
    "max": gettext_noop("the largest value"),
    "min_length": gettext_noop("the shortest length"),
    "max_length": gettext_noop("the greatest length"),
    "min_selected": gettext_noop("the smallest number of choices"),
    "max_selected": gettext_noop("the largest number of choices"),
    "min_rows": gettext_noop("the smallest number of rows"),
    "max_rows": gettext_noop("the largest number of rows"),
    "max_size_mb": gettext_noop("the largest size of a file"),
    "pattern": gettext_noop("the named pattern"),
    "ip_version": gettext_noop("the version of the IP addresses"),
    "other": gettext_noop("the open category"),
    "multiple": gettext_noop("the number of services to choose"),
    "filter_by": gettext_noop("the question that narrows the choice"),
    "accept": gettext_noop("the kinds of files"),
    "allow_add_rows": gettext_noop("whether rows may be added"),
    "preset_column": gettext_noop("the column of the preset rows"),
    "unit": gettext_noop("the unit"),
}
"""What may change, in words that fit into the sentences."""


def sentence(name: str, **values: Any) -> Message:
    """Return the sentence of that name; `what` is given as the name of an attribute."""
    if "what" in values:
        values["what"] = Message(WHAT[values["what"]])
    return Message(SENTENCES[name], values)
