"""The one kind of workflow task: it waits for anybody who holds a right on the page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class RightTask(Task):
    """A review step for whoever holds `right` on the page; never one task per service."""

    right = models.CharField(_("right"), max_length=40)

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")
