"""The addresses below /admin/directory/."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import groups, members, people


def directory_urls() -> list[URLPattern]:
    """Return the addresses."""
    return [
        path("people/", people, name="people"),
        path("groups/", groups, name="groups"),
        path("members/", members, name="members"),
    ]
