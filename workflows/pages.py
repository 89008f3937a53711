"""The abstract page that has a lifecycle, and the page that is part of one.

A concrete page says what a release of it binds, what is missing before it can be handed in, and
which rights its moves need. Everything else is decided in `workflows.actions`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from .errors import Frozen
from .locks import STATE_LOCKS, lock_of
from .people import User
from .records import Lifecycle, Release, Submission, fingerprint_of
from .states import EDITABLE, State
from .testers import LifecycleTester, PartTester

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wagtail.locks import BaseLock


class LifecyclePage(Page):
    """A page whose versions are released; the concrete page says what a release contains."""

    submit_right: ClassVar[str] = ""
    """The right to edit the draft, to hand it in and to start a new version."""

    review_rights: ClassVar[tuple[str, ...]] = ()
    """The rights of the review steps, in order. The last is indispensable: a workflow without a
    step for it releases nothing. Which other steps there are decides the workflow assigned."""

    retire_right: ClassVar[str] = ""
    """The right to take the page out of service and to bring it back."""

    read_right: ClassVar[str] = ""
    """The right to look at a submission without deciding on it."""

    review_interval: ClassVar[timedelta | None] = None
    """How long a release holds before somebody should look at it again."""

    may_be_copied: ClassVar[bool] = False
    """Whether a copy makes sense; it starts as a draft with a history of its own."""

    merges_edits: ClassVar[bool] = False
    """Whether the page's form joins what two people typed at once; otherwise the second is told."""

    class Meta:
        abstract = True

    # What the concrete page answers ---------------------------------------------------------------

    def release_content(self) -> dict[str, Any]:
        """Return the JSON that a release of this page (as it is in memory) binds."""
        raise NotImplementedError

    def submission_problems(self) -> Sequence[Any]:
        """Return what keeps this page (as it is in memory) from being handed in.

        Each problem says itself with `str()`; a `where` attribute, if it has one, is the fragment
        or address of the place in the editor.
        """
        return ()

    def incomplete_sentence(self, problems: Sequence[Any]) -> str:
        """Return the sentence that says how much keeps the draft from being handed in."""
        sentence = ngettext(
            "%(count)d answer is missing or not plausible.",
            "%(count)d answers are missing or not plausible.",
            len(problems),
        )
        return sentence % {"count": len(problems)}

    def release_number(self, previous: Release | None) -> str:
        """Return the number of the next release: 1, 2, 3 … unless the page counts otherwise."""
        return str(int(previous.number) + 1 if previous else 1)

    def release_based_on(self) -> Release | None:
        """Return the release that this page's content was made from, such as a template's."""
        return None

    def standing_notes(self) -> Sequence[str]:
        """Return what else is to be said about where the page stands."""
        return ()

    def standing_links(self, user: User) -> Sequence[tuple[str, str]]:
        """Return the labels and addresses of further pages that lead a person on from here."""
        return ()

    def after_release(self, release: Release, by: User | None) -> None:
        """Do what the page needs once it is released; runs inside the same transaction."""

    def restore(self, release: Release, by: User | None) -> None:
        """Make the draft what was released; the default writes the released revision anew."""
        revision = Revision.objects.filter(pk=release.revision_id).first()
        released = revision.as_object() if revision else self
        released.save_revision_of_move(by)

    def last_editor(self) -> User | None:
        """Return who last saved the draft, its parts included."""
        revision = self.latest_revision
        return revision.user if revision else self.owner

    def next_review_date(self, released_on: date) -> date | None:
        """Return the day by which a release should be looked at again, or None for never."""
        return released_on + self.review_interval if self.review_interval else None

    def review_html(
        self,
        submission: Submission,
        previous_release: Release | None,
        language: str,
        *,
        user: User,
    ) -> SafeString:
        """Return what is under review as a document, marked against the release before.

        Only what the user is cleared for. The default lists the keys of the content; a page with
        readers writes its own.
        """
        rows = ((key, value) for key, value in sorted(submission.content.items()))
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))

    # What follows from the lifecycle --------------------------------------------------------------

    @property
    def status(self) -> str:
        """The state of the working version, from the lifecycle row."""
        return str(self.lifecycle.state)

    @property
    def is_editable(self) -> bool:
        """Whether the content may change: in draft, and before the page is first saved."""
        return self.pk is None or self.lifecycle.state in EDITABLE

    def was_never_submitted(self) -> bool:
        """Return whether this is a first draft that nobody but its editors has ever seen."""
        return (
            self.lifecycle.in_state is State.DRAFT
            and not self.lifecycle.submissions.exists()
            and not self.releases.exists()
        )

    def changed_since(self, submission: Submission) -> bool:
        """Return whether the page is no longer what was handed in."""
        if self.latest_revision_id != submission.revision_id:
            return True
        revision = Revision.objects.filter(pk=submission.revision_id).first()
        return revision is None or fingerprint_of(revision.content) != submission.revision_sha256

    def get_lock(self) -> BaseLock | None:
        """Return the lock of the state; a draft is locked for those without the right to edit."""
        return lock_of(self) if self.pk else None

    def permissions_for_user(self, user: User) -> LifecycleTester:
        """Return what Wagtail may offer a user; publishing is never among it."""
        return LifecycleTester(user, self)

    def with_content_json(self, content: dict[str, Any]) -> LifecyclePage:
        """Return the page with a revision's content; what is published is part of no revision."""
        page: LifecyclePage = super().with_content_json(content)
        page.live_revision_id = self.live_revision_id
        if "lifecycle" in self._state.fields_cache:
            page._state.fields_cache["lifecycle"] = self.lifecycle
        return page

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new page starts as a draft with a lifecycle, whatever the caller says.

        Raises:
            Frozen: it is an alias, which Wagtail would publish behind the back of its lifecycle.
        """
        adding = self._state.adding
        if adding:
            if self.alias_of_id:
                raise Frozen(_("A page with a lifecycle cannot have aliases."))
            self.live = False
            self.has_unpublished_changes = True
        # Neither dates: they would publish or hide the page without anybody's decision.
        self.go_live_at = self.expire_at = None
        super().save(*args, **kwargs)
        if adding:
            Lifecycle.objects.create(page_id=self.pk)

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision of the draft.

        Raises:
            Frozen: the page is not in draft; no door of Wagtail's can touch what was handed in.
        """
        refuse_unless_editable(self)
        refuse_to_overwrite_a_newer(self, kwargs.get("overwrite_revision"))
        kwargs["approved_go_live_at"] = None
        return super().save_revision(*args, **kwargs)

    def save_revision_of_move(
        self, by: User | None, *, clean: bool = False, changed: bool = True
    ) -> Revision:
        """Save the revision that a move needs, in any state; called by `workflows.actions` only."""
        self.go_live_at = self.expire_at = None
        return super().save_revision(user=by, clean=clean, changed=changed)


