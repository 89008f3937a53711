"""What Wagtail's admin is told about us: menus, lists, addresses. Registrations only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_modeladmin.options import modeladmin_register

from .editor.access import access_buttons
from .editor.assignments.viewset import AssignmentsViewSet
from .editor.audit import urls as audit_urls
from .editor.audit.house_reports import keep_to_readers_of_the_log, name_file_of_site_history
from .editor.audit.report import LogMenuItem
from .editor.concepts.viewset import (
    ConceptPageViewSet,
    ConceptsMenuItem,
    ConceptsViewSet,
    concepts_menu_item,
)
from .editor.deputies.home import deputies_panel
from .editor.deputies.lists import DeputyAdmin
from .editor.directory.lists import DirectoryGroupAdmin
from .editor.directory.urls import directory_urls
from .editor.exports import export_buttons, register_exports
from .editor.frame import frame_styles, keep_own_help
from .editor.mails.views import MailsMenuItem, mail_urls, mails_menu_item
from .editor.mails.warning import mail_warning
from .editor.page_api import refuse_senseless_searches
from .editor.people.home import people_panel
from .editor.people.own_account import keep_own_names
from .editor.people.sign_in import SignInPanel, SignInView
from .editor.people.views import refuse_in_bulk
from .editor.quotes_in_search import escape_quotes
from .editor.releases.gate import register_declarations
from .editor.roles.lists import AccessGroup
from .editor.seeing.views import SeeAsView
from .editor.services.chooser import ServiceChooserViewSet, service_chooser
from .editor.services.group_form import GroupViewSet
from .editor.services.lists import CatalogueGroup
from .editor.services.log import register_services
from .editor.services.urls import catalogue_urls
from .editor.spreadsheets import write_plain_tables
from .editor.structure import refuse_to_delete
from .editor.tailoring.log import register_tailoring
from .editor.tailoring.views import tailoring_buttons
from .editor.templates.groups import lead_to_group
from .editor.templates.viewset import (
    TemplatesMenuItem,
    import_buttons,
    template_urls,
    templates_menu_item,
)
from .editor.upgrades.log import register_upgrades
from .editor.upgrades.views import change_template_buttons
from .reading.doors import keep_closed_file
from .requests.refusals import note_left_out

hooks.register("register_log_actions", register_declarations)
hooks.register("register_log_actions", register_exports)
hooks.register("register_log_actions", register_upgrades)
hooks.register("register_log_actions", register_tailoring)
hooks.register("register_log_actions", register_services)
hooks.register("construct_homepage_panels", mail_warning)
hooks.register("construct_homepage_panels", deputies_panel)
hooks.register("construct_homepage_panels", people_panel)
hooks.register("insert_global_admin_css", frame_styles)
hooks.register("construct_help_menu", keep_own_help)
hooks.register("before_serve_document", keep_closed_file, order=-1)
modeladmin_register(CatalogueGroup)
modeladmin_register(AccessGroup)
modeladmin_register(DeputyAdmin)
modeladmin_register(DirectoryGroupAdmin)
write_plain_tables()
keep_to_readers_of_the_log()
name_file_of_site_history()
keep_own_names()
refuse_senseless_searches()
escape_quotes()


@hooks.register("register_admin_viewset")
def register_service_chooser() -> ServiceChooserViewSet:
    """Offer the chooser of services to every form of the admin."""
    return service_chooser


@hooks.register("register_admin_viewset")
def register_service_groups() -> GroupViewSet:
    """Serve the form of a service group in the place of Wagtail's editor."""
    return GroupViewSet()


@hooks.register("register_admin_viewset")
def register_assignments() -> AssignmentsViewSet:
    """Serve the assignment matrix and what is done with many assignments at once."""
    return AssignmentsViewSet()


@hooks.register("register_admin_viewset")
def register_concepts() -> list[Any]:
    """Serve the list of concepts and our way to edit one."""
    return [ConceptsViewSet(), ConceptPageViewSet()]


