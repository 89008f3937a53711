"""Templates as pages: a template with nestable groups that hold typed questions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from workflows.pages import LifecyclePage

from ..blocks.question_blocks import OPTION_SET_BLOCKS, QUESTION_BLOCKS
from ..definition.elements import Confidentiality
from .fields import UnmigratedStreamField
from .structure import StructurePage
from .titles import BilingualTitle

CONFIDENTIALITY_CHOICES = [
    (Confidentiality.PUBLIC.value, _("public")),
    (Confidentiality.INTERNAL.value, _("internal")),
    (Confidentiality.CONFIDENTIAL.value, _("confidential")),
    (Confidentiality.STRICTLY_CONFIDENTIAL.value, _("strictly confidential")),
]


class TemplateIndexPage(StructurePage, BilingualTitle, Page):
    """The shelf of templates."""

    add_right = "template.create"

    parent_page_types = ["concept_pages.HomePage"]
    subpage_types = ["concept_pages.TemplatePage"]
    max_count = 1

    class Meta:
        verbose_name = _("templates")
        verbose_name_plural = _("templates")


class TemplatePage(BilingualTitle, LifecyclePage):
    """A template ("Vorlage"): what is asked in every concept made from it."""

    key = models.SlugField(_("key"), max_length=80, allow_unicode=False)
    description_de = models.TextField(_("German description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    document_title_de = models.CharField(
        _("German document title"),
        max_length=255,
        blank=True,
        default="Sicherheitskonzept für {services}",
    )
    document_title_en = models.CharField(
        _("English document title"),
        max_length=255,
        blank=True,
        default="Security concept for {services}",
    )
    language_default = models.CharField(
        _("main language"),
        max_length=2,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
    )
    confidentiality_default = models.CharField(
        _("default confidentiality"),
        max_length=30,
        choices=CONFIDENTIALITY_CHOICES,
        default="internal",
    )
    vocabulary = models.JSONField(_("names of levels and patterns"), default=dict, blank=True)
    option_sets = UnmigratedStreamField(
        OPTION_SET_BLOCKS, blank=True, verbose_name=_("option sets")
    )
    reserved_keys = models.JSONField(_("keys that were used once"), default=list, blank=True)
    in_force = models.BooleanField(_("offered for new concepts"), default=True)

    parent_page_types = ["concept_pages.TemplateIndexPage"]
    subpage_types = ["concept_pages.QuestionGroupPage"]

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")


class QuestionGroupPage(BilingualTitle, Page):
    """A chapter, a section, or a group below; it holds its own questions and further groups."""

    key = models.SlugField(_("key"), max_length=80, allow_unicode=False)
    number = models.CharField(_("number"), max_length=20, blank=True)
    help_de = models.TextField(_("German help"), blank=True)
    help_en = models.TextField(_("English help"), blank=True)
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=30,
        choices=CONFIDENTIALITY_CHOICES,
        blank=True,
        help_text=_("Applies to every answer in this group that is not classified more strictly."),
    )
    visible_if = models.JSONField(_("shown if"), null=True, blank=True)
    questions = UnmigratedStreamField(QUESTION_BLOCKS, blank=True, verbose_name=_("questions"))

    parent_page_types = ["concept_pages.TemplatePage", "concept_pages.QuestionGroupPage"]
    subpage_types = ["concept_pages.QuestionGroupPage"]

    class Meta:
        verbose_name = _("question group")
        verbose_name_plural = _("question groups")
