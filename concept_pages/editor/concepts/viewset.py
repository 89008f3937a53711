"""Concepts in Wagtail's admin: their list, how they are started, and how they are edited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import page_viewset_registry

from workflows.views.viewset import LifecycleViewSet

from ...access.grants import grants_of
from ...models import ConceptPage
from ...queries.concepts import CONCEPT_WORK_RIGHTS
from ..access import WhoHasAccessView
from ..tailoring import own_questions
from ..tailoring.views import TailorView
from ..upgrades import views as upgrades
from . import endpoints, parked
from .compare import ConceptCompareView
from .create import NewConceptView
from .edit import ConceptEditView
from .list import ConceptListView


class ConceptsViewSet(ViewSet):
    """The list of concepts, the way to a new one, and what the editor's scripts ask for."""

    name = "concepts"
    url_prefix = "concepts"
    icon = "doc-full-inverse"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses below /admin/concepts/."""
        return [
            path("", ConceptListView.as_view(), name="index"),
            path("results/", ConceptListView.as_view(results_only=True), name="index_results"),
            path("new/", NewConceptView.as_view(), name="new"),
            path("services/", endpoints.services, name="services"),
            path("<row:page_id>/upgrade/", upgrades.upgrade_concept, name="upgrade"),
            path(
                "<row:page_id>/parked/<str:parked_id>/",
                parked.settle_parked,
                name="settle_parked",
            ),
            path("<row:page_id>/access/", WhoHasAccessView.as_view(), name="access"),
            path("<row:page_id>/tailor/", TailorView.as_view(), name="tailor"),
            *own_question_urls(),
            path("<row:page_id>/upload/", endpoints.upload, name="upload"),
            path("files/<row:pk>/", endpoints.attachment, name="attachment"),
        ]


def own_question_urls() -> list[URLPattern]:
    """Return the addresses of the questions that one service adds."""
    chapter, question = own_questions.ChapterView.as_view(), own_questions.QuestionView.as_view()
    return [
        path("<row:page_id>/own/chapter/new/", chapter, name="own_chapter_new"),
        path("<row:page_id>/own/chapter/<slug:key>/", chapter, name="own_chapter"),
        path("<row:page_id>/own/question/new/", question, name="own_question_new"),
        path("<row:page_id>/own/question/<slug:key>/", question, name="own_question"),
        path(
            "<row:page_id>/own/<slug:key>/remove/",
            own_questions.RemoveView.as_view(),
            name="own_remove",
        ),
        path("<row:page_id>/own/<slug:key>/move/", own_questions.move, name="own_move"),
    ]


class ConceptPageViewSet(LifecycleViewSet):
    """The views of pages with a lifecycle, with our own ways to edit a concept and to start one."""

    edit_view_class = ConceptEditView
    revisions_compare_view_class = ConceptCompareView

    def on_register(self) -> None:
        """Take over for concepts."""
        page_viewset_registry.register(ConceptPage, self)

    @property
    def add_view(self) -> Any:
        """Starting a concept begins with its services, wherever Wagtail offers it."""
        return start_with_services


def start_with_services(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Lead from Wagtail's "add child page" to our form."""
    return redirect("concepts:new")


class ConceptsMenuItem(MenuItem):
    """The list of concepts in the menu, for those who work with some."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person works with concepts of any service group."""
        return bool(grants_of(request.user).where_any(CONCEPT_WORK_RIGHTS))


def concepts_menu_item() -> ConceptsMenuItem:
    """Return the entry of the main menu."""
    return ConceptsMenuItem(
        _("Security concepts"), reverse("concepts:index"), icon_name="doc-full-inverse", order=10
    )
