"""The page form of a concept: the compiled form of the pinned template instead of a StreamField.

Nothing that was typed is refused. Implausible answers are stored and named at their fields; an
answer that somebody else changed meanwhile is kept on both sides until the person has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cached_property
from typing import Any, NoReturn

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import BlockField, StructValue

from .answer_blocks import GroupBlock
from .browser_state import news_for_browser
from .compiler import CompiledForm, compile_blocks
from .marks import SEEN_FIELD
from .merging import Conflict, Fingerprints, Merged, merge_edits
from .outdated import LABEL_FIELD, TEXT_FIELD, Typed, Unplaced, typed_into
from .own_fields import OWN, homeless, shapes_of
from .values import Answers, body_from_answers

SCRIPTS = ("conditions", "concept-editor-fields", "concept-editor-leftovers",
           "concept-editor-table", "concept-editor-services", "concept-editor-files",
           "concept-editor-outline", "concept-editor-problems", "concept-editor-conflicts",
           "concept-editor-marks", "concept-editor")  # fmt: skip


TEMPLATE = ""
"""Where the base of a form keeps the fingerprint of its template: no question has this key."""


class AnswersWidget(forms.Widget):
    """Reads the posted fields of a compiled form; the panel shows them."""

    def __init__(self, block: GroupBlock) -> None:
        super().__init__()
        self.block = block
        self._read: tuple[Any, StructValue] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> StructValue:
        """Return the posted answers, nested as the groups are; a form asks for them thrice."""
        if self._read is None or self._read[0] is not data:
            self._read = data, self.block.value_from_datadict(data, files, name)
        return self._read[1]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return False: a form without an answer is a form whose answers were removed."""
        return False

    @property
    def media(self) -> forms.Media:
        """The scripts and styles of the editor."""
        return forms.Media(
            js=[f"concept_pages/js/{name}.js" for name in SCRIPTS],
            css={"all": ["concept_pages/css/concept-editor.css"]},
        )


class EmptyInput(forms.HiddenInput):
    """A hidden input that only the scripts fill in, also when a posted form is shown again."""

    def format_value(self, value: Any) -> None:
        """Return nothing to show."""
        return None


