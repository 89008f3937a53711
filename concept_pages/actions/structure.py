"""Puts in place what every database needs: the top of the tree, the workflows and the roles.

Idempotent: it adds what is missing and changes nothing that is there.
"""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Collection, Locale, Page, Site

from workflows.setup import ensure_workflow

from ..access.default_roles import create_default_roles
from ..models import ConceptIndexPage, HomePage, TemplateIndexPage

P = TypeVar("P", bound=Page)

ISB_NAMES = ("Prüfung durch die ISB", "Review by the ISB")
TEMPLATE_STEPS = [(*ISB_NAMES, "template.release")]
CONCEPT_STEPS = [
    ("Fachliche Freigabe", "Release by the service owner", "concept.release"),
    (*ISB_NAMES, "concept.review"),
]
"""The review steps of a fresh database, in both languages, with the right that each waits for."""

PLACEHOLDER_SITE = ("localhost", 80)
"""What Wagtail's first migration writes; nobody chose it."""

SHIPPED_GROUPS = ("Editors", "Moderators")
"""The groups of people that Wagtail's first migration makes; they hold no role."""


def ensure_structure() -> None:
    """Create what is missing of the tree, the workflows and the default roles.

    Does nothing where the tables are not there, as after a migration backwards.
    """
    if not _tables_exist():
        return
    ContentType.objects.clear_cache()  # a database that was emptied counts them anew
    with transaction.atomic():
        home = _ensure_home()
        templates = _ensure_child(
            home, TemplateIndexPage(title="Vorlagen", title_en="Templates", slug="vorlagen")
        )
        concepts = _ensure_child(
            home,
            ConceptIndexPage(
                title="Sicherheitskonzepte", title_en="Security concepts", slug="konzepte"
            ),
        )
        ensure_workflow("Freigabe von Vorlagen", TEMPLATE_STEPS, templates)
        ensure_workflow("Freigabe von Sicherheitskonzepten", CONCEPT_STEPS, concepts)
        create_default_roles()
        _remove_shipped_groups()


def _tables_exist() -> bool:
    tables = set(connection.introspection.table_names())
    return {HomePage._meta.db_table, Page._meta.db_table, "workflows_lifecycle"} <= tables


def _ensure_home() -> HomePage:
    """Return the home page; on a fresh database it takes the place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title=settings.SITE_NAME, slug="start", locale=_ensure_locale())
        _ensure_root().add_child(instance=home)
    _ensure_site(home)
    _remove_welcome_page()
    return home


def _ensure_locale() -> Locale:
    language, _name = settings.WAGTAIL_CONTENT_LANGUAGES[0]
    locale, _created = Locale.objects.get_or_create(language_code=language)
    return locale


def _ensure_root() -> Page:
    """Return the root of the tree, and see to the root of the collections beside it."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node()
    if root is None:
        content_type = ContentType.objects.get_for_model(Page)
        root = Page.add_root(
            title="Root", slug="root", content_type=content_type, locale=_ensure_locale()
        )
    return root


def _ensure_site(home: HomePage) -> None:
    """Make the home page the root of the default site; a host that somebody chose stays."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    if site.pk is None or (site.hostname, site.port) == PLACEHOLDER_SITE:
        base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = base.hostname or "localhost"
        site.port = base.port or (443 if base.scheme == "https" else 80)
        site.site_name = settings.SITE_NAME
    site.root_page = home
    site.save()


def _remove_welcome_page() -> None:
    """Delete the page that Wagtail's first migration leaves behind, unless somebody uses it."""
    plain = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(depth=2, slug="home", content_type=plain, numchild=0):
        if not page.sites_rooted_here.exists():
            page.delete()


def _remove_shipped_groups() -> None:
    """Delete the groups of Wagtail's first migration, unless somebody uses them.

    They come with page permissions, which do nothing here; a group that people made has none.
    """
    Group.objects.filter(
        name__in=SHIPPED_GROUPS,
        page_permissions__isnull=False,
        user__isnull=True,
        role_assignments__isnull=True,
    ).delete()


def _ensure_child(home: HomePage, page: P) -> P:
    """Return the one page of this type below the home page; add it where there is none."""
    found = type(page).objects.first()
    if found is None:
        page.locale = home.locale
        home.add_child(instance=page)
        found = page
    return found
