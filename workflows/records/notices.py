"""How people want to be told, and the notices that wait for a daily mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Delivery(models.TextChoices):
    """How notices about a subject come."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, together")
    NONE = "none", _("not at all")


def _choice(label: _StrPromise) -> models.CharField:
    return models.CharField(label, max_length=10, choices=Delivery, default=Delivery.AT_ONCE)


class NoticeChoice(models.Model):
    """What a person chose for notices that ask her for nothing; tasks always come at once.

    The names of the fields are the subjects of notices.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choice"
    )
    released = _choice(_("Something that I submitted or edited was released, or is retired"))
    returned = _choice(_("Changes were requested, or a submission was withdrawn"))
    comments = _choice(_("New comments"))
    reviews = _choice(_("A review is due or demanded"))
    deputies = _choice(_("Somebody acts for me, or I for somebody"))

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"{self.user_id}"


class WaitingNotice(models.Model):
    """A notice that waits for the daily mail of a person."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_notices"
    )
    subject = models.CharField(max_length=20)
    text = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("waiting notice")
        verbose_name_plural = _("waiting notices")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.subject}"


class ReviewReminder(models.Model):
    """A reminder of a review that was written: each stage once for each date."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="review_reminders"
    )
    due_on = models.DateField(_("due on"))
    days = models.IntegerField(_("days before"))
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("review reminder")
        verbose_name_plural = _("review reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "due_on", "days"], name="one_reminder_for_each_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.due_on} ({self.days})"
