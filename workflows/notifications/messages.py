"""What a notice says about a move, in the language of who gets it.

Mails leave the house: they name the page, whose title is never confidential, and say where to read
on. Comments and answers stay inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin.utils import get_admin_base_url

from ..states import Move, State
from ..words import RAISE_DEMAND
from .audiences import Audience, authors, editors, reviewers, reviewers_and_authors

if TYPE_CHECKING:
    from ..pages import LifecyclePage
    from ..records import Submission, TransitionLog


@dataclass(frozen=True)
class Message:
    """What is said about a kind of move, to whom, and where it leads."""

    subject: str | Promise
    body: str | Promise
    audience: Audience
    url_name: str = "wagtailadmin_pages:edit"
    preference: str = ""
    """The switch in a person's account that turns such notices off; empty where there is none."""


@dataclass(frozen=True)
class Notice:
    """One message to one person, ready to be delivered."""

    recipient: str
    subject: str
    body: str


NEXT_STEP = "next_step"
RELEASED = "released"
COMMENTED = "commented"

MESSAGES: dict[str, Message] = {
    Move.SUBMIT: Message(
        gettext_lazy("Please review: %(title)s"),
        gettext_lazy("%(person)s submitted “%(title)s” for review. It waits for your decision."),
        reviewers,
        "lifecycle:review",
        "submitted_notifications",
    ),
    NEXT_STEP: Message(
        gettext_lazy("Please review: %(title)s"),
        gettext_lazy("%(person)s approved “%(title)s”. Now it waits for your decision."),
        reviewers,
        "lifecycle:review",
        "submitted_notifications",
    ),
    RELEASED: Message(
        gettext_lazy("Released: %(title)s"),
        gettext_lazy("%(person)s approved “%(title)s”. Version %(number)s is released."),
        authors,
        "lifecycle:history",
        "approved_notifications",
    ),
    Move.REQUEST_CHANGES: Message(
        gettext_lazy("Changes requested: %(title)s"),
        gettext_lazy("%(person)s requested changes to “%(title)s”. The page says which."),
        authors,
        preference="rejected_notifications",
    ),
    Move.WITHDRAW: Message(
        gettext_lazy("Withdrawn: %(title)s"),
        gettext_lazy("%(person)s withdrew “%(title)s”. It need not be reviewed any more."),
        reviewers_and_authors,
        "lifecycle:history",
        "submitted_notifications",
    ),
    Move.RETIRE: Message(
        gettext_lazy("Retired: %(title)s"),
        gettext_lazy("%(person)s retired “%(title)s”. Readers do not see it any more."),
        editors,
        "lifecycle:history",
    ),
    RAISE_DEMAND: Message(
        gettext_lazy("Review demanded: %(title)s"),
        gettext_lazy("Please look at “%(title)s” again. The page says why."),
        editors,
    ),
    COMMENTED: Message(
        gettext_lazy("New comments: %(title)s"),
        gettext_lazy("%(person)s commented on “%(title)s”."),
        editors,
    ),
}


def kind_of(entry: TransitionLog) -> str:
    """Return under which kind of message an entry of the log is told."""
    if entry.move != Move.APPROVE:
        return entry.move
    return RELEASED if entry.target == State.APPROVED else NEXT_STEP


def notices_about(
    page: LifecyclePage, entry: TransitionLog, submission: Submission | None
) -> list[Notice]:
    """Return the notices about a move; none for moves that concern nobody else."""
    message = MESSAGES.get(kind_of(entry))
    if message is None:
        return []
    people = message.audience(page, submission).exclude(pk=entry.by_id)
    facts = {
        "person": entry.by_said,
        "number": entry.release.number if entry.release else "",
    }
    return written(message, page, people, facts)


def written(
    message: Message, page: LifecyclePage, people: Any, facts: dict[str, str]
) -> list[Notice]:
    """Write a message to each of some people who has an address and wants such notices."""
    url = get_admin_base_url() + reverse(message.url_name, args=[page.pk])
    return [
        _write(message, page, person, facts, url)
        for person in people.select_related("wagtail_userprofile").distinct()
        if person.email and _wants(person, message.preference)
    ]


def _write(
    message: Message, page: LifecyclePage, person: Any, facts: dict[str, str], url: str
) -> Notice:
    with override(_language_of(person)):
        said = {**facts, "title": str(page.get_admin_display_title())}
        lines = [str(message.body) % said, url, _("This message was sent by %(site)s.")
                 % {"site": settings.WAGTAIL_SITE_NAME}]  # fmt: skip
        subject = " ".join((str(message.subject) % said).split())  # a title may hold line breaks
    return Notice(person.email, subject, "\n\n".join(lines) + "\n")


def _profile_of(person: Any) -> Any:
    return getattr(person, "wagtail_userprofile", None)


def _wants(person: Any, preference: str) -> bool:
    profile = _profile_of(person)
    return not preference or profile is None or bool(getattr(profile, preference))


def _language_of(person: Any) -> str:
    profile = _profile_of(person)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
