"""Every URL prefix of SecDoc on one screen."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from concept_pages.reading.doors import reading_view
from concept_pages.reading.session import LoginView

urlpatterns = [
    path("admin/login/", LoginView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("concept_pages.urls")),
    path("", include(decorate_urlpatterns(wagtail_urls.urlpatterns, reading_view))),
]
