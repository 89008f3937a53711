"""The versions of a template in the admin: listed, shown as approved, compared, withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from concept_pages.definition.codec import decode, encode
from concept_pages.models import QuestionGroupPage, TemplatePage
from tests.authoring import english, speaks_english
from tests.definition.build import definition, group, options, question
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.models import Release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

FIRST = definition(
    group(
        "net",
        question("host"),
        question("gone"),
        question("mode", "single_choice", options=options("a", "b")),
    )
)
SECOND = definition(
    group("net", question("host", required=True),
          question("mode", "single_choice", options=options("b", "c"))),
    group("fresh"),
)  # fmt: skip


@pytest.fixture
def first() -> Release:
    return released_template(FIRST)


def browser(role: str = "admin") -> Client:
    client = Client()
    client.force_login(speaks_english(holder(role)))
    return client


def url(name: str, release: Release, *more: Any) -> str:
    return reverse(f"secdoc_templates:{name}", args=[release.page_id, *more])


def test_list_tells_who_and_how_many_concepts(first: Release) -> None:
    concept_draft(template=first, answers={})
    second = released_template(SECOND)

    page = browser("isb").get(url("versions", first))

    versions = page.context["versions"]
    assert [(one.release.number, one.concepts, one.is_newest) for one in versions] == [
        ("2.0", 0, True),
        ("1.0", 1, False),
    ]
    said = page.content.decode()
    assert second.approved_by_name in said
    assert "?release=1.0" in said
    assert url("version", first, "1.0") in said


def test_old_version_is_shown_as_it_was_approved_whatever_came_later(first: Release) -> None:
    client = browser()
    before = client.get(url("version", first, "1.0"), {"language": "de"})
    released_template(SECOND)
    QuestionGroupPage.objects.filter(key="fresh").delete()
    Revision.objects.exclude(pk__in=Release.objects.values("revision_id")).delete()

    after = client.get(url("version", first, "1.0"), {"language": "de"})

    assert after.context["body"] == before.context["body"]
    assert "gone" in after.context["body"]
    assert after.context["document"] == before.context["document"]


def test_versions_are_compared_side_by_side_in_both_languages(first: Release) -> None:
    released_template(SECOND)

    page = browser().get(url("compare", first), {"old": "2.0", "new": "1.0"})

    assert (page.context["old"].number, page.context["new"].number) == ("1.0", "2.0")
    said = " ".join(page.content.decode().split())
    assert "lost the option “En a”" in said
    for code, word in (("de", "De"), ("en", "En")):
        assert f'lang="{code}" data-version="1.0"><del>{word} a </del>{word} b </td>' in said
        assert f'lang="{code}" data-version="2.0">{word} b <ins>{word} c </ins></td>' in said
    assert "The template itself" not in said


def test_version_is_exported_as_the_file_it_can_be_imported_from(first: Release) -> None:
    released_template(SECOND)

    response = browser().get(url("export", first), {"release": "1.0"})

    assert decode(yaml.safe_load(response.content)) == decode(first.content)
    assert "test-1.0.yaml" in response["Content-Disposition"]


@pytest.mark.parametrize(
    "address", ["versions/9.9/", "versions/compare/?old=1.0&new=9.9", "versions/1.0%00/"]
)
def test_version_that_does_not_exist_is_not_found(first: Release, address: str) -> None:
    assert browser().get(f"/admin/templates/{first.page_id}/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", ["versions/", "versions/1.0/", "versions/compare/", "in-force/"]
)
def test_versions_are_closed_to_those_who_work_with_no_templates(
    first: Release, address: str
) -> None:
    response = browser("owner").get(f"/admin/templates/{first.page_id}/{address}")

    assert response.status_code in (302, 403)


# In force -----------------------------------------------------------------------------------------


def test_officer_puts_a_template_out_of_force_and_back(first: Release) -> None:
    client = browser("isb")

    gone = client.post(url("offering", first), {"in_force": "0", "comment": "Has an error."})
    said = client.get(gone.url).content.decode()
    assert "This template is out of force" in said
    assert not TemplatePage.objects.get(pk=first.page_id).in_force

    client.post(url("offering", first), {"in_force": "1", "comment": "Repaired."})
    assert TemplatePage.objects.get(pk=first.page_id).in_force


def test_switch_needs_a_reason(first: Release) -> None:
    response = browser("isb").post(url("offering", first), {"in_force": "0", "comment": ""})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert TemplatePage.objects.get(pk=first.page_id).in_force


def test_switch_pressed_twice_says_so(first: Release) -> None:
    client, data = browser("isb"), {"in_force": "0", "comment": "Has an error."}
    client.post(url("offering", first), data)

    again = client.post(url("offering", first), data)

    assert "out of force already" in again.content.decode()


def test_author_cannot_switch(first: Release) -> None:
    response = browser("subadmin").post(url("offering", first), {"in_force": "0", "comment": "x"})

    assert response.status_code in (302, 403)
    assert TemplatePage.objects.get(pk=first.page_id).in_force


def test_editor_says_that_the_template_is_out_of_force(first: Release) -> None:
    browser("isb").post(url("offering", first), {"in_force": "0", "comment": "Has an error."})

    page = browser().get(reverse("wagtailadmin_pages:edit", args=[first.page_id]))

    assert "It is out of force: no concept is made from it" in page.content.decode()


def test_no_concept_is_brought_to_a_template_out_of_force(first: Release) -> None:
    concept = concept_draft(template=first, answers={})
    second = released_template(SECOND)
    browser("isb").post(url("offering", first), {"in_force": "0", "comment": "Has an error."})
    client = browser()

    listed = client.get(url("upgrade", first)).content.decode()
    refused = client.post(url("upgrade_one", first, concept.pk))

    assert "This template is out of force" in listed
    assert refused.status_code == 409
    assert "out of force" in refused.json()["sentence"]
    assert second.pk != type(concept).objects.get(pk=concept.pk).template_release_id


def test_history_names_the_switch(first: Release) -> None:
    browser("isb").post(url("offering", first), {"in_force": "0", "comment": "Has an error."})

    page = browser().get(reverse("lifecycle:history", args=[first.page_id])).content.decode()

    assert "Put out of force" in page
    assert "Has an error." in page


# Import -------------------------------------------------------------------------------------------


def file_of(**more: Any) -> str:
    """Return the second version as a template file."""
    return json.dumps(encode(replace(SECOND, groups=SECOND.groups[:1], **more)))


def test_import_shows_what_the_file_breaks_and_asks(first: Release) -> None:
    client, source = browser(), file_of()

    page = client.post(reverse("secdoc_templates:import"), {"source": source})

    assert page.status_code == 200
    said = page.content.decode()
    assert "lost the option “En a”" in said
    assert 'name="breaking" value="park"' in said
    assert page.context["source"] == source
    assert TemplatePage.objects.get(pk=first.page_id).lifecycle.state == "approved"


def test_import_parks_when_that_was_chosen(first: Release) -> None:
    data = {"source": file_of(), "breaking": "park"}

    response = browser().post(reverse("secdoc_templates:import"), data)

    template = TemplatePage.objects.get(pk=first.page_id)
    assert response.status_code == 302
    assert (template.lifecycle.state, template.upgrade_decisions) == (
        "draft",
        {"mode": {"convert": True}},
    )
