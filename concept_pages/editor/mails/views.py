"""The list of mails: what waits, what failed and why, what was sent; never what a mail says.

Whoever looks after accounts everywhere (`user.edit`) sees it: a mail mostly fails because of the
address of an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from post_office.models import STATUS
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.notifications.queue import WAITING, mails

from ...access.grants import grants_of
from ...actions.mails import delete_mails, send_again
from .reasons import reason_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

RIGHT = "user.edit"

ON_ONE_PAGE = 50

STATES = {
    "failed": (gettext_lazy("failed"), (STATUS.failed,)),
    "waiting": (gettext_lazy("waiting"), WAITING),
    "sent": (gettext_lazy("sent"), (STATUS.sent,)),
}
"""What can be filtered by: the word in the address, the word on the screen, the states."""


def label_of(state: str) -> Any:
    """Return the word on the screen; without a mail server, nothing is sent to anybody."""
    if state == "sent" and not settings.EMAIL_HOST:
        return _("written to a file")
    return STATES[state][0] if state else ""


def may_see_mails(user: Any) -> bool:
    """Return whether a person looks after accounts everywhere."""
    return grants_of(user).where(RIGHT).everywhere


@dataclass(frozen=True)
class Row:
    """One mail as the list prints it."""

    pk: int
    to: str
    subject: str
    state: str
    label: Any
    created: datetime
    attempts: int
    reason: str
    next_attempt: datetime | None
    sent_at: datetime | None


class MailsView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the mails and takes failed ones up again."""

    template_name = "concept_pages/admin/mails.html"
    page_title = gettext_lazy("Mails")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who looks after accounts."""
        if not may_see_mails(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the home page to here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mails asked for."""
        state, words = self.request.GET.get("state", ""), self.request.GET.get("q", "").strip()
        found = _found(state, words)
        page = Paginator(found, ON_ONE_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "states": [(word, label_of(word)) for word in STATES],
            "folder": "" if settings.EMAIL_HOST else settings.EMAIL_FILE_PATH,
            "state": state if state in STATES else "",
            "words": words,
            "page": page,
            "rows": [_row(mail) for mail in page],
            "failed": mails().filter(status=STATUS.failed).count(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try failed mails again, or give them up: one of them or all."""
        act = delete_mails if request.POST.get("do") == "discard" else send_again
        count = act(_chosen(request.POST.get("mail", "")), by=request.user)
        if not count:
            messages.warning(
                request, _("Nothing was changed: the mail is not a failed one any more.")
            )
        elif act is delete_mails:
            said = ngettext("%(count)d mail was deleted.", "%(count)d mails were deleted.", count)
            messages.success(request, said % {"count": count})
        else:
            said = ngettext(
                "%(count)d mail waits to be sent again.",
                "%(count)d mails wait to be sent again.",
                count,
            )
            messages.success(request, said % {"count": count})
        return redirect("secdoc_mails:index")


def _found(state: str, words: str) -> QuerySet[Any]:
    """Return the mails in a state with some words in address or subject."""
    found = mails().prefetch_related("logs")
    if state in STATES:
        found = found.filter(status__in=STATES[state][1])
    if words:
        found = found.filter(to__icontains=words) | found.filter(subject__icontains=words)
    return found


def _chosen(key: str) -> QuerySet[Any]:
    """Return the mail of a key, or every one for “all”."""
    if key == "all":
        return mails()
    return mails().filter(pk=key) if key.isdecimal() else mails().none()


def _row(mail: Any) -> Row:
    word = next((word for word, (_label, states) in STATES.items() if mail.status in states), "")
    logs = list(mail.logs.all())
    return Row(
        pk=mail.pk,
        to=", ".join(mail.to),
        subject=mail.subject,
        state=word,
        label=label_of(word),
        created=mail.created,
        attempts=mail.number_of_retries or 0,
        reason=reason_of(logs[-1]) if logs else "",
        next_attempt=mail.scheduled_time if word == "waiting" and logs else None,
        sent_at=mail.last_updated if word == "sent" else None,
    )


class MailsMenuItem(MenuItem):
    """The mails in the menu of settings, for those who may see them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may see them."""
        return may_see_mails(request.user)


def mails_menu_item() -> MailsMenuItem:
    """Return the entry of the menu."""
    address = reverse("secdoc_mails:index")
    return MailsMenuItem(gettext_lazy("Mails"), address, icon_name="mail", order=950)


def mail_urls() -> list[URLPattern]:
    """Return the addresses below /admin/mails/."""
    return [path("", MailsView.as_view(), name="index")]
