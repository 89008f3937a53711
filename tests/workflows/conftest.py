"""People, pages and a workflow to try the lifecycle on; rights are memberships in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.test import Client
from wagtail.models import GroupPagePermission, Locale, Page, Workflow
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from tests.workflows.notes.models import NotePage
from workflows import rights
from workflows.setup import ensure_workflow

TASKS = (
    ("Fachliche Freigabe", "Professional release", "note.release"),
    ("Sicherheitsprüfung", "Security review", "note.review"),
)
ALL_RIGHTS = ("note.edit", "note.release", "note.review", "note.retire", "note.read")


class GroupAuthority:
    """Whoever is in the group named like the right holds it on every page."""

    def may(self, user: Any, right: str, page: Page) -> bool:
        """Superusers hold every right."""
        return user.is_active and (user.is_superuser or user.groups.filter(name=right).exists())

    def who_may(self, right: str, page: Page) -> QuerySet[Any]:
        """Return the members of the group."""
        return get_user_model().objects.filter(is_active=True, groups__name=right)

    def acting_for(self, user: Any, right: str, page: Page) -> Any:
        """Return nobody: there are no deputies among notes, unless a test says so."""
        return None

    def partners(self, user: int) -> dict[int, Any]:
        """Return nobody."""
        return {}

    def principals(self, user: Any) -> set[int]:
        """Return nobody."""
        return set()

    def waiting_for(self, user: Any, right: str) -> QuerySet[Any]:
        """Return every page, or none."""
        return Page.objects.all() if self.may(user, right, None) else Page.objects.none()

    def keepers(self, rights: Iterable[str], page: Page) -> QuerySet[Any]:
        """Return the members of the groups; every group is there for every page."""
        return get_user_model().objects.filter(is_active=True, groups__name__in=list(rights))

    def kept_by(self, user: Any, rights: Iterable[str]) -> QuerySet[Any]:
        """Return every page, or none."""
        keeps = user.groups.filter(name__in=list(rights)).exists()
        return Page.objects.all() if keeps else Page.objects.none()

    def superiors_of(self, right: str, page: Page) -> QuerySet[Any]:
        """Return the members of a group of its own."""
        return self.who_may(f"{right}.superior", page)


@pytest.fixture(autouse=True)
def _own_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask our authority and Wagtail's own policy, whatever the concept app registered."""
    monkeypatch.setattr(rights, "_registered", [GroupAuthority()])
    monkeypatch.setitem(policy_registry.values_by_class, Page, PagePermissionPolicy(Page))


@pytest.fixture
def person(top: Page) -> Callable[..., Any]:
    """Return a maker of people who may enter the admin and hold the rights named."""

    def make(name: str, *held: str, superuser: bool = False) -> Any:
        user = get_user_model().objects.create_user(
            name, f"{name}@example.org", "secret", is_superuser=superuser,
            first_name=name.title(), last_name="Example",
        )  # fmt: skip
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        for right in held:
            group, is_new = Group.objects.get_or_create(name=right)
            if is_new:  # Wagtail's half: every right here opens the editor
                permission = Permission.objects.get(
                    codename="change_page", content_type__app_label="wagtailcore"
                )
                GroupPagePermission.objects.create(group=group, page=top, permission=permission)
            user.groups.add(group)
        return user

    return make


@pytest.fixture
def editor(person: Callable[..., Any]) -> Any:
    """Edith fills in and hands in."""
    return person("edith", "note.edit")


@pytest.fixture
def owner(person: Callable[..., Any]) -> Any:
    """Olga edits too and gives the professional release."""
    return person("olga", "note.edit", "note.release", "note.retire")


@pytest.fixture
def officer(person: Callable[..., Any]) -> Any:
    """Ivo reviews."""
    return person("ivo", "note.review")


@pytest.fixture
def deputy(person: Callable[..., Any]) -> Any:
    """Dora reviews when Ivo cannot."""
    return person("dora", "note.review")


@pytest.fixture
def root(person: Callable[..., Any]) -> Any:
    """Sue may do everything that anybody may."""
    return person("sue", superuser=True)


@pytest.fixture
def top(db: None) -> Page:
    """The root of the tree, which a test with real transactions may have to plant anew."""
    Locale.objects.get_or_create(language_code="de")
    root = Page.get_first_root_node()
    return root or Page.add_root(instance=Page(title="Root", slug="root"))


@pytest.fixture
def shelf(top: Page) -> Page:
    """The page that notes stand below, with the workflow assigned."""
    shelf = top.add_child(instance=Page(title="Notes", slug="notes"))
    ensure_workflow("Note review", TASKS, shelf)
    return shelf


@pytest.fixture
def workflow(shelf: Page) -> Workflow:
    """The workflow of notes: owner, then officer."""
    return shelf.get_workflow()


@pytest.fixture
def note(shelf: Page, editor: Any) -> NotePage:
    """A draft that Edith wrote."""
    note = shelf.add_child(instance=NotePage(title="DNS", text="first", owner=editor))
    note.save_revision(user=editor)
    return fresh(note)


def fresh(page: Page) -> Any:
    """Return a page as another request would see it."""
    return Page.objects.get(pk=page.pk).specific


def draft(page: Page) -> Any:
    """Return the working version of a page."""
    return fresh(page).get_latest_revision_as_object()


def rewrite(page: Page, text: str, *, by: Any) -> Any:
    """Save a draft with another text, as the editor does, and return the page."""
    page = draft(page)
    page.text = text
    page.save_revision(user=by)
    return fresh(page)


@pytest.fixture
def log_in() -> Iterator[Callable[[Any], Client]]:
    """Return a maker of browsers in which somebody is logged in."""

    def enter(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
