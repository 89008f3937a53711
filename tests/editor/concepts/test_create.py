"""The form for a new concept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from concept_pages.definition.elements import Text
from concept_pages.editor.concepts import create
from concept_pages.models import ConceptPage, Service, TemplatePage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import SMALL, released_template
from workflows.models import Release

pytestmark = pytest.mark.django_db


def browser_of(user) -> Client:
    """Return a client of a person who is logged in."""
    client = Client()
    client.force_login(user)
    return client


def start(client: Client, *services: Service, template: Release | None = None):
    """Send the form."""
    data = {"services": [service.pk for service in services]}
    chosen = {"template": template.pk} if template else {}
    return client.post(reverse("concepts:new"), data | chosen)


def test_form_offers_services_of_the_persons_groups_only():
    mine, other = ServiceFactory(name_de="Meiner"), ServiceFactory(name_de="Fremder")
    released_template()

    text = browser_of(holder("owner", mine.group)).get(reverse("concepts:new")).content.decode()

    assert (str(mine) in text, str(other) in text) == (True, False)


def test_form_leads_from_a_service_with_a_concept_to_that_concept():
    page = concept_draft()
    owner = holder("owner", page.get_parent().specific)

    text = browser_of(owner).get(reverse("concepts:new")).content.decode()

    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text


def test_form_starts_a_concept_and_opens_its_editor():
    service, template = ServiceFactory(), released_template()

    response = start(browser_of(holder("owner", service.group)), service, template=template)

    page = ConceptPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_form_refuses_a_second_concept_with_a_link_to_the_first():
    page = concept_draft()
    service = page.covered_services[0]
    owner = holder("owner", service.group)

    response = start(browser_of(owner), service, template=page.template_release)

    assert response.status_code == 200
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in str(
        response.context["form"].errors
    )


def test_form_refuses_services_of_other_groups():
    mine, other = ServiceFactory(), ServiceFactory()

    start(browser_of(holder("owner", mine.group)), other, template=released_template())

    assert not ConceptPage.objects.exists()


def test_form_asks_for_no_template_where_there_is_one():
    service, template = ServiceFactory(), released_template()
    client = browser_of(holder("owner", service.group))

    asks = 'name="template"' in client.get(reverse("concepts:new")).content.decode()
    start(client, service)

    assert not asks
    assert ConceptPage.objects.get().template_release == template


def test_form_offers_each_template_in_force_with_what_it_is_for():
    service = ServiceFactory()
    released_template()
    released_template(replace(SMALL, key="short", description=Text("Kurz und gut", "Brief")))

    text = browser_of(holder("owner", service.group)).get(reverse("concepts:new")).content.decode()

    assert text.count('name="template"') == 2
    assert "Kurz und gut" in text


def test_form_starts_a_concept_from_the_chosen_template():
    service, chosen = ServiceFactory(), released_template(replace(SMALL, key="short"))
    released_template()

    start(browser_of(holder("owner", service.group)), service, template=chosen)

    assert ConceptPage.objects.get().template_release == chosen


def test_form_asks_again_where_no_template_was_chosen():
    service = ServiceFactory()
    released_template()
    released_template(replace(SMALL, key="short"))

    response = start(browser_of(holder("owner", service.group)), service)

    assert "template" in response.context["form"].errors
    assert not ConceptPage.objects.exists()


def test_form_refuses_a_template_that_is_not_in_force():
    service, template = ServiceFactory(), released_template()
    released_template(replace(SMALL, key="short"))
    TemplatePage.objects.filter(pk=template.page_id).update(in_force=False)

    start(browser_of(holder("owner", service.group)), service, template=template)

    assert not ConceptPage.objects.exists()


def test_form_says_where_no_template_is_in_force():
    service = ServiceFactory()
    client = browser_of(holder("owner", service.group))

    text = client.get(reverse("concepts:new")).content.decode()
    start(client, service)

    assert "w-help-block" in text or "help-block" in text
    assert not ConceptPage.objects.exists()


def test_form_is_closed_to_people_who_may_not_create_concepts():
    client = browser_of(holder("operator", ServiceFactory().group))

    assert client.get(reverse("concepts:new")).status_code == 302


def test_wagtails_own_form_for_a_new_page_leads_to_ours():
    service = ServiceFactory()
    address = reverse(
        "wagtailadmin_pages:add", args=["concept_pages", "conceptpage", service.group_id]
    )

    response = browser_of(holder("owner", service.group)).get(address)

    assert response.url == reverse("concepts:new")


def test_form_lists_no_more_services_than_a_page_can_hold(monkeypatch):
    monkeypatch.setattr(create, "LISTED_SERVICES", 2)
    group = ServiceGroupFactory()
    for name in ("Eins", "Zwei", "Drei"):
        ServiceFactory(group=group, name_de=name, name_en=name)
    released_template()
    client = browser_of(holder("owner", group))

    listed = [
        [str(entry["service"]) for _group, entries in form.by_group() for entry in entries]
        for form in (
            client.get(reverse("concepts:new")).context["form"],
            client.get(reverse("concepts:new"), {"q": "zwei"}).context["form"],
        )
    ]

    assert (len(listed[0]), listed[1]) == (2, ["Zwei"])
