"""What the addresses of Wagtail that SecDoc passes on ask first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(settings: Any, tmp_path: Path) -> Document:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.MEDIA_ROOT = tmp_path
    return Document.objects.create(title="Plan", file=ContentFile(b"Grundriss", "plan.txt"))


def test_document_of_wagtail_is_not_served_without_signing_in(
    client: Client, document: Document
) -> None:
    response = client.get(document.url)

    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_document_of_wagtail_is_served_to_whoever_has_an_account(
    client: Client, document: Document
) -> None:
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    response: Any = client.get(document.url)

    assert b"".join(response.streaming_content) == b"Grundriss"
    assert "no-store" in response.headers["Cache-Control"]


def test_document_of_wagtail_in_a_closed_collection_is_not_served_to_others(
    client: Client, document: Document
) -> None:
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="groups"
    )
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(document.url).status_code == 403
