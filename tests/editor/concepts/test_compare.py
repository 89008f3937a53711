"""Two versions of a draft side by side: what was answered differently, up to the clearance."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from concept_pages.models import ConceptPage
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import COMPLETE

pytestmark = pytest.mark.django_db

NOTHING = "No answer differs between these two versions."


def changed_draft(**changes: object) -> ConceptPage:
    """Return a draft whose last two versions differ in these answers."""
    page = concept_draft()
    draft = page.get_latest_revision_as_object()
    draft.store({**COMPLETE, **changes})
    draft.save_revision()
    return page


def compare(page: ConceptPage, user: object) -> HttpResponse:
    """Return the comparison of the last two versions."""
    client = Client()
    client.force_login(user)
    new, old = page.revisions.order_by("-pk").values_list("pk", flat=True)[:2]
    return client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, old, new]),
        headers={"accept-language": "en"},
    )


def operator_of(page: ConceptPage, clearance: str = ""):
    """Return a person who edits the concept, with a clearance of her own if one is named."""
    group = page.get_parent().specific
    if not clearance:
        return holder("operator", group)
    return holder(RoleFactory(rights=["concept.edit"], clearance=clearance), group)


def test_comparison_shows_both_answers():
    page = changed_draft(purpose="Adressen vergeben")

    html = compare(page, operator_of(page)).content.decode()

    assert COMPLETE["purpose"] in html
    assert "Adressen vergeben" in html
    assert NOTHING not in html


def test_comparison_of_equal_versions_says_so():
    page = changed_draft()

    assert NOTHING in compare(page, operator_of(page)).content.decode()


def test_comparison_shows_no_answer_above_the_clearance():
    page = changed_draft(addresses=["203.0.113.77"])

    html = compare(page, operator_of(page, "internal")).content.decode()

    assert "203.0.113.77" not in html
    assert "192.0.2.53" not in html
    assert "Answers above your clearance are not compared." in html


def test_comparison_is_closed_to_people_of_other_groups():
    page = changed_draft(purpose="Adressen vergeben")

    response = compare(page, holder("operator", ServiceFactory().group))

    assert response.status_code == 302
    assert "Adressen vergeben" not in response.content.decode()
