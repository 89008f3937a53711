"""The log: a refusal is one line, an error is told in full."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cms.logs import RefusalsAreOneLine
from tests.factories.concepts import released_concept
from tests.factories.people import holder_of_right


def record(error: Exception) -> logging.LogRecord:
    """Return the record of an error that is being handled."""
    try:
        raise error
    except type(error):
        return logging.LogRecord("x", logging.WARNING, "", 1, "%s", ("/a/",), sys.exc_info())


def test_refusal_is_logged_without_traceback() -> None:
    refused = record(PermissionDenied())

    assert RefusalsAreOneLine().filter(refused)
    assert "Traceback" not in logging.Formatter().format(refused)


def test_error_is_logged_with_traceback() -> None:
    wrong = record(ValueError("wrong"))

    assert RefusalsAreOneLine().filter(wrong)
    assert "Traceback" in logging.Formatter().format(wrong)


def test_every_handler_shortens_refusals() -> None:
    assert all("refusals" in one["filters"] for one in settings.LOGGING["handlers"].values())


@pytest.mark.django_db
def test_refused_export_is_one_line_in_the_log(client: Client) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RefusalsAreOneLine())
    logger = logging.getLogger("django.request")
    page = released_concept()
    client.force_login(holder_of_right("concept.read", at=page.get_parent().specific))

    logger.addHandler(handler)
    try:
        answer = client.get(reverse("concept_pages:export", args=[page.pk, "pdf"]))
    finally:
        logger.removeHandler(handler)

    assert answer.status_code == 403
    assert len(written.getvalue().splitlines()) == 1
