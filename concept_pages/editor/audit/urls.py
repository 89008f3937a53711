"""The addresses of the audit log."""

from django.urls import URLPattern, path

from .report import AuditLogView

urlpatterns: list[URLPattern] = [
    path("", AuditLogView.as_view(), name="index"),
    path("results/", AuditLogView.as_view(results_only=True), name="results"),
]
