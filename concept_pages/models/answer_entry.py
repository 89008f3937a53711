"""The index of released answers: one row per visible answer, for search and reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..definition.elements import Text


class AnswersInForce(models.Manager["AnswerEntry"]):
    """The answers that hold."""

    def get_queryset(self) -> models.QuerySet[AnswerEntry]:
        """Return the answers to questions that are asked."""
        return super().get_queryset().filter(parked=False)


class AnswerEntry(models.Model):
    """One visible answer of the release in force, as words in both languages and as data.

    Written with the release and by nobody else; drafts never get here. Parked answers are indexed
    too, for those who look for them: `objects` leaves them out.
    """

    concept = models.ForeignKey(
        "concept_pages.ConceptPage", on_delete=models.CASCADE, related_name="answer_entries"
    )
    service_group = models.ForeignKey(
        "concept_pages.ServiceGroupPage", on_delete=models.CASCADE, related_name="+"
    )
    release = models.ForeignKey("workflows.Release", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(_("question"), max_length=80)
    position = models.PositiveIntegerField(_("position in the document"))
    rank = models.PositiveSmallIntegerField(_("confidentiality"))
    question_de = models.TextField(_("question in German"))
    question_en = models.TextField(_("question in English"), blank=True)
    text_de = models.TextField(_("answer in German"))
    text_en = models.TextField(_("answer in English, where it differs"), blank=True)
    words = models.TextField(_("words of answer and question, as search compares them"))
    value = models.JSONField(_("answer as data"))
    parked = models.BooleanField(_("parked"), default=False)

    objects = AnswersInForce()
    everything: models.Manager[AnswerEntry] = models.Manager()

    class Meta:
        verbose_name = _("indexed answer")
        verbose_name_plural = _("indexed answers")
        ordering = ["concept", "position"]
        indexes = [models.Index(fields=["question", "rank"], name="answer_by_question")]

    def __str__(self) -> str:
        return f"{self.concept_id}: {self.question}"

    @property
    def question_text(self) -> Text:
        """The question in both languages."""
        return Text(self.question_de, self.question_en)

    @property
    def text(self) -> Text:
        """The answer in both languages."""
        return Text(self.text_de, self.text_en)
