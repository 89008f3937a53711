"""The URLs of the reading side and of exports."""

from django.urls import URLPattern, URLResolver

app_name = "concept_pages"

urlpatterns: list[URLPattern | URLResolver] = []
