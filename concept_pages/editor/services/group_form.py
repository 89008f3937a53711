"""The form of a service group: one “Save”, in force at once, in the place of Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.models import fields_for_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry

from workflows.rights import authority

from ...access.grants import grants_of
from ...actions.service_groups import KeyTaken, change_group, create_group
from ...definition.catalogue import differing, facts_of
from ...definition.elements import Text
from ...models import ConceptIndexPage, ServiceGroupPage
from ...models.fields import say_shape_of_key
from ...queries.catalogue import group_entry
from ...queries.catalogue_words import differences_in_words
from ..access import may_see_access
from ..overtaken import NoticesChanges
from ..roles.forms import places_to_give
from .group_deletion import GroupDeleteView

LIST = "service-groups_modeladmin_index"
FIELDS = ("title", "title_en", "key", "comment")


class GroupForm(NoticesChanges, forms.Form):
    """The names, the key and the comment of a service group."""

    overtaken = gettext_lazy(
        "Somebody has changed this service group since you opened it: %(changes)s. What you "
        "entered is still here. Saving again replaces those changes."
    )

    def __init__(self, *args: Any, group: ServiceGroupPage | None, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = fields_for_model(ServiceGroupPage, FIELDS)
        self.fields |= {name: fields[name] for name in FIELDS}
        fields["title"].label = capfirst(_("German name"))
        fields["title_en"].label = capfirst(_("English name"))
        fields["title"].help_text = ""
        say_shape_of_key(fields["key"])
        # A key is chosen once: files and answers refer to it.
        fields["key"].disabled = group is not None

    def clean_key(self) -> str:
        """Refuse the key of another group."""
        key: str = self.cleaned_data["key"]
        if not self.fields["key"].disabled and ServiceGroupPage.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a service group with this key already."))
        return key

    def stored(self) -> dict[str, Any] | None:
        """Return the group as it is stored."""
        return facts_of(group_entry(self.group)) if self.group else None

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the group has changed."""
        return differences_in_words(differing(before, now))

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.cleaned_data["title"], self.cleaned_data["title_en"])


class _GroupView(WagtailAdminTemplateMixin, FormView):
    """What creating and changing have in common; `group` is None for a new one."""

    template_name = "concept_pages/admin/service_group.html"
    header_icon = "folder-open-inverse"
    form_class = GroupForm
    group: ServiceGroupPage | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the usual, and which group it is about."""
        return super().get_form_kwargs() | {"group": self.group}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of service groups to here."""
        items = [{"url": reverse(LIST), "label": _("Service groups")}]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]


class GroupCreateView(_GroupView):
    """A new service group; whoever creates it is led on to giving roles for it."""

    page_title = gettext_lazy("New service group")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who creates service groups; they lie below one page only."""
        index = get_object_or_404(ConceptIndexPage, pk=kwargs["parent_page_id"])
        if not authority().may(request.user, index.add_right, index):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: GroupForm) -> HttpResponse:
        """Create the group, and lead on to its roles where she may give some."""
        asked = form.cleaned_data
        try:
            group = create_group(
                key=asked["key"], name=form.name, comment=asked["comment"], by=self.request.user
            )
        except KeyTaken as reason:  # by somebody who was faster
            form.add_error("key", reason.sentence)
            return self.form_invalid(form)
        said = _("The service group “%(group)s” was created.") % {"group": group.display_title()}
        if not places_to_give(grants_of(self.request.user)).filter(pk=group.pk).exists():
            messages.success(self.request, said)
            return redirect(LIST)
        lead = _("Nobody holds a role for it yet. Choose here who works on its concepts.")
        messages.success(self.request, f"{said} {lead}")
        return redirect(f"{reverse('assignments:give')}?places={group.pk}")


class GroupEditView(_GroupView):
    """The name and the comment of a service group."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who edits the services of the group."""
        group = self.group = self._group(kwargs["page_id"])
        if not authority().may(request.user, group.edit_right, group):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the name of the group."""
        return self.group.display_title() if self.group else ""

    def get_initial(self) -> dict[str, Any]:
        """Return the group as it is."""
        return {name: getattr(self.group, name) for name in FIELDS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the group, and whether the person may see who has access to it."""
        sees = bool(self.group and may_see_access(self.request.user, self.group))
        return super().get_context_data(group=self.group, sees_access=sees, **kwargs)

    def form_valid(self, form: GroupForm) -> HttpResponse:
        """Save the group, for readers at once."""
        asked = form.cleaned_data
        changed = change_group(
            self._group(self.kwargs["page_id"]),
            name=form.name,
            comment=asked["comment"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            _("The service group “%(group)s” was saved.") % {"group": changed.display_title()},
        )
        return redirect(LIST)

    def _group(self, pk: int) -> ServiceGroupPage:
        group = ServiceGroupPage.objects.filter(pk=pk).first()
        if group is None:
            raise Http404
        return group


class GroupViewSet(PageViewSet):
    """Wagtail's views of pages, with our form of a service group at the usual addresses.

    `model` stays Wagtail's page: the views look pages up by it.
    """

    def on_register(self) -> None:
        """Take over for service groups."""
        page_viewset_registry.register(ServiceGroupPage, self)

    @cached_property
    def add_view(self) -> Any:
        """The form of a new group."""
        return GroupCreateView.as_view()

    @cached_property
    def edit_view(self) -> Any:
        """The form of a group."""
        return GroupEditView.as_view()

    @cached_property
    def delete_view(self) -> Any:
        """The question before a group is deleted, or what still belongs to it."""
        return GroupDeleteView.as_view()
