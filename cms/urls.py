"""Every URL prefix of SecDoc on one screen."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from concept_pages.reading.doors import reading_view
from concept_pages.reading.serve import serve
from concept_pages.reading.session import LoginView, LogoutView

urlpatterns = [
    path("admin/login/", LoginView.as_view()),
    path("admin/logout/", LogoutView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail serves its files to everybody unless their collection is closed; ours ask who it is.
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, reading_view))),
    path("lifecycle/", include("workflows.site_urls")),
    path("", include("concept_pages.urls")),
    # The name by which Wagtail builds the addresses of pages; the view is ours.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
