"""The addresses of a template's releases, below /admin/templates/."""

from __future__ import annotations

from django.urls import URLPattern, path

from .gate import release_check
from .offering import template_offering
from .versions import version_comparison, version_list, version_view


def release_urls() -> list[URLPattern]:
    """Return the addresses of the release check, the versions and the switch."""
    return [
        path("<row:page_id>/release-check/", release_check, name="gate"),
        path("<row:page_id>/in-force/", template_offering, name="offering"),
        path("<row:page_id>/versions/", version_list, name="versions"),
        path("<row:page_id>/versions/compare/", version_comparison, name="compare"),
        path("<row:page_id>/versions/<str:number>/", version_view, name="version"),
    ]
