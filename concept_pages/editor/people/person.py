"""The page of one person: her state, what she holds where, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.people import name_of

from ...access.accounts import may_look_after
from ...access.claims import Claim, claimant_of
from ...access.delegation import where_to_give
from ...access.grants import grants_of
from ...access.lock import locked_accounts
from ...access.sentences import Names, names, sentence_of_claim
from ...actions.password_links import good_for, last_link, send_link
from ...actions.passwords import has_local_password, may_have_local_password
from ...actions.people import NotYoursToChange, PersonKept, activate, deactivate, lift_lock
from ...models import ServiceGroupPage
from ...queries.departures import departure_of
from ...queries.people import STATES, is_told, state_of, visible_people
from ...queries.sessions import sessions_of
from ...requests.refusals import hidden
from ..access import may_see_access
from ..seeing.views import see_as_buttons
from .departure import sentences_of_departure
from .sign_in import sign_in_buttons

Deed = Callable[[Any, HttpRequest], str]
"""Does something with an account for who asks, and returns a word about it."""


def visible_person(request: HttpRequest, pk: Any) -> Any:
    """Return an account that the person who asks may see.

    Raises:
        Http404: there is none.
        Hidden: there is one, which she may not see.
    """
    try:
        people = get_user_model()._default_manager.select_related("password_state")
        person = people.get(pk=pk)
    except (ValueError, get_user_model().DoesNotExist):
        raise Http404 from None
    if not visible_people(request.user).filter(pk=person.pk).exists():
        raise hidden(request, name_of(person))
    return person


def page_of(person: Any) -> str:
    """Return the address of a person's page."""
    return reverse("wagtailusers_users:inspect", args=[person.pk])


def to_people() -> dict[str, Any]:
    """Return the way to the list of people, for the trail above a page."""
    return {"url": reverse("wagtailusers_users:index"), "label": _("People")}


