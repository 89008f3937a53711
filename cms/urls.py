"""Every URL prefix of SecDoc on one screen."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from concept_pages.reading.serve import serve
from concept_pages.reading.session import LoginView

urlpatterns = [
    path("admin/login/", LoginView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("concept_pages.urls")),
    # The name by which Wagtail builds the addresses of pages; the view is ours.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
