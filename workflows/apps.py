"""The app of states, releases and tasks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Lifecycle and releases of pages."""

    name = "workflows"
    verbose_name = _("Lifecycle and releases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers, take the place of Wagtail's mails, and know numbers of rows."""
        # Models are loaded now, and not before.
        from . import receivers  # noqa: F401, PLC0415
        from .notifications.wagtail_mails import silence  # noqa: PLC0415
        from .row_numbers import register  # noqa: PLC0415

        silence()
        register()
