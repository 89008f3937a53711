"""Files that answer a question; immutable, because releases name them by their hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """An uploaded file, served after a check only.

    Answers store `{"name", "sha256", "attachment"}`.
    """

    concept = models.ForeignKey(
        "concept_pages.ConceptPage", on_delete=models.CASCADE, related_name="attachments"
    )
    question = models.CharField(_("question"), max_length=80)
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
