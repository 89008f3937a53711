"""The list of the concepts that a person works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from workflows.records.lifecycle import STATE_LABELS

from ...access.grants import grants_of
from ...access.rights import CONCEPT_EDITOR_RIGHTS, TAILORING_RIGHTS
from ...definition.completeness import Progress
from ...models import ConceptPage, ServiceGroupPage, TemplatePage
from ...queries.concepts import CONCEPT_WORK_RIGHTS, concepts_at_work
from ...queries.marks import with_marked
from ...queries.progress import progress_of
from ...queries.templates_in_use import (
    TemplateInUse,
    released_templates,
    resting_on_template,
    templates_of,
)
from ...queries.upgrades import behind_their_template
from ..row_choices import OfRows


def _my_groups(request: HttpRequest) -> QuerySet[ServiceGroupPage]:
    scope = grants_of(request.user).where_any(CONCEPT_WORK_RIGHTS)
    groups = ServiceGroupPage.objects.only("title", "title_en", "path").order_by("title")
    return groups if scope.everywhere else groups.filter(pk__in=scope.groups)


class TitledChoices(OfRows, django_filters.fields.ModelChoiceField):
    """Pages to choose from, named in the language of the screen."""

    def label_from_instance(self, page: ServiceGroupPage | TemplatePage) -> str:
        """Return the name of a page."""
        return page.display_title()


class ServiceGroupFilter(django_filters.ModelChoiceFilter):
    """Concepts of one service group: its pages lie below it."""

    field_class = TitledChoices

    def filter(
        self, concepts: QuerySet[ConceptPage], group: ServiceGroupPage | None
    ) -> QuerySet[ConceptPage]:
        """Return the concepts of the chosen group."""
        return concepts.filter(path__startswith=group.path) if group else concepts


class OnlyThese(forms.CheckboxInput):
    """A checkbox that filters when it is ticked; otherwise it is no filter that is shown as set."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return True or nothing."""
        return super().value_from_datadict(data, files, name) or None


class TemplateFilter(django_filters.ModelChoiceFilter):
    """Concepts whose draft rests on one template, on whichever of its versions."""

    field_class = TitledChoices

    def filter(
        self, concepts: QuerySet[ConceptPage], template: TemplatePage | None
    ) -> QuerySet[ConceptPage]:
        """Return the concepts of the chosen template."""
        return resting_on_template(concepts, template) if template else concepts


class ConceptFilters(WagtailFilterSet):
    """By service group, state and template, and by what the template has brought or would bring."""

    group = ServiceGroupFilter(queryset=_my_groups, label=gettext_lazy("Service group"))
    state = django_filters.ChoiceFilter(
        field_name="lifecycle__state",
        label=gettext_lazy("State"),
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
    )
    template = TemplateFilter(
        queryset=lambda _request: released_templates(), label=gettext_lazy("Template")
    )
    marked = django_filters.BooleanFilter(
        method="filter_marked",
        label=gettext_lazy("New or changed questions"),
        widget=OnlyThese,
    )
    outdated = django_filters.BooleanFilter(
        method="filter_outdated",
        label=gettext_lazy("Newer template version available"),
        widget=OnlyThese,
    )

    class Meta:
        model = ConceptPage
        fields: list[str] = []

    def filter_marked(self, concepts: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the concepts with marks that the person sees, if only those are wanted."""
        return concepts.filter(marked__gt=0) if value else concepts

    def filter_outdated(
        self, concepts: QuerySet[ConceptPage], name: str, value: bool
    ) -> QuerySet[ConceptPage]:
        """Return the concepts whose draft rests on an older version, if only those are wanted."""
        return behind_their_template(concepts) if value else concepts


@dataclass(frozen=True)
class Row:
    """A concept as the list shows it; `page.marked` is how much the person finds marked in it."""

    page: ConceptPage
    progress: Progress | None
    template: TemplateInUse | None
    may_open: bool
    may_tailor: bool


class ConceptListView(BaseListingView):
    """The concepts of the person's service groups, the ones edited last first."""

    model = ConceptPage
    page_title = gettext_lazy("Security concepts")
    header_icon = "doc-full-inverse"
    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "concept_pages/admin/concept_list_results.html"
    index_url_name = "concepts:index"
    index_results_url_name = "concepts:index_results"
    verbose_name_plural = gettext_lazy("security concepts")
    filterset_class = ConceptFilters
    default_ordering = "-latest_revision_created_at"
    is_searchable = True
    paginate_by = 20
    # The columns are laid out by the template; here they say by what the list can be sorted.
    columns = [
        Column("title", sort_key="title"),
        Column("edited", sort_key="latest_revision_created_at"),
        Column("next_review", sort_key="lifecycle__next_review_on"),
        Column("marked", sort_key="marked"),
    ]

    def get_base_queryset(self) -> QuerySet[ConceptPage]:
        """Return what the person may see, loaded with all that a row shows."""
        return with_marked(concepts_at_work(self.request.user), self.request.user)

    def search_queryset(self, queryset: QuerySet[ConceptPage]) -> QuerySet[ConceptPage]:
        """Return the concepts whose title or services contain each of the words."""
        for word in self.search_query.split():
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(title_en__icontains=word)
                | Q(services__name_de__icontains=word)
                | Q(services__name_en__icontains=word)
            )
        return queryset.distinct() if self.is_searching else queryset

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new concept, for those who may start one somewhere."""
        if not grants_of(self.request.user).where("concept.create"):
            return []
        label = _("New security concept")
        return [HeaderButton(label, url=reverse("concepts:new"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template needs; rows instead of Wagtail's table of column objects."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        found, templates = progress_of(pages), templates_of(pages)
        grants = grants_of(self.request.user)
        scope, tailors = grants.where_any(CONCEPT_EDITOR_RIGHTS), grants.where_any(TAILORING_RIGHTS)
        rows = [
            Row(
                page,
                found.get(page.pk),
                templates.get(page.pk),
                may_open=scope.includes_page(page),
                may_tailor=page.is_editable and tailors.includes_page(page),
            )
            for page in pages
        ]
        styles = forms.Media(css={"all": ["concept_pages/css/concept-editor.css"]})
        return context | {"rows": rows, "object_list": pages, "media": context["media"] + styles}
