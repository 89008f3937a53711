"""The log: a refusal is one line, an error is told in full."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.core.exceptions import PermissionDenied

from cms.logs import RefusalsAreOneLine


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
