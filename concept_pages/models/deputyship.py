"""Who acts for whom, and for how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.people import name_of


class Deputyship(models.Model):
    """A person names somebody who holds her roles for a time; ended early, never deleted then.

    Administrative roles are handed on only where `with_administrative` says so.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="deputies_named",
        verbose_name=_("person"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="deputyships",
        verbose_name=_("deputy"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    with_administrative = models.BooleanField(
        _("administrative roles too"),
        default=False,
        help_text=_("Without this the deputy holds ordinary roles only."),
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("named by"),
    )
    named_by_name = models.CharField(_("named by"), max_length=200, editable=False)
    ended_at = models.DateTimeField(_("ended early at"), null=True, editable=False)

    class Meta:
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputies")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")), name="nobody_is_her_own_deputy"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="deputyship_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(deputy)s acts for %(person)s, %(first)s – %(last)s") % {
            "deputy": name_of(self.deputy),
            "person": name_of(self.person),
            "first": date_format(self.starts_on),
            "last": date_format(self.ends_on),
        }
