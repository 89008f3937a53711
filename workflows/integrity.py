"""Looks for records that contradict each other: tampering, or doors that went past the lifecycle.

Every rule here is kept by the actions. What breaks one came in by another way: by hand in the
database, from a damaged backup, or through a mistake of ours. The rules are listed in
`docs/reference/lifecycle.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from .pages import LifecyclePage
from .records import Lifecycle, Release, Submission, TransitionLog, fingerprint_of
from .states import State
from .words import quoted


@dataclass(frozen=True)
class Breach:
    """A page on which a rule does not hold."""

    page: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.page}: {self.sentence}"


def breaches() -> Iterator[Breach]:
    """Yield every breach of a rule; nothing where all is well."""
    for check in (
        pages_without_lifecycle,
        states_and_queue,
        open_submissions,
        released_pages,
        released_revisions,
        chains,
        eyes,
        last_entries,
    ):
        yield from check()


def pages_without_lifecycle() -> Iterator[Breach]:
    """Every page with a lifecycle has its row."""
    types = [
        content_type
        for content_type in ContentType.objects.all()
        if (model := content_type.model_class()) and issubclass(model, LifecyclePage)
    ]
    pages = Page.objects.filter(content_type__in=types, lifecycle__isnull=True)
    for page in pages.iterator(chunk_size=500):
        yield Breach(_say(page), _("It has no lifecycle."))


def states_and_queue() -> Iterator[Breach]:
    """A page is in review if and only if one workflow runs on it and one submission is open."""
    running = Counter(
        WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list(
            "object_id", flat=True
        )
    )
    submitted = Counter(
        Submission.objects.filter(closed_at__isnull=True).values_list("lifecycle_id", flat=True)
    )
    for lifecycle in _lifecycles():
        expected = 1 if lifecycle.in_state is State.IN_REVIEW else 0
        if running[str(lifecycle.page_id)] != expected:
            yield _breach(lifecycle, _("Its state and the running workflows do not match."))
        if submitted[lifecycle.pk] != expected:
            yield _breach(lifecycle, _("Its state and the open submissions do not match."))


def open_submissions() -> Iterator[Breach]:
    """What is under review is what was handed in."""
    submissions = Submission.objects.filter(closed_at__isnull=True)
    for submission in submissions.select_related("lifecycle__page"):
        if fingerprint_of(submission.content) != submission.sha256:
            yield _breach(submission.lifecycle, _("The content under review was changed."))
        if submission.lifecycle.page.latest_revision_id != submission.revision_id:
            yield _breach(submission.lifecycle, _("The page was saved while under review."))


def released_pages() -> Iterator[Breach]:
    """A page is live if and only if a release is in force; live is the revision released last."""
    newest = dict(
        Release.objects.filter(kind=Release.Kind.VERSION)
        .order_by("page_id", "sequence")
        .values_list("page_id", "pk")
    )
    for lifecycle in _lifecycles():
        page, release = lifecycle.page, lifecycle.released
        must_be_released = lifecycle.in_state is State.APPROVED
        if (must_be_released and not release) or (lifecycle.in_state is State.RETIRED and release):
            yield _breach(lifecycle, _("Its state and the release in force do not match."))
        if page.live != bool(release):
            yield _breach(
                lifecycle, _("It is published without a release, or released but hidden.")
            )
        if release and page.live_revision_id != release.revision_id:
            yield _breach(lifecycle, _("What is published is not the revision that was released."))
        if release and newest.get(page.pk) != release.pk:
            yield _breach(lifecycle, _("The release in force is not the newest version."))


def released_revisions() -> Iterator[Breach]:
    """The revision of a release in force reads as it did when it was reviewed."""
    expected = {
        lifecycle.released.revision_id: (lifecycle, lifecycle.released.revision_sha256)
        for lifecycle in _lifecycles()
        if lifecycle.released
    }
    revisions = Revision.objects.filter(
        pk__in=Lifecycle.objects.filter(released__isnull=False).values("released__revision_id")
    )
    for revision in revisions.iterator(chunk_size=100):
        lifecycle, sha256 = expected.pop(revision.pk)
        if fingerprint_of(revision.content) != sha256:
            yield _breach(lifecycle, _("The released revision was changed afterwards."))
    for lifecycle, _sha256 in expected.values():
        yield _breach(lifecycle, _("The released revision is gone."))


def chains() -> Iterator[Breach]:
    """Each release is what was signed, and names the one before it."""
    releases = (
        Release.objects.order_by("page_id", "sequence")
        .select_related("based_on")
        .defer("based_on__content")
        .iterator(chunk_size=100)
    )
    for _page_id, chain in groupby(releases, key=lambda release: release.page_id):
        yield from _chain(list(chain))


def eyes() -> Iterator[Breach]:
    """Nobody approved what she submitted, neither herself nor through a deputy."""
    for release in Release.objects.defer("content").iterator(chunk_size=500):
        handed_in = {release.submitted_by_id, release.submitted_for_id}
        decided = {
            approval.get(key) for approval in release.approvals for key in ("by_id", "for_id")
        }
        if (handed_in & (decided | {release.approved_by_id})) - {None}:
            yield Breach(str(release), _("It was approved by the person who submitted it."))


def last_entries() -> Iterator[Breach]:
    """The log ends in the state that the page is in."""
    last = dict(
        TransitionLog.objects.filter(page__isnull=False)
        .order_by("at", "pk")
        .values_list("page_id", "target")
    )
    for lifecycle in _lifecycles():
        if last.get(lifecycle.page_id, State.DRAFT) != lifecycle.state:
            yield _breach(lifecycle, _("Its state is not the one that the log ends in."))


def _chain(releases: list[Release]) -> Iterator[Breach]:
    if releases[0].previous_sha256:
        yield Breach(str(releases[0]), _("The releases before it are gone."))
    for release in releases:
        if release.fingerprint() != release.sha256:
            yield Breach(str(release), _("The record is not what was signed."))
    for before, release in pairwise(releases):
        if release.previous_sha256 != before.sha256 or release.sequence != before.sequence + 1:
            yield Breach(str(release), _("It does not follow from the release before it."))


def _lifecycles() -> Iterator[Lifecycle]:
    rows = Lifecycle.objects.select_related("page", "released").defer("released__content")
    return rows.order_by("page_id").iterator(chunk_size=500)


def _breach(lifecycle: Lifecycle, sentence: str) -> Breach:
    return Breach(_say(lifecycle.page), sentence)


def _say(page: Page) -> str:
    return f"{quoted(page.title)} ({page.pk})"
