"""What Wagtail's admin is told about us: menus, lists, addresses. Registrations only."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_modeladmin.options import modeladmin_register

from .editor.concepts import ConceptPageViewSet, ConceptsMenuItem, ConceptsViewSet, concepts_menu_item
from .editor.roles import AccessGroup
from .editor.services import CatalogueGroup
from .editor.services_chooser import ServiceChooserViewSet, service_chooser
from .editor.templates import template_urls

modeladmin_register(CatalogueGroup)
modeladmin_register(AccessGroup)


@hooks.register("register_admin_viewset")
def register_service_chooser() -> ServiceChooserViewSet:
    """Offer the chooser of services to every form of the admin."""
    return service_chooser


@hooks.register("register_admin_viewset")
def register_concepts() -> list[Any]:
    """Serve the list of concepts and our way to edit one."""
    return [ConceptsViewSet(), ConceptPageViewSet()]


@hooks.register("register_admin_menu_item")
def register_concepts_menu_item() -> ConceptsMenuItem:
    """Show the list of concepts in the menu."""
    return concepts_menu_item()


@hooks.register("construct_page_chooser_queryset")
def only_explorable_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Show in page choosers what the explorer shows; Wagtail's own choosers show every page."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=explorable.values("pk"))


@hooks.register("register_admin_urls")
def register_template_urls() -> list[URLResolver]:
    """Serve what the admin does with templates beside Wagtail's own pages."""
    return [path("templates/", include((template_urls(), "secdoc_templates")))]
