"""Concepts as pages: the filled-in template of one or more services."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from workflows.pages import LifecyclePage

from ..blocks.stored import STORED_BLOCKS
from .fields import UnmigratedStreamField
from .structure import StableKeyForm, StructurePage
from .titles import BilingualTitle


class ConceptIndexPage(StructurePage, BilingualTitle, Page):
    """The root of all concepts."""

    add_right = "service.edit"

    parent_page_types = ["concept_pages.HomePage"]
    subpage_types = ["concept_pages.ServiceGroupPage"]
    max_count = 1

    class Meta:
        verbose_name = _("security concepts")
        verbose_name_plural = _("security concepts")


class ServiceGroupPage(StructurePage, BilingualTitle, Page):
    """A service group ("Dienstgruppe"): the place that roles are assigned for."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        allow_unicode=False,
        help_text=_("Chosen once. Files that are imported name the service group by its key."),
    )

    edit_right = "service.edit"
    add_right = "concept.create"
    delete_right = "service.delete"
    base_form_class = StableKeyForm
    content_panels = [FieldPanel("title"), FieldPanel("title_en"), FieldPanel("key")]
    promote_panels: list[FieldPanel] = []
    settings_panels: list[FieldPanel] = []
    parent_page_types = ["concept_pages.ConceptIndexPage"]
    subpage_types = ["concept_pages.ConceptPage"]

    class Meta:
        verbose_name = _("service group")
        verbose_name_plural = _("service groups")

    def is_empty(self) -> bool:
        """Return whether neither a concept nor a service belongs to this group."""
        return self.is_leaf() and not self.services.exists()


class ConceptPage(BilingualTitle, LifecyclePage):
    """A security concept ("Sicherheitskonzept"). Its answers mirror the template release it pins.

    The services it covers point at it (`Service.concept`): a service has at most one concept.
    """

    template_release = models.ForeignKey(
        "workflows.Release",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("template release"),
    )
    body = UnmigratedStreamField(STORED_BLOCKS, blank=True, verbose_name=_("answers"))
    tailoring = models.JSONField(_("not applicable"), default=dict, blank=True)

    parent_page_types = ["concept_pages.ServiceGroupPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("security concept")
        verbose_name_plural = _("security concepts")
