"""What exactly is under review: frozen when it is handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..people import said_to_act
from .lifecycle import Lifecycle


class Submission(models.Model):
    """The content under review and the approvals it has so far; bound to the release in the end.

    `steps` are the tasks of the workflow as they were at submission, so that nobody can shorten
    the way afterwards: `{"task": id, "name": …, "name_en": …, "right": …}`. Each entry of
    `approvals` is `{"task", "name", "name_en", "right", "by", "by_id", "at", "comment"}`;
    `"for"` and `"for_id"` are added where a deputy acted for somebody.
    """

    lifecycle = models.ForeignKey(Lifecycle, on_delete=models.CASCADE, related_name="submissions")
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    steps = models.JSONField(_("steps"), default=list)
    revision_id = models.BigIntegerField(_("revision"), null=True)
    revision_sha256 = models.CharField(_("SHA-256 of the revision"), max_length=64, blank=True)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    based_on = models.ForeignKey(
        "workflows.Release", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by_name = models.CharField(max_length=200)
    submitted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_for_name = models.CharField(max_length=200, blank=True, default="")
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_for = models.ForeignKey(
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

    @property
    def submitted_by_said(self) -> str:
        """Who submitted it, and as whose deputy."""
        return said_to_act(self.submitted_by_name, self.submitted_for_name)

    @property
    def open_steps(self) -> list[dict[str, object]]:
        """The steps that nobody has approved yet, in order."""
        approved = {approval["task"] for approval in self.approvals}
        return [step for step in self.steps if step["task"] not in approved]
