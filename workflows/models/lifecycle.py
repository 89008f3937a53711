"""The state of a page's working version, and what was handed in for review.

The state is never a field of the page: publishing an old revision would write an old state back.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField

from ..states import State

STATE_LABELS = {
    State.DRAFT: _("draft"),
    State.IN_REVIEW: _("in review"),
    State.APPROVED: _("released"),
    State.RETIRED: _("retired"),
}


class Lifecycle(ConcurrentTransitionMixin, models.Model):
    """One row for each page with a state; created with the page."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="lifecycle",
        verbose_name=_("page"),
    )
    state = FSMField(
        _("state"),
        default=State.DRAFT,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        protected=True,
        editable=False,
    )
    released = models.ForeignKey(
        "workflows.Release",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("release in force"),
    )
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("lifecycle")
        verbose_name_plural = _("lifecycles")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"


class Submission(models.Model):
    """What exactly is under review: frozen at submission, bound to the release at approval."""

    lifecycle = models.ForeignKey(Lifecycle, on_delete=models.CASCADE, related_name="submissions")
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision_id = models.BigIntegerField(_("revision"), null=True)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    based_on = models.ForeignKey(
        "workflows.Release", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by_name = models.CharField(max_length=200)
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    approvals = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_submission_per_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lifecycle_id}: {self.submitted_by_name}, {self.submitted_at:%Y-%m-%d}"
