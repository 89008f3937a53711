"""Registers what lower rooms may ask upward: the policy, the authority and the receivers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConceptPagesConfig(AppConfig):
    """The app of templates, concepts, services and roles."""

    name = "concept_pages"
    verbose_name = _("Security concepts")
    default_auto_field = "django.db.models.BigAutoField"
