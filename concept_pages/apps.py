"""Registers what lower rooms may ask upward: the policy, the authority and the receivers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConceptPagesConfig(AppConfig):
    """The app of templates, concepts, services and roles."""

    name = "concept_pages"
    verbose_name = _("Security concepts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the answers that Wagtail and `workflows` ask for, and the receivers."""
        from wagtail.models import Page  # noqa: PLC0415 - models are loaded from here on
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from workflows.rights import (  # noqa: PLC0415
            register_authority,
            register_rights_of_actions,
        )
        from workflows.words import tell_of  # noqa: PLC0415

        from . import receivers  # noqa: PLC0415
        from .access.authority import RoleAuthority  # noqa: PLC0415
        from .access.clearance import clearance_on  # noqa: PLC0415
        from .access.policy import SecDocPagePolicy  # noqa: PLC0415
        from .actions.offering import EVENTS  # noqa: PLC0415
        from .blocks.clearance import register_clearance  # noqa: PLC0415
        from .directory.config import refuse_wrong_settings  # noqa: PLC0415
        from .documents.review import concept_review, template_review  # noqa: PLC0415
        from .editor.history import RIGHTS_OF_ACTIONS  # noqa: PLC0415
        from .models.preview import register_draft_preview  # noqa: PLC0415
        from .models.review import register_review_renderer  # noqa: PLC0415
        from .reading.preview import preview  # noqa: PLC0415

        refuse_wrong_settings()
        register_authority(RoleAuthority())
        register_rights_of_actions(RIGHTS_OF_ACTIONS)
        tell_of(EVENTS)
        register_permission_policy(Page, SecDocPagePolicy())
        register_clearance(clearance_on)
        register_review_renderer("concept", concept_review)
        register_review_renderer("template", template_review)
        register_draft_preview(preview)
        receivers.connect(self)
