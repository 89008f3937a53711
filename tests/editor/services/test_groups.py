"""The list of service groups: whose they are, what belongs to them, and its costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from concept_pages.editor.services.groups import ServiceGroupAdmin
from concept_pages.models import ConceptIndexPage, ServiceGroupPage
from concept_pages.models.fields import validate_key
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import holder, holder_of_right

pytestmark = pytest.mark.django_db

LIST = "/admin/service-groups/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_list_shows_the_own_groups_with_who_is_responsible() -> None:
    own, foreign = ServiceFactory().group, ServiceGroupFactory()
    owner = holder("owner", own)

    page = browser(holder("operator", own)).get(LIST).content.decode()

    assert own.display_title() in page
    assert owner.get_full_name() in page
    assert foreign.display_title() not in page


def test_new_group_leads_to_the_page_that_is_added() -> None:
    everywhere = browser(holder("admin")).get(f"{LIST}create/")
    client = browser(holder("subadmin", ServiceGroupFactory()))

    assert "/pages/add/concept_pages/servicegrouppage/" in everywhere["Location"]
    assert client.get(everywhere["Location"]).status_code == 302


def test_list_costs_the_same_with_one_row_and_with_three() -> None:
    ServiceFactory()
    client = browser(holder("admin"))
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    ServiceFactory(), ServiceFactory()

    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)


def test_shared_list_keeps_nothing_of_a_request() -> None:
    """Requests at the same time share the list: what one asks must not show in another."""
    listed, request = ServiceGroupAdmin(), RequestFactory().get(LIST)
    request.user = holder("owner", ServiceFactory().group)
    before = dict(vars(listed))

    list(listed.get_queryset(request))

    assert vars(listed) == before


def new_group(**changes: Any) -> dict[str, Any]:
    """Return what a browser posts for a new service group."""
    return {"title": "Neue Gruppe", "title_en": "New group", "key": "new_group", "comment": "",
            **changes}  # fmt: skip


def add_address() -> str:
    """Return where the list, and Wagtail's explorer, lead for a new group."""
    index = ConceptIndexPage.objects.get()
    return f"/admin/pages/add/concept_pages/servicegrouppage/{index.pk}/"


def test_new_group_is_there_at_once_and_leads_on_to_its_roles() -> None:
    client = browser(holder("admin"))

    answer = client.post(add_address(), new_group())

    group = ServiceGroupPage.objects.get(key="new_group")
    assert (group.live, group.has_unpublished_changes) == (True, False)
    assert answer["Location"] == f"/admin/assignments/give/?places={group.pk}"
    chosen = client.get(answer["Location"]).content.decode()
    assert f'value="{group.pk}"' in chosen
    assert "checked" in chosen


def test_new_group_leads_to_the_list_where_she_gives_no_roles() -> None:
    client = browser(holder_of_right("service.edit"))

    assert client.post(add_address(), new_group())["Location"] == LIST


def test_key_of_another_group_is_refused_and_nothing_typed_is_lost() -> None:
    taken = ServiceGroupFactory()

    page = browser(holder("admin")).post(add_address(), new_group(key=taken.key)).content.decode()

    assert gettext("There is a service group with this key already.") in page
    assert "Neue Gruppe" in page


def test_ill_formed_key_of_a_group_is_refused_with_its_shape() -> None:
    form = (
        browser(holder("admin")).post(add_address(), new_group(key="Falsch Key!")).context["form"]
    )

    assert form.errors["key"] == [validate_key.message]


def test_group_is_renamed_with_one_save_and_keeps_its_key() -> None:
    group = ServiceGroupFactory()
    client = browser(holder("subadmin", group))
    address = f"/admin/pages/{group.pk}/edit/"

    form = client.get(address).content.decode()
    client.post(address, new_group(title="Umbenannt", key="other", comment="Wozu"))

    renamed = ServiceGroupPage.objects.get(pk=group.pk)
    assert "action-publish" not in form
    assert (renamed.title, renamed.comment, renamed.key) == ("Umbenannt", "Wozu", group.key)
    assert not renamed.has_unpublished_changes


def test_subadministrator_neither_renames_a_foreign_group_nor_creates_one() -> None:
    foreign = ServiceGroupFactory()
    client = browser(holder("subadmin", ServiceGroupFactory()))

    renamed = client.post(f"/admin/pages/{foreign.pk}/edit/", new_group(title="Gekapert"))
    created = client.post(add_address(), new_group())

    assert renamed.status_code == created.status_code == 302
    assert not ServiceGroupPage.objects.filter(title__in=("Gekapert", "Neue Gruppe")).exists()


def test_stale_form_tells_what_somebody_else_changed_and_keeps_what_was_typed() -> None:
    group = ServiceGroupFactory(title="Netz")
    client, address = browser(holder("admin")), f"/admin/pages/{group.pk}/edit/"
    client.cookies["django_language"] = "en"
    seen = client.get(address).context["form"]["seen"].value()
    typed = new_group(key=group.key, title="Meine", seen=seen)
    ServiceGroupPage.objects.filter(pk=group.pk).update(title="Deine")

    refused = client.post(address, typed)

    form = refused.context["form"]
    assert "German name: “Netz” → “Deine”" in refused.content.decode()
    assert form["title"].value() == "Meine"
    assert ServiceGroupPage.objects.get(pk=group.pk).title == "Deine"

    client.post(address, typed | {"seen": form["seen"].value()})

    assert ServiceGroupPage.objects.get(pk=group.pk).title == "Meine"


@pytest.mark.parametrize("with_concept", [True, False])
def test_group_in_use_is_not_deleted_and_says_what_belongs_to_it(*, with_concept: bool) -> None:
    service = ServiceFactory(name_de="Namensdienst")
    concept = concept_draft(service) if with_concept else None
    client = browser(holder("admin"))

    asked = client.get(f"{LIST}delete/{service.group.pk}/", follow=True)
    refused = client.post(f"/admin/pages/{service.group.pk}/delete/")

    for page in (asked, refused):
        said = page.content.decode()
        assert page.status_code == 200
        assert "Namensdienst" in said
        assert concept is None or concept.display_title() in said
        assert f"/admin/services/?group={service.group.key}" in said
        assert 'class="button serious' not in said
    assert ServiceGroupPage.objects.filter(pk=service.group.pk).exists()


def test_empty_group_is_deleted_after_a_question_that_counts_its_roles() -> None:
    group = ServiceGroupFactory()
    owner = holder("owner", group)
    client, address = browser(holder("admin")), f"/admin/pages/{group.pk}/delete/"

    asked = client.get(address)
    answer = client.post(address)

    assert asked.context["roles_there"] == 1
    assert answer["Location"] == LIST
    assert not ServiceGroupPage.objects.filter(pk=group.pk).exists()
    assert not owner.role_assignments.exists()


def test_group_is_not_deleted_by_who_edits_its_services_only() -> None:
    group = ServiceGroupFactory()

    client = browser(holder_of_right("service.edit", at=group))

    assert client.post(f"/admin/pages/{group.pk}/delete/").status_code == 302
    assert ServiceGroupPage.objects.filter(pk=group.pk).exists()
