"""What Wagtail's admin is told about lifecycles: a list of registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from . import urls
from .views.history_entries import name_both, register_moves
from .views.kept_names import name_who_has_left
from .views.menus import arrange
from .views.my_tasks import MyTasksPanel
from .views.notice_choices import hide_wagtails_switches, notices_panel
from .views.protection import refuse_bulk, refuse_deletion
from .views.viewset import LifecycleViewSet

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

hooks.register("register_log_actions", register_moves)
hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_bulk_action", refuse_bulk)
hooks.register("register_account_settings_panel", notices_panel)
hide_wagtails_switches()
name_both()
name_who_has_left()


@hooks.register("register_admin_urls")
def lifecycle_urls() -> list[Any]:
    """Register the views of lifecycles below /admin/lifecycle/."""
    return [path("lifecycle/", include(urls))]


@hooks.register("register_admin_viewset")
def lifecycle_viewset() -> LifecycleViewSet:
    """Put our edit views in the place of Wagtail's."""
    return LifecycleViewSet()


@hooks.register("insert_editor_js")
def saves_one_after_the_other() -> SafeString:
    """Keep autosave and "Save draft" of one window from overtaking each other."""
    return format_html('<script src="{}"></script>', static("workflows/js/saved-revision.js"))


@hooks.register("insert_editor_js")
def stays_when_signed_out() -> SafeString:
    """Keep what was typed in the editor when the session has ended."""
    return format_html('<script src="{}"></script>', static("workflows/js/signed-in.js"))


@hooks.register("insert_editor_js")
def leads_to_the_first_error() -> SafeString:
    """Show what kept a form from being saved, wherever it is hidden."""
    return format_html('<script src="{}"></script>', static("workflows/js/first-error.js"))


@hooks.register("construct_page_action_menu")
def lifecycle_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer our moves below the editor."""
    arrange(items, context.get("page"), request.user, view=context["view"])


@hooks.register("construct_homepage_panels")
def my_tasks(request: HttpRequest, panels: list[Any]) -> None:
    """Show my tasks in the place of Wagtail's two lists."""
    replaced = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, replaced)]
    panels.append(MyTasksPanel())
