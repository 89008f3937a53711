"""Wagtail's histories name whoever has left, over HTTP."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from tests.workflows.notes.models import NotePage
from workflows.people import name_of

pytestmark = pytest.mark.django_db

SITE_HISTORY = "wagtailadmin_reports:site_history"


@pytest.fixture
def gone(note: NotePage, person: Any) -> Any:
    """Gerda wrote two lines about a note, and one about another account; then she left."""
    gerda = person("gerda", "note.edit")
    for _ in range(2):
        log(note, "wagtail.edit", user=gerda)
    log(person("karl"), "wagtail.edit", user=gerda)
    gerda.number, gerda.name = gerda.pk, name_of(gerda)
    gerda.delete()
    return gerda


def history(client: Client, note: NotePage, **filters: Any) -> str:
    """Return what the history of a note says."""
    return client.get(
        reverse("wagtailadmin_pages:history", args=[note.pk]), filters
    ).content.decode()


def test_history_of_a_page_names_whoever_has_left(
    note: NotePage, gone: Any, root: Any, log_in: Any
) -> None:
    html = history(log_in(root), note)

    assert gone.name == "Gerda Example (gerda)"
    assert escape(gone.name) in html
    assert f"user {gone.number} (deleted)" not in html


def test_history_is_filtered_by_whoever_has_left(
    note: NotePage, gone: Any, root: Any, editor: Any, log_in: Any
) -> None:
    log(note, "wagtail.edit", user=editor)
    client = log_in(root)

    hers = client.get(reverse("wagtailadmin_pages:history", args=[note.pk]), {"user": gone.number})
    others = client.get(reverse("wagtailadmin_pages:history", args=[note.pk]), {"user": editor.pk})

    assert {entry.user_id for entry in hers.context["object_list"]} == {gone.number}
    assert {entry.user_id for entry in others.context["object_list"]} == {editor.pk}


def test_site_history_names_and_offers_whoever_has_left(gone: Any, root: Any, log_in: Any) -> None:
    client = log_in(root)

    page = client.get(reverse(SITE_HISTORY))
    hers = client.get(reverse(SITE_HISTORY), {"user": gone.number})

    offered = dict(page.context["filters"].form.fields["user"].choices)
    assert offered[gone.number] == gone.name
    assert [entry.user_display_name for entry in hers.context["object_list"]] == [gone.name] * 3


def test_file_of_the_site_history_names_whoever_has_left(gone: Any, root: Any, log_in: Any) -> None:
    response = log_in(root).get(reverse(SITE_HISTORY), {"export": "csv", "user": gone.number})

    rows = list(csv.reader(StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == [gone.name] * 3


def test_report_names_who_published_a_page_and_has_left(
    note: NotePage, person: Any, root: Any, log_in: Any
) -> None:
    NotePage.objects.filter(pk=note.pk).update(last_published_at=timezone.now())
    gerda = person("gerda")
    log(note, "wagtail.publish", user=gerda)
    gerda.delete()

    page = log_in(root).get(reverse("wagtailadmin_reports:aging_pages")).content.decode()

    assert "Gerda Example (gerda)" in page
    assert "gelöscht" not in page


def test_lines_of_whoever_has_left_cost_no_queries(
    note: NotePage, gone: Any, root: Any, log_in: Any
) -> None:
    client = log_in(root)
    history(client, note)
    with CaptureQueriesContext(connection) as few:
        history(client, note)
    more = list(PageLogEntry.objects.filter(user=gone.number))
    for line in more:
        line.pk = None
    PageLogEntry.objects.bulk_create(more)
    with CaptureQueriesContext(connection) as many:
        history(client, note)

    assert len(many) == len(few)
