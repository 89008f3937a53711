"""Reviews of real concepts: their owners, who is above them, and what many of them cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concept_pages.models import ConceptPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.concepts import released_concept
from tests.factories.people import holder
from workflows.models import Lifecycle, ReviewDemand

pytestmark = pytest.mark.django_db


def due(page: ConceptPage, days: int) -> None:
    """Let a concept be due in some days."""
    day = timezone.localdate() + timedelta(days=days)
    Lifecycle.objects.filter(page_id=page.pk).update(next_review_on=day)


@pytest.fixture
def night(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that runs the command and returns who got a mail."""

    def run() -> set[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("raise_reviews")
        return {address for message in mail.outbox for address in message.to}

    return run


def test_concept_is_announced_to_its_own_people_and_overdue_to_those_above(night: Any) -> None:
    concept = released_concept()
    group = concept.get_parent().specific
    owner, above = holder("owner", group), holder("subadmin", group)
    others = {
        holder(role, at).email
        for role, at in (
            ("isb", None), ("admin", None), ("reader", group), ("subadmin", ServiceGroupFactory())
        )
    }  # fmt: skip
    due(concept, 7)

    assert owner.email in (told := night())
    assert above.email not in told

    due(concept, -8)
    told = night()
    assert {owner.email, above.email} <= told
    assert not told & others
    assert ReviewDemand.objects.get().page_id == concept.pk
    assert night() == set()


def test_open_demand_is_shown_to_the_owner_in_the_editor(night: Any, client: Any) -> None:
    concept = released_concept()
    owner = holder("owner", concept.get_parent().specific)
    due(concept, 0)
    night()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/admin/pages/{concept.pk}/edit/").content.decode()

    assert "lifecycle-standing__demand" in page
    assert 'id="reviews-due-section"' in client.get("/admin/").content.decode()


def test_start_page_shows_no_reviews_of_other_groups(night: Any, client: Any) -> None:
    due(released_concept(), 0)
    night()
    for person in (holder("admin"), holder("owner", ServiceGroupFactory())):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

        assert 'id="reviews-due-section"' not in client.get("/admin/").content.decode()


def test_each_concept_costs_the_same(night: Any) -> None:
    concepts = [released_concept(template=None)]
    template = concepts[0].template_release
    concepts += [released_concept(template=template) for _ in range(3)]
    due(concepts[0], 7)
    with CaptureQueriesContext(connection) as one:
        night()
    for concept in concepts[1:]:
        due(concept, 7)

    with CaptureQueriesContext(connection) as three:
        night()

    assert len(three) <= 3 * len(one)
