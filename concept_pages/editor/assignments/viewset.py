"""The addresses of the screens for many assignments."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from .many import EndManyView, GiveManyView
from .matrix import MatrixFileView, MatrixView


class AssignmentsViewSet(ViewSet):
    """The matrix, and the ways to give and to end many assignments."""

    name = "assignments"
    url_prefix = "assignments"
    icon = "user"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses below /admin/assignments/."""
        return [
            path("matrix/", MatrixView.as_view(), name="matrix"),
            path("matrix.csv", MatrixFileView.as_view(), name="matrix_file"),
            path("give/", GiveManyView.as_view(), name="give"),
            path("end/", EndManyView.as_view(), name="end"),
        ]