def spoken_of_people(trail: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a trail of Wagtail's, in which the list of people is called what we call it."""
    people = to_people()
    for item in trail:
        yield people if item.get("url") == people["url"] else item


def gives_roles(by: Any) -> bool:
    """Return whether somebody may give any role anywhere."""
    grants = grants_of(by)
    return any(where_to_give(grants, role) for role in grants.roles.values())


@dataclass(frozen=True)
class HeldRole:
    """One row: what is held where, in a sentence, and the page that says why she may what there."""

    sentence: str
    why: str = ""


class PersonView(InspectView):
    """Shows a person, and offers what may be done."""

    page_title = gettext_lazy("Person")
    template_name = "concept_pages/admin/person.html"
    fields = ["username"]

    def get_object(self, queryset: Any = None) -> Any:
        """Return the account, if it is one that the asker sees."""
        return visible_person(self.request, self.pk)

    def get_page_subtitle(self) -> str:
        """Return the name."""
        return name_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of people to here; Wagtail's speaks of users."""
        return list(spoken_of_people(super().get_breadcrumbs_items()))

    def get_edit_url(self) -> str | None:
        """Return where the account is changed, for those who may."""
        may = self.user_has_permission("change") and may_look_after(self.request.user, self.object)
        return reverse(self.edit_url_name, args=[self.object.pk]) if may else None

    def get_delete_url(self) -> str | None:
        """Return where the account is deleted, for those who may."""
        may = may_look_after(self.request.user, self.object, "user.delete")
        return reverse(self.delete_url_name, args=[self.object.pk]) if may else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page says and offers."""
        by, person = self.request.user, self.object
        state = state_of(person, locked_accounts())
        claims = claimant_of(person, grants_of(by).roles).claims
        told = [claim for claim in claims if _is_told(claim, by)]
        return super().get_context_data(**kwargs) | {
            "person": person,
            "state": STATES[state],
            "state_key": state,
            "invitation": invitation_of(person),
            "held": list(self._held(told, names())),
            "hidden": len(claims) - len(told),
            "may_edit": may_look_after(by, person),
            "may_delete": bool(self.get_delete_url()),
            "is_self": by == person,
            "may_get_link": bool(person.email) and may_have_local_password(person),
            "has_password": has_local_password(person),
            "last_link": last_link(person),
            "gives_roles": gives_roles(by),
            "ways": [*sign_in_buttons(by, person), *see_as_buttons(person, by)],
        }

    def _held(self, claims: list[Claim], called: Names) -> Iterator[HeldRole]:
        places = {claim.holding.place.pk for claim in claims if claim.holding.place}
        pages = ServiceGroupPage.objects.in_bulk(places)
        for claim in claims:
            place = claim.holding.place
            why = ""
            if place and may_see_access(self.request.user, pages[place.pk]):
                why = reverse("concepts:access", args=[place.pk])
                why += f"?person={self.object.pk}&right=concept.read"
            yield HeldRole(sentence_of_claim(claim, [], called), why)


def _is_told(claim: Claim, by: Any) -> bool:
    place = claim.holding.place
    return is_told(by, claim.holding.role, place.pk if place else None)


def invitation_of(person: Any) -> str:
    """Return when somebody was invited who has not accepted yet, and whether the link has ended."""
    state = getattr(person, "password_state", None)
    if state is None or not state.is_invited:
        return ""
    words = {
        "date": date_format(localtime(state.link_sent_at), "DATETIME_FORMAT"),
        "person": state.link_sent_by,
    }
    if now() > state.link_sent_at + good_for(state.link_for):
        return _("Invited on %(date)s by %(person)s; the link has expired.") % words
    return _("Invited on %(date)s by %(person)s, not yet accepted.") % words


class DeactivateView(WagtailAdminTemplateMixin, TemplateView):
    """Asks before an account is deactivated, and says what that does; then does it."""

    template_name = "concept_pages/admin/person_deactivate.html"
    page_title = gettext_lazy("Deactivate a person")
    header_icon = "no-view"
    person: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the account, if it is one that the asker sees."""
        self.person = visible_person(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask those who may; to others nothing is offered."""
        if not may_look_after(request.user, self.person):
            raise PermissionDenied
        if request.user == self.person or not self.person.is_active:
            return redirect(page_of(self.person))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deactivate her, or say why not."""
        return do_with(request, self.person, _deactivate)

    def get_page_subtitle(self) -> str:
        """Return whom."""
        return name_of(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list of people, and from the person, to here."""
        person = {"url": page_of(self.person), "label": name_of(self.person)}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, to_people(), person, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return who it is, how many sessions end, and what nobody else would do."""
        return super().get_context_data(**kwargs) | {
            "name": name_of(self.person),
            "back": page_of(self.person),
            "sessions": len(sessions_of(self.person)),
            "missing": list(sentences_of_departure(departure_of(self.person))),
        }


def do_with(request: HttpRequest, person: Any, deed: Deed) -> HttpResponse:
    """Do something with an account, and go back to its page with a word about it, or why not."""
    try:
        messages.success(request, deed(person, request))
    except PersonKept as kept:
        messages.error(request, kept.sentence)
    return redirect(page_of(person))


class PersonActionView(View):
    """Does one thing with an account, and goes back to its page with a word about it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Lead whoever opens the address by hand to the person."""
        person = visible_person(request, pk)
        if verb not in VERBS:
            raise Http404
        return redirect(page_of(person))

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Do it, or say why not."""
        person = visible_person(request, pk)
        if verb not in VERBS:
            raise Http404
        return do_with(request, person, VERBS[verb])


def _send_link(person: Any, request: HttpRequest) -> str:
    if not may_look_after(request.user, person):
        raise NotYoursToChange("user.edit")
    if not person.is_active or not person.email or not may_have_local_password(person):
        raise PersonKept(_("A link can be sent to active people with an e-mail address only."))
    if not send_link(person, by=request.user, last=request.POST.get("last")):
        return _(
            "A link has been sent to %(address)s since you opened this page. Send another one only "
            "if that one does not arrive."
        ) % {"address": person.email}
    return _("A mail with a link is on its way to %(address)s.") % {"address": person.email}


def _deactivate(person: Any, request: HttpRequest) -> str:
    deactivate(person, by=request.user)
    return _("%(person)s is deactivated and can do nothing any more.") % {"person": name_of(person)}


def _activate(person: Any, request: HttpRequest) -> str:
    activate(person, by=request.user)
    return _("%(person)s is active again.") % {"person": name_of(person)}


def _lift_lock(person: Any, request: HttpRequest) -> str:
    lift_lock(person, by=request.user)
    return _("%(person)s can sign in again at once.") % {"person": name_of(person)}


VERBS: dict[str, Deed] = {
    "invite": _send_link,
    "activate": _activate,
    "unlock": _lift_lock,
}
