"""Why a released page should be looked at again; a flag with a reason, not a state."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewDemand(models.Model):
    """An open or answered demand for review; the page stays readable meanwhile."""

    class Reason(models.TextChoices):
        """What made a review necessary."""

        DATE = "date", _("review date passed")
        INCIDENT = "incident", _("security incident")
        TEMPLATE = "template", _("template changed")
        DEPENDENCY = "dependency", _("a service it depends on changed")
        MANUAL = "manual", _("asked for by a person")

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="review_demands"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    key = models.CharField(_("key"), max_length=100, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    raised_at = models.DateTimeField(_("raised at"), auto_now_add=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_by_name = models.CharField(_("raised by"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        "workflows.Release",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_demands",
    )

    class Meta:
        verbose_name = _("review demand")
        verbose_name_plural = _("review demands")
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "reason", "key"],
                condition=models.Q(resolved_at__isnull=True),
                name="one_open_demand_per_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_reason_display()}"
