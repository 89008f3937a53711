"""A refused move is answered with its sentence, never with an error page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_fsm import ConcurrentTransition

from tests.workflows.conftest import fresh
from workflows import actions
from workflows.errors import WrongState
from workflows.middleware import RefusalMiddleware

pytestmark = pytest.mark.django_db


def decide(client: Client, page: Any, **headers: str) -> Any:
    """Approve through Wagtail's own address, with a task that no longer waits."""
    state = fresh(page).current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, headers=headers)


@pytest.fixture
def slipped(note: Any, editor: Any, owner: Any) -> Any:
    """A note under review that was saved behind the back of its lifecycle."""
    actions.submit(note, by=editor)
    fresh(note).save_revision_of_move(editor)
    return note


def test_refusal_becomes_a_message_and_a_way_back(slipped: Any, owner: Any, log_in: Any) -> None:
    response = decide(log_in(owner), slipped)

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_pages:edit", args=[slipped.pk])
    (message,) = get_messages(response.wsgi_request)
    assert str(message)


def test_refusal_in_a_dialogue_leads_to_a_page_with_the_message(
    slipped: Any, owner: Any, log_in: Any
) -> None:
    response = decide(log_in(owner), slipped, **{"x-requested-with": "XMLHttpRequest"})

    assert response.json()["step"] == "success"
    assert response.json()["redirect"].endswith(f"/pages/{slipped.pk}/edit/")


def test_way_back_leads_to_where_the_person_came_from(
    slipped: Any, owner: Any, log_in: Any
) -> None:
    response = decide(log_in(owner), slipped, referer="http://testserver/admin/")

    assert response.url == "http://testserver/admin/"


def test_way_back_never_leads_elsewhere(slipped: Any, owner: Any, log_in: Any) -> None:
    response = decide(log_in(owner), slipped, referer="http://evil.example/admin/")

    assert "evil" not in response.url


def test_concurrent_transition_becomes_a_message(client: Client) -> None:
    request = client.get("/admin/login/").wsgi_request
    middleware = RefusalMiddleware(lambda request: HttpResponse())

    response = middleware.process_exception(request, ConcurrentTransition())

    assert response is not None
    assert response.status_code == 302


def test_other_errors_are_none_of_its_business() -> None:
    middleware = RefusalMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_refusals_say_themselves() -> None:
    assert str(WrongState("No.")) == WrongState("No.").sentence == "No."