@hooks.register("register_admin_menu_item")
def register_concepts_menu_item() -> ConceptsMenuItem:
    """Show the list of concepts in the menu."""
    return concepts_menu_item()


@hooks.register("register_admin_menu_item")
def register_templates_menu_item() -> TemplatesMenuItem:
    """Show the templates in the menu."""
    return templates_menu_item()


@hooks.register("register_page_header_buttons")
def offer_import(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer the import of templates in the header of their shelf."""
    return import_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_exports(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer the files of a page in its header."""
    return export_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_access(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer to see who has access to a concept or a service group."""
    return access_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_tailoring(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer to choose what the service of a concept is asked."""
    return tailoring_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_templates(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer to bring a concept to another template."""
    return change_template_buttons(page, user)


@hooks.register("construct_page_chooser_queryset")
def only_explorable_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Show in page choosers what the explorer shows; Wagtail's own choosers show every page."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=explorable.values("pk"))


@hooks.register("before_delete_page")
def keep_what_is_in_use(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a service group that something refers to; say what refers to a question."""
    return refuse_to_delete(request, [page]) or lead_to_group(request, page)


@hooks.register("before_copy_page")
def copy_with_new_keys(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copy groups of a template our way: no two questions have the same key."""
    return lead_to_group(request, page)


@hooks.register("before_bulk_action")
def keep_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Refuse the same where several pages are deleted, or several people changed, at once."""
    _objects, others = action_class_instance.get_actionable_objects()
    note_left_out(request, others.get("items_with_no_access", ()))
    pages = [thing for thing in objects if isinstance(thing, Page)]
    refusal = refuse_to_delete(request, pages) if action_type == "delete" else None
    return refusal or refuse_in_bulk(request, action_type, objects)


@hooks.register("register_admin_urls")
def register_sign_in_urls() -> list[URLPattern]:
    """Serve how a person signs in to those who administer her."""
    return [path("people/<row:pk>/sign-in/", SignInView.as_view(), name="secdoc_sign_in")]


@hooks.register("register_account_settings_panel")
def lead_to_sign_in(request: HttpRequest, user: Any, profile: Any) -> SignInPanel:
    """Lead from Wagtail's account page to the second factor and the sessions."""
    return SignInPanel(request, user, profile)


@hooks.register("register_admin_urls")
def register_template_urls() -> list[URLResolver]:
    """Serve what the admin does with templates beside Wagtail's own pages."""
    return [path("templates/", include((template_urls(), "secdoc_templates")))]


@hooks.register("register_admin_urls")
def register_directory_urls() -> list[URLResolver]:
    """Serve the look-up of people and groups in the directory."""
    return [path("directory/", include((directory_urls(), "secdoc_directory")))]


@hooks.register("register_admin_urls")
def register_catalogue_urls() -> list[URLResolver]:
    """Serve what the admin does with the catalogue beside its lists."""
    return [path("catalogue/", include((catalogue_urls(), "catalogue")))]


@hooks.register("register_admin_urls")
def register_see_as() -> list[Any]:
    """Serve the page on which seeing as somebody else begins."""
    return [path("see-as/<row:user_id>/", SeeAsView.as_view(), name="secdoc_see_as")]


@hooks.register("register_admin_urls")
def register_audit_log() -> list[URLResolver]:
    """Serve the audit log."""
    return [path("audit-log/", include((audit_urls.urlpatterns, "secdoc_audit")))]


@hooks.register("register_reports_menu_item")
def register_audit_log_menu_item() -> LogMenuItem:
    """Show the audit log among the reports."""
    address = reverse("secdoc_audit:index")
    return LogMenuItem(_("Audit log"), address, name="audit-log", icon_name="history", order=50)


@hooks.register("register_settings_menu_item")
def register_mails_menu_item() -> MailsMenuItem:
    """Show the queue of mails below the settings."""
    return mails_menu_item()


@hooks.register("register_admin_urls")
def register_mail_urls() -> list[URLResolver]:
    """Serve the queue of mails."""
    return [path("mails/", include((mail_urls(), "secdoc_mails")))]
