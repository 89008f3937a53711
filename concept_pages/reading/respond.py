"""The frame around every page of the reading side: who I am, and where I may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access.reader import Reader
from ..queries.archive import may_see_archive


def respond(
    request: HttpRequest, reader: Reader, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Return a page for a reader; `template` is a file of the reading side."""
    frame = {
        "site_name": settings.SITE_NAME,
        "opens_admin": reader.grants.opens_admin,
        "sees_archive": may_see_archive(reader),
    }
    return render(request, f"concept_pages/reading/{template}", frame | context)