class ConceptForm(WagtailAdminPageForm):
    """Edits the answers of one concept; `conflicts` are the answers that two people changed."""

    answers_base = forms.CharField(required=False, widget=EmptyInput)
    """Fingerprints of the answers as the form was loaded, by question key, as JSON."""

    answers_news = forms.CharField(required=False, widget=EmptyInput)
    """Filled by the response to an autosave: what the page has to learn from the server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Before the form changes the instance: these are the answers that others see by now.
        self.stored: Answers = self.instance.stored_answers
        self.merged = Merged(self.stored, (), frozenset())
        block = self.compiled.block
        self.fields["body"] = BlockField(block, required=False, widget=AnswersWidget(block))
        self.initial["body"] = block.value_from_answers(self.stored)

    @cached_property
    def compiled(self) -> CompiledForm:
        """The form of the pinned template, without the questions above the person's clearance."""
        asked = self.instance.asked
        return compile_blocks(
            asked.definition,
            sha256=asked.fingerprint,
            language=(get_language() or "de")[:2],
            hidden=self.instance.questions_hidden_from(self.for_user),
        )

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The answers that this person and somebody else changed; not saved until one is chosen."""
        return self.merged.conflicts

    @cached_property
    def edited(self) -> Answers:
        """The answers as they were typed; the stored ones where nothing was posted."""
        if not self.is_bound or self._posted_base() is None:
            return self.stored
        if self.outdated is not None:
            return self.stored | self.outdated.answers
        posted = self.fields["body"].widget.value_from_datadict(
            self.data, self.files, self.add_prefix("body")
        )
        typed = self.compiled.block.answers_from_value(posted)
        return self.stored | {key: typed[key] for key in self._posted_keys()}

    @cached_property
    def outdated(self) -> Typed | None:
        """What was typed, where the questions have changed since the form was loaded; or None."""
        base = self._posted_base() if self.is_bound else None
        if base is None or not (self._is_of_other_template(base) or self._has_homeless(base)):
            return None
        before = self.instance.template_frozen_as(str(base.get(TEMPLATE, self._template_now)))
        return typed_into(self.data, base, self.compiled, before)

    @property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """The texts that have no question any more, those that the page showed before included."""
        if not self.is_bound:
            return ()
        pairs = zip(self.data.getlist(LABEL_FIELD), self.data.getlist(TEXT_FIELD), strict=False)
        shown = tuple(Unplaced(label, text) for label, text in pairs)
        return shown + (self.outdated.unplaced if self.outdated else ())

    def clean_body(self) -> list[dict[str, Any]]:
        """Join what was typed with what is stored by now, and return the body to store.

        Raises:
            ValidationError: the page had not filled in the answers yet; blank fields are no edits.
        """
        base = self._posted_base()
        if base is None:
            raise forms.ValidationError(
                _("The answers were not loaded completely, so nothing was saved. Reload this page.")
            )
        if self.outdated is not None:
            self._refuse_outdated(base, self.outdated)
        self.merged = self._merged(base, self._posted_keys())
        return body_from_answers(self.compiled.definition, self.merged.answers)

    def _merged(self, base: Fingerprints, keys: Collection[str]) -> Merged:
        now = self._stored_fingerprints
        return merge_edits(self.stored, self.edited, base=base, now=now, editable_keys=keys)

    def _refuse_outdated(self, base: Fingerprints, typed: Typed) -> NoReturn:
        """Save nothing; the page that comes back goes on from what is stored.

        Raises:
            ValidationError: it says what has changed, as autosaves show nothing else.
        """
        found = self._merged(base, [key for key in self.compiled.fields if key in typed.answers])
        self.merged = Merged(self.stored, found.conflicts, frozenset())
        if self._is_of_other_template(base):
            raise forms.ValidationError(
                _(
                    "This concept was brought to another version of its template meanwhile, so "
                    "nothing was saved. Your text is still here where the question kept its place."
                )
            )
        raise forms.ValidationError(
            _(
                "A question of this service was changed or removed meanwhile, so nothing was "
                "saved. Your text is still here where the question kept its place."
            )
        )

    def _is_of_other_template(self, base: Fingerprints) -> bool:
        return base.get(TEMPLATE, self._template_now) != self._template_now

    def _has_homeless(self, base: Fingerprints) -> bool:
        """Return whether something is posted for a question of the service that has changed."""
        compiled = self.compiled
        return bool(homeless(self.data, compiled.fields, compiled.definition, base.get(OWN, "")))

    def save(self, commit: bool = True) -> Any:
        """Put the answers into the page in memory; the revision that follows stores them.

        The row of the page keeps what is released. Writing every draft to it too would double the
        work of each autosave.
        """
        page = super().save(commit=False)
        page.see(self._answered_or_seen())
        return page

    @property
    def unseen(self) -> frozenset[str]:
        """The questions that the person has no clearance for: nothing about them is shown."""
        definition = self.compiled.definition
        given = frozenset(definition.service_questions or ())
        return frozenset(definition.questions) - self.compiled.keys - given

    def _answered_or_seen(self) -> set[str]:
        """Return what loses its mark: the answers saved here, and what was ticked as seen.

        What somebody else answered, or nobody did, stays marked: an autosave of one answer says
        nothing about the others.
        """
        now = self.merged.answers
        saved = {key for key in self.compiled.keys if now.get(key) != self.stored.get(key)}
        ticked = set(self.data.getlist(SEEN_FIELD)) if self.is_bound else set()
        return saved | (ticked - self.unseen)

    def fingerprints(self) -> Fingerprints:
        """Return the base of the next save: what is stored now, but for open conflicts."""
        answers, stored = self.merged.answers, self.stored
        changed = {key for key in answers.keys() | stored if answers.get(key) != stored.get(key)}
        known = self._stored_fingerprints
        now = {key: found for key, found in known.items() if key not in changed}
        now |= self.compiled.fingerprints({key: answers.get(key) for key in changed})
        before = self._posted_base() or {}
        kept = {c.question: before.get(c.question, "") for c in self.conflicts}
        shapes = shapes_of(self.compiled.definition)
        own = {OWN: shapes} if shapes else {}
        return {TEMPLATE: self._template_now, **own, **now, **kept}

    @cached_property
    def _stored_fingerprints(self) -> Fingerprints:
        return self.compiled.fingerprints(self.stored)

    @property
    def _template_now(self) -> str:
        return str(self.instance.pinned_template.sha256)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return what the open page needs after an autosave: the new base, and the news."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        base = json.dumps(self.fingerprints())
        news = json.dumps(news_for_browser(self))
        return [*updates, ("answers_base", base), ("answers_news", news)]

    def serialize_comments(self, user: Any) -> dict[str, Any]:
        """Return the comments for the browser, but for those on questions that it does not show."""
        data: dict[str, Any] = super().serialize_comments(user)
        unseen = {f"body.{key}" for key in self.instance.questions_hidden_from(self.for_user)}
        shown = [c for c in data["comments"] if c.get("contentpath") not in unseen]
        return data | {"comments": shown}

    def _posted_keys(self) -> list[str]:
        """Return the questions whose fields have arrived; a missing field is no removed answer."""
        return [key for key, name in self.compiled.fields.items() if name in self.data]

    def _posted_base(self) -> Fingerprints | None:
        """Return the fingerprints that the scripts write once they have filled in all answers."""
        try:
            base = json.loads(self.data.get("answers_base") or "null")
        except ValueError:
            return None
        return base if isinstance(base, dict) else None