class LifecyclePart(Page):
    """A page below a page with a lifecycle that is edited, reviewed and released as part of it."""

    class Meta:
        abstract = True

    @cached_property
    def whole(self) -> LifecyclePage | None:
        """The page with the lifecycle that this one belongs to; None outside of any."""
        for ancestor in self.get_ancestors().reverse().specific():
            if isinstance(ancestor, LifecyclePage):
                return ancestor
        return None

    def get_lock(self) -> BaseLock | None:
        """Return the lock of the whole."""
        return lock_of(self.whole) if self.whole else super().get_lock()

    def permissions_for_user(self, user: User) -> PartTester:
        """Return what Wagtail may offer a user; publishing is never among it."""
        return PartTester(user, self)

    @property
    def has_workflow(self) -> bool:
        """False: the whole is handed in, never a part."""
        return False

    def get_workflow(self) -> None:
        """Return None: the whole is handed in, never a part."""

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new part starts as a draft, whatever the caller says."""
        if self._state.adding:
            self.live = False
            self.has_unpublished_changes = True
        self.go_live_at = self.expire_at = None
        super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision of the part.

        Raises:
            Frozen: the whole is not in draft.
        """
        if self.whole:
            refuse_unless_editable(self.whole)
        refuse_to_overwrite_a_newer(self, kwargs.get("overwrite_revision"))
        kwargs["approved_go_live_at"] = None
        return super().save_revision(*args, **kwargs)


def refuse_to_overwrite_a_newer(page: Page, overwritten: Revision | None) -> None:
    """Make sure that an autosave replaces the newest revision, or nothing.

    Wagtail asks before its transaction: a save that came in between would be lost. Here the
    lifecycle is locked already, so saves of one page come one after another.

    Raises:
        Frozen: somebody, or the same person by "Save draft", saved meanwhile.
    """
    if overwritten is None:
        return
    newest = Page.objects.filter(pk=page.pk).values_list("latest_revision", flat=True).first()
    if newest != overwritten.pk:
        raise Frozen(_("This page was saved again meanwhile."))


def refuse_unless_released(page: Page) -> None:
    """Make sure that what is about to be saved is as live as its release, and no other revision is.

    This closes every way to publish or hide a page but the moves, which settle the release first:
    scheduled jobs, scripts, Wagtail's actions called directly, and page objects from before a move.

    Raises:
        Frozen: it is not.
    """
    lifecycle = Lifecycle.objects.filter(page_id=page.pk).select_related("released")
    found = lifecycle.defer("released__content").first()
    if found is None:
        return
    released = found.released
    if page.live != bool(released) or (released and page.live_revision_id != released.revision_id):
        raise Frozen(_("Pages with a lifecycle go live, and are hidden, by their moves only."))


def refuse_unless_editable(page: LifecyclePage) -> None:
    """Make sure that a page is in draft, and stays so until the transaction around ends.

    Raises:
        Frozen: it is not; the sentence is the one of the lock.
    """
    lifecycle = Lifecycle.objects.select_for_update().filter(page_id=page.pk).first()
    if lifecycle is None or lifecycle.state in EDITABLE:
        return
    page._state.fields_cache["lifecycle"] = lifecycle
    raise Frozen(STATE_LOCKS[lifecycle.in_state](page).sentence())
