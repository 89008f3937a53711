"""What people did beside moving pages: signed in, were refused, took files, changed rights."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.records.release import AppendOnlyModel


class AuditEntry(AppendOnlyModel):
    """One line of the audit log; append-only, with names that outlive accounts.

    Moves of pages have a log of their own, `workflows.models.TransitionLog`.
    """

    class Event(models.TextChoices):
        """What happened; the part before the point is the topic."""

        SIGNED_IN = "login.success", _("signed in")
        SIGN_IN_FAILED = "login.failed", _("signing in failed")
        LOCKED_OUT = "login.locked", _("locked out after failed attempts")
        UNLOCKED = "login.unlocked", _("lock lifted")
        SIGNED_OUT = "login.out", _("signed out")
        SESSION_ENDED = "login.session_ended", _("session ended")
        DENIED = "access.denied", _("access denied")
        EXPORTED = "access.export", _("file exported")
        AUDIT_PURGED = "audit.purged", _("old entries of the audit log deleted")
        SEE_AS_STARTED = "see_as.started", _("“see as” started")
        SEE_AS_ENDED = "see_as.ended", _("“see as” ended")
        ROLE_CREATED = "role.created", _("role created")
        ROLE_CHANGED = "role.changed", _("role changed")
        ROLE_DELETED = "role.deleted", _("role deleted")
        ROLE_GIVEN = "assignment.given", _("role given")
        ROLE_CHANGED_FOR = "assignment.changed", _("assignment changed")
        ROLE_TAKEN = "assignment.taken", _("role taken")
        DEPUTY_NAMED = "deputy.named", _("deputy named")
        DEPUTY_CHANGED = "deputy.changed", _("deputyship changed")
        DEPUTY_ENDED = "deputy.ended", _("deputyship ended")
        PERSON_CREATED = "person.created", _("account created")
        PERSON_CHANGED = "person.changed", _("account changed")
        PERSON_INVITED = "person.invited", _("invitation sent")
        PERSON_DEACTIVATED = "person.deactivated", _("account deactivated")
        PERSON_ACTIVATED = "person.activated", _("account activated")
        PERSON_DELETED = "person.deleted", _("account deleted")
        PASSWORD_CHANGED = "person.password", _("password changed")
        SECOND_FACTOR_SET = "second_factor.set", _("second factor set up")
        SECOND_FACTOR_FAILED = "second_factor.failed", _("second factor failed")
        SECOND_FACTOR_REMOVED = "second_factor.removed", _("second factor removed")
        RECOVERY_CODE_USED = "second_factor.recovery", _("recovery code used")
        DIRECTORY_MAPPED = "directory.mapping", _("directory mapping changed")
        DIRECTORY_SYNCED = "directory.synced", _("synchronised with the directory")
        MAIL_SENT_AGAIN = "mail.again", _("failed mail taken up again")
        MAIL_DELETED = "mail.deleted", _("failed mail deleted")
        SERVICE_DELETED = "service.deleted", _("service deleted")
        CATALOGUE_IMPORTED = "service.imported", _("catalogue imported")

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    event = models.CharField(_("event"), max_length=40, choices=Event, db_index=True)
    refused = models.BooleanField(_("refused"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        verbose_name=_("person"),
    )
    by_name = models.CharField(_("by"), max_length=200)
    about = models.CharField(_("about"), max_length=255, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.event}"
