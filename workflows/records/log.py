"""Who moved which page from where to where, with names that outlive accounts and pages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..people import said_to_act
from .release import AppendOnlyModel


class TransitionLog(AppendOnlyModel):
    """One line of the log; append-only."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        on_delete=models.SET_NULL,
        related_name="transitions",
        db_constraint=False,
    )
    page_title = models.CharField(_("page"), max_length=255)
    move = models.CharField(_("transition"), max_length=40)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
    )
    by_name = models.CharField(_("by"), max_length=200)
    for_name = models.CharField(_("as deputy of"), max_length=200, blank=True, default="")
    comment = models.TextField(_("comment"), blank=True)
    release = models.ForeignKey(
        "workflows.Release", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["-at", "-pk"]

    @property
    def by_said(self) -> str:
        """Who moved it, and as whose deputy."""
        return said_to_act(self.by_name, self.for_name)

    def __str__(self) -> str:
        return f"{self.page_title}: {self.source} → {self.target}"
