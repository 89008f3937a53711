"""The page forms of templates and groups: they give keys, and refuse conditions that cannot work.

What is merely unfinished is no error: a draft is saved at any time, and complete when handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from workflows.words import quoted

from ..blocks.question_data import Data
from ..definition.problems import Problem
from .template_draft import DraftGroup, draft_data, draft_groups, draft_problems, group_data_of
from .template_keys import GROUP, Keys, fill_row_keys, keys_of_data
from .template_references import option_set_uses

if TYPE_CHECKING:
    from .template_page import QuestionGroupPage, TemplatePage

_LAST = "ZZZZ"
"""Sorts behind every step of a tree path: where a page that is being created will come."""


class TemplateForm(WagtailAdminPageForm):
    """The form of a template: its titles, its option sets and its key."""

    instance: TemplatePage

    def clean(self) -> dict[str, Any]:
        """Give the template and its options keys; refuse to lose an option set that is used."""
        cleaned: dict[str, Any] = super().clean()
        if "key" in self.fields:
            self._clean_key(cleaned)
        sets = cleaned.get("option_sets")
        if isinstance(sets, StreamValue):
            errors = dict(self._option_set_errors(sets))
            missed = [ValidationError(sentence) for sentence in self._sets_missed(sets)]
            if errors or missed:
                error = StreamBlockValidationError(
                    block_errors=errors, non_block_errors=ErrorList(missed)
                )
                self.add_error("option_sets", error)
        return cleaned

    def _clean_key(self, cleaned: dict[str, Any]) -> None:
        label = {"de": cleaned.get("title") or "", "en": cleaned.get("title_en") or ""}
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        taken = set(others.values_list("key", flat=True))
        key = cleaned.get("key") or ""
        if self.instance.reserved_keys and key != self.instance.key:
            self.add_error("key", _("The key is fixed since the first release."))
        elif key in taken:
            self.add_error("key", _("Another template has this key."))
        elif not key:
            cleaned["key"] = Keys({}, taken).take("", "template", label)

    def _option_set_errors(self, sets: StreamValue) -> Iterator[tuple[int, ValidationError]]:
        """Yield what is wrong with the names of the sets, by block."""
        met: set[str] = set()
        for index, child in enumerate(sets):
            fill_row_keys(child.value["options"])
            name = child.value["key"] or ""
            if not name or name in met:
                sentence = (
                    _("There is another option set of this name.")
                    if name
                    else _("Give the option set a name.")
                )
                yield index, StructBlockValidationError({"key": ValidationError(sentence)})
            met.add(name)

    def _sets_missed(self, sets: StreamValue) -> Iterator[str]:
        """Yield a sentence for each option set that is gone, or has another name, but is used."""
        if not self.instance.pk:
            return
        kept = {child.value["key"] for child in sets}
        before = {block["value"].get("key") for block in self.instance.option_sets.raw_data}
        uses = option_set_uses(draft_groups(self.instance)) if before - kept else {}
        for name in sorted(uses.keys() & (before - kept)):
            questions = ", ".join(map(quoted, uses[name]))
            yield _(
                "The option set “%(name)s” has to stay and to keep its name: it is used by "
                "%(questions)s. Load the page again, or choose other options there first."
            ) % {"name": name, "questions": questions}


class QuestionGroupForm(WagtailAdminPageForm):
    """The form of a group: its questions, and when it is shown."""

    instance: QuestionGroupPage

    def clean(self) -> dict[str, Any]:
        """Give keys; refuse conditions that refer to no question further up, or do not fit it."""
        cleaned: dict[str, Any] = super().clean()
        questions = cleaned.get("questions")
        if not isinstance(questions, StreamValue) or self.template is None:
            return cleaned
        errors = self._clean_keys(cleaned, questions)
        for index, error in self._condition_errors(cleaned, questions):
            errors.setdefault(index, {})["visible_if"] = error
        if errors:
            blocks = {index: StructBlockValidationError(found) for index, found in errors.items()}
            self.add_error("questions", StreamBlockValidationError(block_errors=blocks))
        return cleaned

    def get_field_updates_for_resave(self) -> dict[str, str]:
        """Tell the open form which keys were changed because another question has them."""
        updates: dict[str, str] = dict(super().get_field_updates_for_resave())
        names = {
            self.data[name]: name.removesuffix("-id")
            for name in self.data
            if re.fullmatch(r"questions-[0-9]+-id", name)
        }
        for child in self.cleaned_data.get("questions") or ():
            field = f"{names.get(child.id)}-value-key"
            if self.data.get(field) and self.data[field] != child.value["key"]:
                updates[field] = child.value["key"]
        return updates

    # The template around ------------------------------------------------------------------------

    @cached_property
    def template(self) -> TemplatePage | None:
        """The template that the group belongs to or is being added to."""
        from .template_page import TemplatePage  # noqa: PLC0415 - the page class uses this form

        if self.instance.pk:
            return self.instance.template
        parent = self.parent_page.specific
        return parent if isinstance(parent, TemplatePage) else parent.template

    @cached_property
    def groups(self) -> list[DraftGroup]:
        """The groups of the draft with this one at its place, in the order of the document."""
        assert self.template is not None  # noqa: S101 - asked only where there is one
        found = draft_groups(self.template)
        if self.instance.pk:
            return found
        here = DraftGroup(0, self.parent_page.path + _LAST, False, True, {})
        return sorted([*found, here], key=lambda group: group.path)

    @cached_property
    def stored(self) -> DraftGroup:
        """This group as it is stored."""
        return next(group for group in self.groups if group.page_id == (self.instance.pk or 0))

    # Keys ---------------------------------------------------------------------------------------

    def _clean_keys(
        self, cleaned: dict[str, Any], questions: StreamValue
    ) -> dict[int, dict[str, ValidationError]]:
        """Give every question, option, row and column a key; return what is wrong by block."""
        assert self.template is not None  # noqa: S101
        others = (group.data for group in self.groups if group is not self.stored)
        keys = Keys(
            self.template.reserved_keys, {key for data in others for key in keys_of_data(data)}
        )
        cleaned["key"] = self._group_key(cleaned, keys)
        settled, errors = self._settled_keys(questions)
        keys.taken.update(settled.values())
        for index, child in enumerate(questions):
            value = child.value
            label = {"de": value["label_de"], "en": value["label_en"]}
            value["key"] = settled.get(index) or keys.take(
                value["key"] or "", child.block_type, label
            )
            _fill_inner_keys(value)
        return errors

    def _settled_keys(
        self, questions: StreamValue
    ) -> tuple[dict[int, str], dict[int, dict[str, ValidationError]]]:
        """Return the keys that questions keep before any other gets one, and what is wrong.

        A question keeps the key it is stored with, wherever it is moved and whatever is copied
        from it; a released key cannot be changed at all.
        """
        assert self.template is not None  # noqa: S101
        before = {block["id"]: block["value"].get("key") for block in self._stored_blocks()}
        settled: dict[int, str] = {}
        errors: dict[int, dict[str, ValidationError]] = {}
        for index, child in enumerate(questions):
            was, typed = before.get(child.id), child.value["key"]
            is_released = was in self.template.reserved_keys
            if was and (is_released or typed == was):
                settled[index] = was
            if is_released and typed and typed != was:
                sentence = _("The key “%(key)s” is fixed since the first release.") % {"key": was}
                errors[index] = {"key": ValidationError(sentence)}
        return settled, errors

    def _group_key(self, cleaned: dict[str, Any], keys: Keys) -> str:
        label = {"de": cleaned.get("title") or "", "en": cleaned.get("title_en") or ""}
        key = cleaned.get("key") or ""
        was = self.stored.key
        if was in keys.reserved and key and key != was:
            self.add_error("key", _("The key is fixed since the first release."))
        return keys.take(was if was in keys.reserved else key, GROUP, label)

    def _stored_blocks(self) -> list[Data]:
        return list(self.instance.questions.raw_data) if self.instance.pk else []

    # Conditions ---------------------------------------------------------------------------------

    def _condition_errors(
        self, cleaned: dict[str, Any], questions: StreamValue
    ) -> Iterator[tuple[int, ValidationError]]:
        """Yield what is wrong with conditions now and was not wrong before, by block.

        A condition that broke because something moved elsewhere is named in the outline; it does
        not keep anybody from saving other work on this page.
        """
        assert self.template is not None  # noqa: S101
        now = self._data_to_save(cleaned, questions)
        known = {str(problem) for problem in self._problems_with(self.stored.data)}
        places = {child.value["key"]: index for index, child in enumerate(questions)}
        found: dict[int, list[str]] = {}
        for problem in self._problems_with(now):
            if str(problem) in known:
                continue
            sentence = problem.message.say(_)
            if problem.key == now["key"] and "visible_if" in self.fields:
                self.add_error("visible_if", sentence)
            elif problem.key in places:
                found.setdefault(places[problem.key], []).append(sentence)
        for index, sentences in found.items():
            yield index, ValidationError(list(dict.fromkeys(sentences)))

    def _data_to_save(self, cleaned: dict[str, Any], questions: StreamValue) -> Data:
        text = {name: cleaned.get(name) or "" for name in self.fields if name != "questions"}
        for name in ("title", "title_en", "number", "help_de", "help_en", "confidentiality"):
            text.setdefault(name, "")
        stored = questions.stream_block.get_prep_value(questions)
        return group_data_of({**text, "key": cleaned["key"]}, cleaned.get("visible_if"), stored)

    def _problems_with(self, data: Data) -> Iterator[Problem]:
        """Yield the problems of conditions in this group, if it were stored as `data`."""
        assert self.template is not None  # noqa: S101
        keys = set(keys_of_data(data))
        whole = draft_data(
            self.template, self.groups, instead={self.stored.page_id: _with_finished(data)}
        )
        for problem in draft_problems(whole):
            if problem.key in keys and "/ visible_if" in problem.where:
                yield problem


def _fill_inner_keys(value: Any) -> None:
    """Give the options, rows and columns of one question their keys."""
    for part in ("options", "rows", "columns"):
        inner = value.get(part)
        if isinstance(inner, StreamValue):
            fill_row_keys([child.value for child in inner])
            for child in inner:
                fill_row_keys(child.value.get("options") or [])
        elif inner:
            fill_row_keys(inner)


def _with_finished(data: Data) -> Data:
    """Return a group whose conditions lack the parts that nobody has finished yet."""
    result = {**data, "visible_if": finished(data.get("visible_if"))}
    result["questions"] = [
        {**question, "visible_if": finished(question.get("visible_if"))}
        for question in data.get("questions", ())
    ]
    return result


def finished(condition: Any) -> Any:
    """Return a condition in the template format without unfinished parts; None for nothing."""
    if not isinstance(condition, dict):
        return None
    for join in ("all", "any"):
        if join in condition:
            parts = [finished(part) for part in condition[join] or ()]
            return {join: [part for part in parts if part]} if any(parts) else None
    operator = condition.get("operator")
    has_value = condition.get("value") not in (None, "", [])
    if not condition.get("question") or not operator:
        return None
    return condition if has_value or operator in ("answered", "not_answered") else None
