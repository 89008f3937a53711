"""Every database gets the top of the tree, the workflows and the roles, and only once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site, Workflow, WorkflowTask

from concept_pages.access.default_roles import DEFAULT_ROLES
from concept_pages.access.rights import RIGHTS
from concept_pages.actions.structure import ensure_structure
from concept_pages.models import ConceptIndexPage, HomePage, Role, TemplateIndexPage
from tests.factories.people import UserFactory, assign


def everything_there_is() -> dict[str, list[tuple]]:
    """Return what `ensure_structure` is responsible for."""
    return {
        "pages": list(Page.objects.values_list("path", "title", "slug", "live")),
        "sites": list(Site.objects.values_list("hostname", "port", "root_page", "site_name")),
        "roles": list(Role.objects.order_by("key").values_list("key", "rights", "inherits__key")),
        "steps": list(
            WorkflowTask.objects.values_list("workflow__name", "task__name", "sort_order")
        ),
    }


@pytest.mark.django_db
def test_structure_has_one_home_with_both_shelves() -> None:
    home = HomePage.objects.get()

    children = [type(page) for page in home.get_children().specific()]

    assert children == [TemplateIndexPage, ConceptIndexPage]
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


@pytest.mark.django_db
def test_structure_replaces_the_welcome_page() -> None:
    assert list(Page.objects.filter(depth=2)) == [HomePage.objects.get().page_ptr]


def shipped_group(name: str) -> Group:
    """Return a group as Wagtail's first migration makes it."""
    group = Group.objects.create(name=name)
    permission = Permission.objects.get(content_type__model="page", codename="change_page")
    group.page_permissions.create(page=Page.get_first_root_node(), permission=permission)
    return group


@pytest.mark.django_db
def test_structure_removes_the_groups_that_come_with_wagtail() -> None:
    shipped_group("Editors")

    ensure_structure()

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_structure_keeps_groups_that_somebody_uses_or_made() -> None:
    assign(shipped_group("Editors"), "reader")
    shipped_group("Moderators").user_set.add(UserFactory())

    ensure_structure()
    kept = set(Group.objects.values_list("name", flat=True))
    Group.objects.all().delete()
    Group.objects.create(name="Editors")
    ensure_structure()

    assert kept == {"Editors", "Moderators"}
    assert Group.objects.filter(name="Editors").exists()


@pytest.mark.django_db
def test_structure_made_twice_is_the_same() -> None:
    before = everything_there_is()

    ensure_structure()

    assert everything_there_is() == before


@pytest.mark.django_db
def test_structure_keeps_what_administrators_have_changed() -> None:
    Role.objects.filter(key="reader").update(name_de="Leserin", rights=[])
    Role.objects.get(key="csirt").delete()
    HomePage.objects.update(title="Unser Portal")
    Site.objects.update(hostname="secdoc.example", port=443)

    ensure_structure()

    assert Role.objects.get(key="reader").rights == []
    assert not Role.objects.filter(key="csirt").exists()
    assert HomePage.objects.get().title == "Unser Portal"
    assert Site.objects.get().hostname == "secdoc.example"


@pytest.mark.django_db
def test_concepts_need_the_owner_and_then_the_isb() -> None:
    rights = [
        step.task.specific.right
        for step in ConceptIndexPage.objects.get().workflowpage.workflow.workflow_tasks.all()
    ]

    assert rights == ["concept.release", "concept.review"]


@pytest.mark.django_db
def test_templates_need_the_isb() -> None:
    rights = [
        step.task.specific.right
        for step in TemplateIndexPage.objects.get().workflowpage.workflow.workflow_tasks.all()
    ]

    assert rights == ["template.release"]


@pytest.mark.django_db(transaction=True)
def test_structure_survives_an_emptied_database() -> None:
    call_command("flush", interactive=False, verbosity=0)

    assert HomePage.objects.count() == 1
    assert Workflow.objects.count() >= 2
    assert Role.objects.count() == len(DEFAULT_ROLES)


def test_shipped_roles_name_rights_that_exist() -> None:
    unknown = {right for role in DEFAULT_ROLES for right in role.rights} - set(RIGHTS)

    assert unknown == set()


def test_shipped_roles_inherit_from_roles_before_them() -> None:
    seen: set[str] = {""}
    for role in DEFAULT_ROLES:
        assert role.inherits in seen, role.key
        seen.add(role.key)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/vorlagen/", "/konzepte/"])
def test_anonymous_visitors_are_sent_to_the_login(path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 302
    assert response["Location"].startswith(("/admin/login/", settings.LOGIN_URL))
