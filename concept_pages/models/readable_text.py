"""Released concepts as searchable words, one row for each thing that different readers see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextsInForce(models.Manager["ReadableText"]):
    """The texts of the answers that hold."""

    def get_queryset(self) -> models.QuerySet[ReadableText]:
        """Return the texts made of answers to questions that are asked."""
        return super().get_queryset().filter(parked=False)


class ReadableText(models.Model):
    """What a released concept says to readers whose clearance lies between two levels.

    A reader meets exactly one row of a concept, and this row holds nothing that she may not read:
    neither hits nor counts can tell her of it. The texts are words as `queries.search.words` cuts
    them. Migration 0002 lets the database keep its own full-text index of them. Parked answers have
    rows of their own, for those who look for them: `objects` leaves them out.
    """

    concept = models.ForeignKey(
        "concept_pages.ConceptPage", on_delete=models.CASCADE, related_name="readable_texts"
    )
    service_group = models.ForeignKey(
        "concept_pages.ServiceGroupPage", on_delete=models.CASCADE, related_name="+"
    )
    lowest = models.PositiveSmallIntegerField(_("for a clearance from"))
    highest = models.PositiveSmallIntegerField(_("for a clearance up to"))
    classification = models.PositiveSmallIntegerField(_("classification of what they see"))
    title = models.TextField(_("words of the title and of the services"))
    answers = models.TextField(_("words of the answers"), blank=True)
    questions = models.TextField(_("words of the questions answered"), blank=True)
    parked = models.BooleanField(_("parked"), default=False)

    objects = TextsInForce()
    everything: models.Manager[ReadableText] = models.Manager()

    class Meta:
        verbose_name = _("searchable text")
        verbose_name_plural = _("searchable texts")
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "parked", "lowest"], name="text_once_per_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id}: {self.lowest}–{self.highest}"
