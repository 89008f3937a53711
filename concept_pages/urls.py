"""The URLs of the reading side and of exports; `reading.doors` guards each of them."""

from django.urls import URLPattern, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .reading.account import account, choose_notices
from .reading.archive import archive, archived
from .reading.choose_password import ChoosePasswordView
from .reading.doors import reading_view
from .reading.exports import export
from .reading.forgotten_password import forgotten_password
from .reading.language import switch_language
from .reading.search import search
from .reading.second_factor import check, second_factor
from .reading.see_as import end_see_as
from .reading.session import LogoutView
from .reading.sessions import sessions
from .reading.tree import to_tree

app_name = "concept_pages"

urlpatterns: list[URLPattern] = [
    *decorate_urlpatterns(
        [
            path("search/", search, name="search"),
            path("tree/", to_tree, name="tree"),
            path("account/", account, name="account"),
            path("account/second-factor/", second_factor, name="second_factor"),
            path("account/sessions/", sessions, name="sessions"),
            path("second-factor/", check, name="second_factor_check"),
            path("account/notices/", choose_notices, name="notices"),
            path("archive/", archive, name="archive"),
            path("archive/<row:page_id>/", archived, name="archived"),
            path("export/<row:page_id>/<str:format>/", export, name="export"),
        ],
        reading_view,
    ),
    path("password/forgotten/", forgotten_password, name="forgotten_password"),
    path("password/<uid>/<token>/", ChoosePasswordView.as_view(), name="choose_password"),
    path("see-as/end/", end_see_as, name="see_as_end"),
    path("language/", switch_language, name="language"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
