"""Groups of people in the admin: a name and members, without Wagtail's permissions.

Roles are the one source of rights; a group holds roles like a person does.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.log_actions import log
from wagtail.users.views.groups import GroupViewSet

from workflows.people import name_of

from ...access.grants import current_assignments
from ...access.people_groups import may_change_members
from ...actions.assignments import place_name
from ...actions.people_groups import GroupKept, delete_group, roles_of, save_group
from ..clashes import MayBeGone, done_already
from ..overtaken import NoticesChanges, replaced
from ..row_choices import RowChoices


class MembersWidget(forms.CheckboxSelectMultiple):
    """Boxes to tick, with a field above them that narrows the list."""

    class Media:
        css = {"all": ["concept_pages/css/people-groups.css"]}
        js = ("concept_pages/js/people-groups.js",)


class MembersField(RowChoices):
    """People by name and account."""

    widget = MembersWidget

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, and whether she cannot sign in."""
        name = name_of(obj)
        return name if obj.is_active else _("%(person)s, deactivated") % {"person": name}


class PeopleGroupForm(NoticesChanges, forms.ModelForm):
    """The name of a group, and who is in it."""

    overtaken = gettext_lazy(
        "Somebody has changed this group since you opened it: %(changes)s. What you entered is "
        "still here. Saving again replaces those changes."
    )
    members = MembersField(
        queryset=get_user_model()._default_manager.none(),
        required=False,
        label=gettext_lazy("Members"),
        help_text=gettext_lazy("Each of them has the roles of the group."),
    )

    class Meta:
        model = Group
        fields = ("name",)
        labels = {"name": gettext_lazy("Name")}

    def __init__(self, *args: Any, for_user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager
        there = people.filter(groups=self.instance.pk) if self.instance.pk else people.none()
        self.fields["members"].queryset = people.filter(
            Q(is_active=True) | Q(pk__in=there.values("pk"))
        ).order_by("last_name", "first_name", "username")
        self.fields["members"].initial = list(there.values_list("pk", flat=True))
        self.fields["members"].widget.attrs["data-people-search"] = _("Search people")
        if not may_change_members(for_user, self.instance):
            self.fields["members"].disabled = True
            self.fields["members"].help_text = _(
                "This group holds rights that you may not give. So you may not change its members."
            )

    def stored(self) -> dict[str, Any] | None:
        """Return the name and the members as they are until the group is saved."""
        if not self.instance.pk:
            return None
        members = {str(one.pk): name_of(one) for one in self.instance.user_set.order_by("pk")}
        return {"name": self.instance.name, "members": members}

    def said(self, before: dict[str, Any], now: dict[str, Any]) -> str:
        """Return in words how the name differs, and who came and went."""
        changes = []
        if before["name"] != now["name"]:
            changes.append(replaced(self.fields["name"].label, before["name"], now["name"]))
        for sentence, there, gone in (
            (_("has come: %(people)s"), now["members"], before["members"]),
            (_("has gone: %(people)s"), before["members"], now["members"]),
        ):
            if people := [name for key, name in there.items() if key not in gone]:
                changes.append(sentence % {"people": ", ".join(people)})
        return "; ".join(changes)

    def clean_name(self) -> str:
        """Refuse a group that differs from another one in capital letters only."""
        name: str = self.cleaned_data["name"]
        if Group.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a group of this name already."))
        return name


class GroupIndexView(IndexView):
    """Lists the groups with their members and roles; a row costs no query."""

    page_title = gettext_lazy("Groups of people")
    add_item_label = gettext_lazy("Add a group")
    search_fields = ("name",)
    paginate_by = 20

    def get_base_queryset(self) -> QuerySet[Group]:
        """Return the groups with what a row says about them."""
        held = current_assignments().select_related("role", "service_group")
        return Group.objects.annotate(size=Count("user")).prefetch_related(
            Prefetch("role_assignments", held)
        )

    @cached_property
    def columns(self) -> list[Column]:
        """The columns."""
        return [
            TitleColumn(
                "name", label=gettext_lazy("Name"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("size", label=gettext_lazy("Members")),
            Column("roles", label=gettext_lazy("Roles"), accessor=_roles_in_short),
        ]


def _roles_in_short(group: Any) -> str:
    return ", ".join(
        f"{one.role} ({place_name(one.service_group)})" for one in group.role_assignments.all()
    )


class _SavesGroup:
    """What adding and changing a group share."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks: members are for those who may give the roles."""
        return super().get_form_kwargs() | {"for_user": self.request.user}  # type: ignore[misc, attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the group, or say what keeps it."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except GroupKept as kept:
            form.add_error(getattr(kept, "field", None), kept.sentence)
            self.produced_error_message = kept.sentence
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_instance(self) -> Group:
        """Save the name and the members."""
        form, by = self.form, self.request.user  # type: ignore[attr-defined]
        group: Group = form.save(commit=False)
        action = "wagtail.edit" if group.pk else "wagtail.create"
        save_group(group, members=form.cleaned_data["members"], by=by)
        log(group, action, user=by)
        return group

    def get_success_message(self, instance: Any = None) -> str:
        """Say what happened."""
        return _("The group “%(group)s” was saved.") % {
            "group": self.object.name  # type: ignore[attr-defined]
        }


class GroupCreateView(_SavesGroup, CreateView):
    """Creates a group without any role; roles are given in the list of role assignments."""

    page_title = gettext_lazy("Add a group")

    def get_page_subtitle(self) -> str:
        """Return the heading; Wagtail's says only of what kind it is."""
        return _("Add a group")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list to here."""
        way = {"url": reverse(self.index_url_name), "label": _("Groups of people")}
        return [*self.breadcrumbs_items, way, {"url": "", "label": self.get_page_subtitle()}]


class GroupEditView(_SavesGroup, EditView):
    """Changes the name and the members of a group."""

    def get_side_panels(self) -> MediaContainer:
        """Return none: groups are not published, and the header leads to their history."""
        return MediaContainer()


class GroupDeleteView(MayBeGone, DeleteView):
    """Deletes a group that holds no role."""

    page_title = gettext_lazy("Delete a group")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say at once which roles keep the group."""
        if self.object is None:
            return done_already(request, self.index_url_name)
        self.held = roles_of(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, unless the group holds roles."""
        return self._keep() if self.held else super().get(request, *args, **kwargs)

    @property
    def confirmation_message(self) -> str:
        """What is lost and what stays."""
        count = self.object.user_set.count()
        return ngettext(
            "Delete the group “%(group)s”? It holds no role. The account of its member stays.",
            "Delete the group “%(group)s”? It holds no role. The accounts of its %(count)d members"
            " stay.",
            count,
        ) % {"group": self.object.name, "count": count}

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete the group, or say what keeps it."""
        name = self.object.name
        try:
            delete_group(self.object, by=self.request.user)
        except GroupKept as kept:
            messages.error(self.request, kept.sentence)
            return redirect(self._page())
        messages.success(self.request, _("The group “%(group)s” was deleted.") % {"group": name})
        return HttpResponseRedirect(reverse(self.index_url_name))

    def _keep(self) -> HttpResponse:
        words = {"group": self.object.name, "roles": ", ".join(self.held)}
        sentence = _("“%(group)s” holds roles and stays. First take from it: %(roles)s.") % words
        messages.error(self.request, sentence)
        return redirect(self._page())

    def _page(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


class PeopleGroupViewSet(GroupViewSet):
    """The screens for groups."""

    menu_label = gettext_lazy("Groups of people")
    template_prefix = ""
    index_view_class = GroupIndexView
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return our form."""
        return PeopleGroupForm
