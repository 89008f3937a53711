"""What is known about the password of an account besides the password itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordState(models.Model):
    """Whether somebody else chose the password, and the newest link by which she chooses her own.

    There is one row at most for an account, so a new link takes the place of the one before. An
    account whose password is kept in a directory has none.
    """

    class Purpose(models.TextChoices):
        """Why a link was sent."""

        INVITATION = "invitation", _("invitation")
        FORGOTTEN = "forgotten", _("forgotten password")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="password_state",
        verbose_name=_("person"),
    )
    must_change = models.BooleanField(_("must be changed"), default=False)
    link_for = models.CharField(_("link for"), max_length=20, choices=Purpose, blank=True)
    link_sent_at = models.DateTimeField(_("link sent at"), null=True)
    link_sent_by = models.CharField(_("link sent by"), max_length=200, blank=True)
    link_used_at = models.DateTimeField(_("link used at"), null=True)

    class Meta:
        verbose_name = _("state of a password")
        verbose_name_plural = _("states of passwords")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_invited(self) -> bool:
        """Whether an invitation was sent that nobody has accepted yet."""
        return self.link_for == self.Purpose.INVITATION and self.link_used_at is None
