"""The draft of a template while an author changes it: locked, then read, saved as revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.errors import NotPossible
from workflows.pages import refuse_unless_editable

from ...blocks.question_data import Data
from ...models import QuestionGroupPage, TemplatePage
from ...models.template_draft import DraftGroup, draft_groups
from ...models.template_keys import Keys, keys_of_data
from ...models.template_problems import DraftProblem, errors_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class OpenDraft:
    """A draft that nobody else changes until the transaction around ends.

    Raises:
        Frozen: the template is not in draft.
    """

    def __init__(self, template: TemplatePage, by: AbstractBaseUser | None) -> None:
        refuse_unless_editable(template)
        self.template = newest(template)
        self.by = by
        self.groups = draft_groups(template)
        self._errors = _sentences(errors_of(self.template, self.groups))

    @property
    def keys(self) -> Keys:
        """The keys that are taken, now or for ever."""
        taken = {key for group in self.groups for key in keys_of_data(group.data)} - {""}
        return Keys(self.template.reserved_keys, taken)

    def group(self, page_id: int) -> DraftGroup:
        """Return a group.

        Raises:
            NotPossible: it is not in this draft (any more).
        """
        for group in self.groups:
            if group.page_id == page_id:
                return group
        raise NotPossible(_("This group is not in the draft any more."))

    def group_of(self, key: str) -> DraftGroup:
        """Return the group that holds a question.

        Raises:
            NotPossible: there is no such question (any more).
        """
        for group in self.groups:
            if key and key in group.blocks:
                return group
        raise NotPossible(_("This question is not in the draft any more."))

    def page(self, page_id: int) -> QuestionGroupPage:
        """Return the page of a group as its newest revision says."""
        page: QuestionGroupPage = QuestionGroupPage.objects.get(pk=self.group(page_id).page_id)
        return page.get_latest_revision_as_object()

    def save(self, page: QuestionGroupPage, questions: Iterable[Data] | None = None) -> None:
        """Save a group as a revision, with these blocks as its questions if they are given."""
        if questions is not None:
            block = page._meta.get_field("questions").stream_block
            page.questions = block.to_python(list(questions))
        if not page.live:
            page.save()
        page.save_revision(user=self.by, log_action=True)

    def newly_broken(self) -> list[DraftProblem]:
        """Return what is wrong with the draft by now and was not when it was opened."""
        now = errors_of(newest(self.template))
        return [problem for problem in now if problem.sentence not in self._errors]


def newest(template: TemplatePage) -> TemplatePage:
    """Return a template as its newest revision says, whatever is known of it in memory."""
    stored = TemplatePage.objects.get(pk=template.pk)
    found: TemplatePage = stored.get_latest_revision_as_object()
    return found


def block_of(page: QuestionGroupPage, key: str) -> Data:
    """Return the stored block of a question."""
    return next(block for block in page.questions.raw_data if block["value"].get("key") == key)


def _sentences(problems: Iterable[DraftProblem]) -> set[str]:
    return {problem.sentence for problem in problems}
