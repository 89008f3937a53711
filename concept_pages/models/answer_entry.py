"""The index of released answers: one row per visible answer, for search and reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class AnswerEntry(index.Indexed, models.Model):
    """One visible answer of the release in force; rebuilt when a release is made."""

    concept = models.ForeignKey(
        "concept_pages.ConceptPage", on_delete=models.CASCADE, related_name="answer_entries"
    )
    service_group = models.ForeignKey(
        "concept_pages.ServiceGroupPage", on_delete=models.CASCADE, related_name="+"
    )
    release = models.ForeignKey("workflows.Release", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(_("question"), max_length=80)
    position = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(_("confidentiality"))
    question_text = models.TextField()
    text = models.TextField(_("answer"))
    value = models.JSONField()

    search_fields = [
        index.SearchField("text"),
        index.SearchField("question_text"),
        index.FilterField("rank"),
        index.FilterField("service_group_id"),
        index.FilterField("concept_id"),
    ]

    class Meta:
        verbose_name = _("indexed answer")
        verbose_name_plural = _("indexed answers")
        ordering = ["concept", "position"]
        indexes = [models.Index(fields=["question", "rank"], name="answer_by_question")]

    def __str__(self) -> str:
        return f"{self.concept_id}: {self.question}"
