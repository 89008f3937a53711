"""What is kept about the directory: whose account comes from it, which group gives which role."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .role import Role


class DirectoryAccount(models.Model):
    """Marks an account as one from the directory; the directory checks its password.

    `unique_id` stays when the entry is renamed or moved, so it alone says who is who.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="directory_account",
        verbose_name=_("person"),
    )
    unique_id = models.CharField(_("unique identifier"), max_length=255, unique=True)
    dn = models.TextField(_("name in the directory"))
    last_seen = models.DateTimeField(_("last seen in the directory"))
    has_left = models.BooleanField(
        _("has left"),
        default=False,
        help_text=_("The synchronisation has deactivated the account."),
    )

    class Meta:
        verbose_name = _("account from the directory")
        verbose_name_plural = _("accounts from the directory")

    def __str__(self) -> str:
        return self.dn


class DirectoryGroup(models.Model):
    """The members of a group in the directory hold a role, for one service group or everywhere.

    `dn` is shown as the directory spells it; `dn_key` is what two spellings have in common.
    """

    dn = models.CharField(
        _("group in the directory"),
        max_length=500,
        help_text=_("The distinguished name, such as cn=operators,ou=groups,dc=example,dc=org."),
    )
    dn_key = models.CharField(max_length=500, editable=False, db_index=True)
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="directory_groups", verbose_name=_("role")
    )
    service_group = models.ForeignKey(
        "concept_pages.ServiceGroupPage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="directory_groups",
        verbose_name=_("service group"),
        help_text=_("Leave empty to assign the role everywhere."),
    )

    class Meta:
        verbose_name = _("directory group")
        verbose_name_plural = _("directory groups")
        ordering = ["dn_key", "role__name_de"]
        constraints = [
            models.UniqueConstraint(
                fields=["dn_key", "role"],
                condition=models.Q(service_group__isnull=True),
                name="directory_group_gives_role_once_everywhere",
            ),
            models.UniqueConstraint(
                fields=["dn_key", "role", "service_group"],
                condition=models.Q(service_group__isnull=False),
                name="directory_group_gives_role_once_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dn}: {self.role}"
