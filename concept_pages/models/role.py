"""Roles as sets of rights, and who holds which role where."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import validate_key
from .template_page import CONFIDENTIALITY_CHOICES
from .titles import BilingualName


class Role(BilingualName):
    """A set of rights with a clearance; inherits the rights of another role (RBAC1)."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[validate_key],
        help_text=_("Chosen once: small letters, digits and underscores. Files refer to it."),
    )
    description_de = models.TextField(_("German description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    rights = models.JSONField(_("rights"), default=list, blank=True)
    inherits = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="heirs",
        verbose_name=_("inherits from"),
    )
    clearance = models.CharField(
        _("clearance"),
        max_length=30,
        choices=CONFIDENTIALITY_CHOICES,
        default="internal",
        help_text=_("Answers up to this level of confidentiality are shown."),
    )
    administrative = models.BooleanField(_("administrative"), default=False)
    second_factor = models.BooleanField(
        _("demands a second factor"),
        default=False,
        help_text=_(
            "Whoever holds this role, or one that inherits from it, signs in with her password and "
            "a code from her telephone. Without one she is led to setting it up first."
        ),
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["name_de"]


class RoleAssignment(models.Model):
    """A person or a group holds a role, for one service group or everywhere.

    With a `source` it comes from a group in the directory, and goes with it; it may stand beside
    the same assignment given by hand.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(
        "auth.Group",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        verbose_name=_("group"),
    )
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("role")
    )
    service_group = models.ForeignKey(
        "concept_pages.ServiceGroupPage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        verbose_name=_("service group"),
        help_text=_("Leave empty to assign the role everywhere."),
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    source = models.ForeignKey(
        "concept_pages.DirectoryGroup",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("from the directory"),
    )

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(group__isnull=True),
                name="assignment_to_person_or_group",
            ),
            # One for each shape of row: SQLite takes two NULLs for different values.
            *(
                models.UniqueConstraint(
                    fields=[holder, "role", *place],
                    condition=models.Q(
                        **{
                            f"{holder}__isnull": False,
                            "service_group__isnull": not place,
                            "source__isnull": True,
                        }
                    ),
                    name=f"{holder}_holds_role_once_{'there' if place else 'everywhere'}",
                    violation_error_message=_("This role has been assigned already."),
                )
                for holder, place in product(("user", "group"), ((), ("service_group",)))
            ),
            models.UniqueConstraint(
                fields=["user", "source"],
                condition=models.Q(source__isnull=False),
                name="user_holds_role_once_from_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.group}: {self.role}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse what has been assigned already; forms leave out `source`, which decides that."""
        super().validate_constraints(exclude=set(exclude or ()) - {"source"})
