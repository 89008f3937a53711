"""The addresses of lifecycle views outside of the admin."""

from django.urls import path

from .views.session import editor_session

app_name = "lifecycle_site"
urlpatterns = [path("<row:page_id>/session/", editor_session, name="editor_session")]
