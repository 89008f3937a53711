"""Choosing a service in the admin: a list that can be searched, as there may be thousands."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from workflows.row_numbers import row_number, row_numbers

from ...models import Service


class ServiceSearch(BaseFilterForm):
    """Finds services by name or key."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name or key")}),
    )

    def filter(self, objects: QuerySet[Service]) -> QuerySet[Service]:
        """Return the services whose name or key contains the search term."""
        term = self.cleaned_data.get("q")
        if not term:
            return objects
        self.is_searching, self.search_query = True, term
        return objects.filter(
            Q(name_de__icontains=term) | Q(name_en__icontains=term) | Q(key__icontains=term)
        )


class _Listing:
    """What the window and its list of results have in common."""

    filter_form_class = ServiceSearch

    def get_object_list(self) -> QuerySet[Service]:
        """Return the services in operation; names are not confidential."""
        return Service.objects.filter(retired=False).select_related("group")

    @property
    def columns(self) -> list[Column]:
        """The columns: name, key (names may be equal) and group, in the language of the screen."""
        group = Column("group", label=_("Service group"), accessor=_group_name)
        named: list[Column] = super().columns  # type: ignore[misc] # a view comes after this
        return [*named, Column("key", label=_("Key")), group]


class ServiceChooseView(_Listing, ChooseView):
    """The window."""


class ServiceChooseResultsView(_Listing, ChooseResultsView):
    """The list of results in the window."""


class ServiceChosenView(ChosenView):
    """Hands the chosen service to the form; a word is none."""

    def get_object(self, pk: str) -> Service:
        """Return the service."""
        return get_object_or_404(Service, pk=row_number(pk))


class ServicesChosenView(ChosenMultipleView):
    """Hands several chosen services to the form; words are none."""

    def get_objects(self, pks: list[str]) -> QuerySet[Service]:
        """Return the services."""
        return Service.objects.filter(pk__in=row_numbers(pks))


class ServiceChooserViewSet(ChooserViewSet):
    """The chooser that forms of the admin use wherever they refer to a service."""

    model = Service
    icon = "tag"
    choose_one_text = _("Choose a service")
    choose_another_text = _("Choose another service")
    edit_item_text = _("Edit this service")
    choose_view_class = ServiceChooseView
    choose_results_view_class = ServiceChooseResultsView
    chosen_view_class = ServiceChosenView
    chosen_multiple_view_class = ServicesChosenView
    per_page = 15


def _group_name(service: Service) -> str:
    return service.group.display_title()


service_chooser = ServiceChooserViewSet("service_chooser", url_prefix="services/chooser")
