"""The catalogue: services, their departments, and what they depend on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from .fields import validate_key
from .titles import BilingualName


class Department(BilingualName):
    """An organisational unit that runs services."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[validate_key],
        help_text=_("Chosen once: small letters, digits and underscores. Files refer to it."),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name_de"]


class Service(BilingualName, ClusterableModel):
    """An IT service that a concept protects. Moving it to another group keeps its identity."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[validate_key],
        help_text=_("Chosen once: small letters, digits and underscores. Files refer to it."),
    )
    group = models.ForeignKey(
        "concept_pages.ServiceGroupPage",
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("service group"),
    )
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("department"),
    )
    concept = models.ForeignKey(
        "concept_pages.ConceptPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
        verbose_name=_("security concept"),
        editable=False,
    )
    comment = models.TextField(_("comment"), blank=True)
    retired = models.BooleanField(_("retired"), default=False)
    dependencies = models.ManyToManyField(
        "self",
        through="ServiceDependency",
        symmetrical=False,
        related_name="dependants",
        verbose_name=_("depends on"),
    )

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name_de"]


class ServiceDependency(models.Model):
    """One service needs another: it cannot run without it, or runs worse."""

    class Kind(models.TextChoices):
        """How much is lost when the other service fails."""

        REQUIRED = "required", _("required")
        OPTIONAL = "optional", _("optional")

    service = ParentalKey(
        Service, on_delete=models.CASCADE, related_name="dependency_rows", verbose_name=_("service")
    )
    needs = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="needed_by_rows", verbose_name=_("needs")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REQUIRED)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(fields=["service", "needs"], name="dependency_named_once"),
            models.CheckConstraint(
                condition=~models.Q(service=models.F("needs")), name="no_dependency_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} → {self.needs}"
