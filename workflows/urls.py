"""The addresses of lifecycle views, below the admin's own."""

from django.urls import path

from .views.history import HistoryView
from .views.moves import MoveView
from .views.review import ReviewView
from .views.session import session

app_name = "lifecycle"
urlpatterns = [
    path("session/", session, name="session"),
    path("<row:page_id>/review/", ReviewView.as_view(), name="review"),
    path("<row:page_id>/history/", HistoryView.as_view(), name="history"),
    path("<row:page_id>/move/<slug:slug>/", MoveView.as_view(), name="move"),
]
