"""The list of deputies in the admin: one's own, and those of people whom one looks after."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper

from workflows.people import name_of

from ...access.accounts import looked_after
from ...access.claims import claimant_of, handed_on
from ...access.deputies import not_over, under_way
from ...access.grants import Grants, grants_of
from ...access.sentences import kept_back_said, names, roles_said
from ...actions.deputies import DeputyRefused, end_deputyship, may_end, may_name_for
from ...models import Deputyship
from ...queries.people import visible_people
from ..lists import ListView, RightsAdmin, RightsHelper, SaysWhy
from ..row_views import CreateView, DeleteView, EditView
from .forms import DeputyForm


class DeputyRights(RightsHelper):
    """Who sees, names and ends deputies; accounts decide, not service groups."""

    def user_can_create(self, user: Any) -> bool:
        """Return True: everybody may name a deputy for herself."""
        return True

    def user_can_see_obj(self, user: Any, obj: Deputyship) -> bool:
        """Return whether it is hers, or that of somebody in her list of people."""
        mine = user.pk in (obj.person_id, obj.deputy_id)
        return mine or visible_people(user).filter(pk=obj.person_id).exists()

    def user_can_edit_obj(self, user: Any, obj: Deputyship) -> bool:
        """Return whether she could have named it, and it is not over."""
        named = may_name_for(
            user,
            obj.person,
            with_administrative=obj.with_administrative,
            looked_after=getattr(obj, "looked_after", None),
        )
        return named and not is_over(obj)

    def user_can_delete_obj(self, user: Any, obj: Deputyship) -> bool:
        """Return whether she may end it now."""
        known = getattr(obj, "looked_after", None)
        return may_end(user, obj, looked_after=known) and not is_over(obj)

    def may_add(self, grants: Grants) -> bool:
        """Return True, as above."""
        return True


class DeputyButtons(ButtonHelper):
    """The buttons of a row; nothing is deleted here, but ended."""

    def delete_button(self, pk: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the button that ends it."""
        button: dict[str, Any] = super().delete_button(pk, *args, **kwargs)
        return button | {"label": _("End now"), "title": _("End this deputyship now")}


class StateFilter(SimpleListFilter):
    """Deputyships by whether they hold today."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("current", _("current")), ("future", _("future")), ("over", _("ended"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Deputyship]
    ) -> QuerySet[Deputyship]:
        """Return the deputyships in the chosen state."""
        conditions = {
            "current": under_way(),
            "future": not_over() & Q(starts_on__gt=timezone.localdate()),
            "over": ~not_over(),
        }
        chosen = conditions.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen)


class DeputyListView(ListView):
    """The list, whose rows know whom the person looks after: found out once for all of them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add it to the rows of this page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        known = looked_after(self.request.user, [row.person for row in rows])
        for row in rows:
            row.looked_after = known
        return context | {"object_list": rows}


class DeputyCreateView(SaysWhy, CreateView):
    """Names a deputy."""

    refusals = (DeputyRefused,)

    def get_success_message(self, instance: Deputyship) -> str:
        """Return who acts for whom, and with which roles."""
        person = claimant_of(instance.person, grants_of(self.request.user).roles)
        all_roles = instance.with_administrative
        said = _("%(deputy)s is deputy of %(person)s, with these roles: %(roles)s.") % {
            "deputy": name_of(instance.deputy),
            "person": name_of(instance.person),
            "roles": roles_said(handed_on(person, with_administrative=all_roles), names()),
        }
        kept = kept_back_said(person, with_administrative=all_roles)
        return " ".join(filter(None, [said, kept]))


class _UnlessOver:
    """A view of a deputyship that is not over; where it is, it says so and leads to the list."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead whoever sees it there; others are refused as ever."""
        view: Any = self
        row = view.instance
        sees = row is not None and view.permission_helper.user_can_see_obj(request.user, row)
        if not (sees and is_over(row)):
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        messages.warning(request, _("This deputyship is over. Name a new one."))
        return redirect(view.index_url)


