"""What people see when something does not work: a sentence, never a stack trace."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults


@pytest.mark.parametrize("language", ["de", "en"])
def test_server_error_page_needs_no_database(rf: RequestFactory, language: str) -> None:
    with translation.override(language):
        response = defaults.server_error(rf.get("/"))

    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (defaults.bad_request, 400),
        (defaults.permission_denied, 403),
        (defaults.page_not_found, 404),
    ],
)
def test_refusal_is_a_page_of_ours(rf: RequestFactory, view: object, status: int) -> None:
    request: HttpRequest = rf.get("/nowhere/")

    response = view(request, Exception("the reason stays here"))  # type: ignore[operator]

    assert response.status_code == status
    assert "<main>" in response.content.decode()
    assert "the reason stays here" not in response.content.decode()


@pytest.mark.django_db
def test_form_without_token_is_refused_with_advice() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "<main>" in response.content.decode()
