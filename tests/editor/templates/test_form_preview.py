"""The preview of a whole template, filled with the answers of a concept."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from concept_pages.models import TemplatePage
from tests.authoring import draft_template, english, speaks_english
from tests.factories.people import assign, holder, holder_of_right
from tests.factories.releases import concept_in_force
from tests.factories.templates import COMPLETE, released_template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def concept() -> Any:
    """Return a concept in force, made from the small template."""
    return concept_in_force(template=released_template())


@pytest.fixture
def author(client: Any) -> Any:
    """Log an author of templates in, who may not read any concept yet."""
    person = speaks_english(holder_of_right("template.edit"))
    client.force_login(person)
    return person


def url(template: TemplatePage | int) -> str:
    pk = template if isinstance(template, int) else template.pk
    return reverse("secdoc_templates:preview", args=[pk])


def state(html: str) -> dict[str, Any]:
    """Return what the page fills its form with."""
    found = re.search(r'<script id="concept-state" type="application/json">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_preview_shows_all_groups(client: Any, author: Any) -> None:
    html = client.get(url(draft_template())).content.decode()

    assert 'data-question="has_test_system"' in html
    assert 'data-question="test_host"' in html


def test_preview_says_why_something_is_hidden(client: Any, author: Any) -> None:
    html = client.get(url(draft_template())).content.decode()

    assert "Shown if “has_test_system (en)” is yes." in html
    assert "“has_test_system (en)” is not answered." in html


def test_preview_speaks_the_language_that_is_chosen(client: Any, author: Any) -> None:
    html = client.get(url(draft_template()), {"language": "de"}).content.decode()

    assert "test_host (de)" in html
    assert "test_host (en)" not in html


def test_preview_is_filled_with_what_may_be_read(client: Any, author: Any, concept: Any) -> None:
    assign(author, "reader", concept.get_parent().specific)
    template = concept.template_release.page_id

    html = client.get(url(template), {"concept": concept.pk}).content.decode()

    assert COMPLETE["purpose"] in state(html)["fields"].values()
    assert COMPLETE["risks"] not in html
    assert "are above your clearance" in html


def test_concept_that_may_not_be_read_is_not_there(client: Any, author: Any, concept: Any) -> None:
    assign(
        author, "reader", concept_in_force(template=concept.template_release).get_parent().specific
    )

    response = client.get(url(concept.template_release.page_id), {"concept": concept.pk})

    assert response.status_code == 404


@pytest.mark.parametrize("wanted", ["x", "0", "99999999"])
def test_unknown_concept_is_not_there(client: Any, author: Any, wanted: str) -> None:
    assert client.get(url(draft_template()), {"concept": wanted}).status_code == 404


@pytest.mark.parametrize("role", ["reader", "operator", "owner"])
def test_preview_is_refused_without_the_right(client: Any, role: str) -> None:
    template = draft_template()
    client.force_login(holder(role))

    response = client.get(url(template))

    assert response.status_code in (302, 403)
    assert b"has_test_system" not in response.content


def test_those_who_release_templates_may_look_at_the_preview(client: Any) -> None:
    template = draft_template()
    client.force_login(holder("isb"))

    assert client.get(url(template)).status_code == 200
