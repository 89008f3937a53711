"""The URLs of the reading side and of exports; `reading.doors` guards each of them."""

from django.urls import URLPattern, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .reading.account import account, choose_notices
from .reading.archive import archive, archived
from .reading.doors import reading_view
from .reading.exports import export
from .reading.language import switch_language
from .reading.search import search
from .reading.session import LogoutView
from .reading.tree import to_tree

app_name = "concept_pages"

urlpatterns: list[URLPattern] = [
    *decorate_urlpatterns(
        [
            path("search/", search, name="search"),
            path("tree/", to_tree, name="tree"),
            path("account/", account, name="account"),
            path("account/notices/", choose_notices, name="notices"),
            path("archive/", archive, name="archive"),
            path("archive/<int:page_id>/", archived, name="archived"),
            path("export/<int:page_id>/<str:format>/", export, name="export"),
        ],
        reading_view,
    ),
    path("language/", switch_language, name="language"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