class DeputyEditView(_UnlessOver, SaysWhy, EditView):
    """Changes days and reason."""

    refusals = (DeputyRefused,)


class DeputyEndView(_UnlessOver, DeleteView):
    """Ends a deputyship now; what was done under it keeps both names."""

    page_title = gettext_lazy("End a deputyship")
    deed = gettext_lazy("End the deputyship")

    def confirmation_message(self) -> str:
        """Say what ends and what stays."""
        return _(
            "%(deputy)s loses the roles of %(person)s at once. What she did as a deputy keeps both "
            "names, and both still count as one for what was submitted meanwhile."
        ) % {"deputy": name_of(self.instance.deputy), "person": name_of(self.instance.person)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End it, or say why not."""
        try:
            end_deputyship(self.instance, by=request.user)
        except DeputyRefused as reason:
            messages.error(request, reason.sentence)
        else:
            messages.success(request, _("The deputyship has ended."))
        return redirect(self.index_url)


class DeputyAdmin(RightsAdmin):
    """The list of deputies."""

    model = Deputyship
    menu_label = gettext_lazy("Deputies")
    menu_icon = "user"
    menu_order = 265
    base_url_path = "deputies"
    permission_helper_class = DeputyRights
    button_helper_class = DeputyButtons
    index_view_class = DeputyListView
    create_view_class = DeputyCreateView
    edit_view_class = DeputyEditView
    delete_view_class = DeputyEndView
    inspect_view_enabled = False
    list_display = ("principal", "acting", "days", "state", "scope")
    list_filter = (StateFilter,)
    list_select_related = ("person", "deputy")
    search_fields = (
        "person__username",
        "person__last_name",
        "deputy__username",
        "deputy__last_name",
    )
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("person"),
                    HelpPanel(template="concept_pages/admin/deputy_roles.html"),
                    FieldPanel("deputy"),
                ],
                heading=gettext_lazy("Who"),
            ),
            MultiFieldPanel(
                [FieldPanel("starts_on"), FieldPanel("ends_on")], heading=gettext_lazy("When")
            ),
            FieldPanel("reason"),
            FieldPanel("with_administrative"),
        ],
        base_form_class=DeputyForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deputyship]:
        """Return the deputyships that concern the person or those whom she looks after."""
        rows: QuerySet[Deputyship] = super().get_queryset(request)
        mine = Q(person=request.user) | Q(deputy=request.user)
        return rows.filter(mine | Q(person__in=visible_people(request.user).values("pk")))

    def principal(self, row: Deputyship) -> str:
        """Return for whom somebody acts."""
        return name_of(row.person)

    principal.short_description = gettext_lazy("Person")  # type: ignore[attr-defined]
    principal.admin_order_field = "person__last_name"  # type: ignore[attr-defined]

    def acting(self, row: Deputyship) -> str:
        """Return who acts."""
        return name_of(row.deputy)

    acting.short_description = gettext_lazy("Deputy")  # type: ignore[attr-defined]
    acting.admin_order_field = "deputy__last_name"  # type: ignore[attr-defined]

    def days(self, row: Deputyship) -> str:
        """Return from when until when."""
        return f"{date_format(row.starts_on)} – {date_format(row.ends_on)}"

    days.short_description = gettext_lazy("When")  # type: ignore[attr-defined]
    days.admin_order_field = "starts_on"  # type: ignore[attr-defined]

    def state(self, row: Deputyship) -> str:
        """Return whether it holds today."""
        if is_over(row):
            return _("ended")
        return _("future") if row.starts_on > timezone.localdate() else _("current")

    state.short_description = gettext_lazy("State")  # type: ignore[attr-defined]

    def scope(self, row: Deputyship) -> str:
        """Return which roles are handed on."""
        return _("all roles") if row.with_administrative else _("ordinary roles")

    scope.short_description = gettext_lazy("Hands on")  # type: ignore[attr-defined]


def is_over(row: Deputyship) -> bool:
    """Return whether a deputyship has ended."""
    return row.ended_at is not None or row.ends_on < timezone.localdate()
