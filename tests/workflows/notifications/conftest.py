"""The queue as it is in operation; elsewhere tests look into `mail.outbox`."""

from __future__ import annotations

from typing import Any

import pytest

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def queue(settings: Any) -> None:
    """Let mails wait in the queue, and send them by SMTP."""
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": SMTP}}
    settings.MAIL_AT_ONCE = False
    settings.EMAIL_TIMEOUT = 1
