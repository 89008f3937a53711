"""The addresses of what is done with the catalogue beside its lists."""

from __future__ import annotations

from django.urls import URLPattern, path

from .exchange import export_view, import_view
from .moves import MoveView
from .retirement import restore_view, retire_view


def catalogue_urls() -> list[URLPattern]:
    """Return the addresses below /admin/catalogue/."""
    return [
        path("import/", import_view, name="import"),
        path("export/<str:kind>/", export_view, name="export"),
        path("move/", MoveView.as_view(), name="move"),
        path("<row:pk>/retire/", retire_view, name="retire"),
        path("<row:pk>/restore/", restore_view, name="restore"),
    ]
