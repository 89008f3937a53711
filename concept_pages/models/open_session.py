"""An open session of a person: from which browser, from where, since when, last used when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_AGENT = 300


class OpenSession(models.Model):
    """What a person is told about one of her sessions.

    The row goes with Django's own: whoever deletes one ends the session, and no list shows a
    session that is gone. Screens speak of a session by the number of this row: whoever reads the
    key of a session can take it over.
    """

    session = models.OneToOneField(
        Session,
        on_delete=models.CASCADE,
        related_name="opened",
        verbose_name=_("session"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="open_sessions",
        verbose_name=_("person"),
    )
    user_agent = models.CharField(_("browser"), max_length=LONGEST_AGENT, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    signed_in_at = models.DateTimeField(_("signed in at"))
    last_used_at = models.DateTimeField(_("last used at"))

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")
        ordering = ["-last_used_at", "pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.signed_in_at:%Y-%m-%d %H:%M}"
