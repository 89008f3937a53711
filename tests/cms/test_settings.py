"""Settings that people would notice: time zones to choose from, and mails without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms import settings as own
from tests.factories.people import holder


@pytest.mark.django_db
def test_account_offers_time_zones_that_browsers_know(client: Client) -> None:
    client.force_login(holder("isb"))

    html = client.get(reverse("wagtailadmin_account")).content.decode()

    assert 'value="Europe/Berlin"' in html
    assert 'value="UTC"' in html
    assert "localtime" not in html
    assert "Factory" not in html


def test_mails_without_a_server_become_files() -> None:
    assert own.EMAIL_BACKEND == "post_office.EmailBackend"
    assert own.POST_OFFICE["BACKENDS"]["default"].endswith("filebased.EmailBackend")
    assert own.MAIL_AT_ONCE
    assert Path(own.EMAIL_FILE_PATH) == Path(settings.VAR_DIR) / "mail"
