"""What a notice says about a move, in the language of who gets it.

Mails leave the house: they name the page, whose title is never confidential, and say where to read
on. Comments and answers stay inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin.utils import get_admin_base_url

from ..people import said_to_act_lazily
from ..records import Delivery
from ..states import Move, State
from ..words import RAISE_DEMAND
from .audiences import (
    Audience,
    authors,
    editors,
    keepers,
    reviewers,
    reviewers_and_authors,
    superiors,
)

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
    subject_of_choice: str = ""
    """The field of `NoticeChoice` that decides how it comes; empty for tasks: always at once."""


@dataclass(frozen=True)
class Notice:
    """One message to one person, ready to be delivered."""

    recipient: str
    subject: str
    body: str
    person: int | None = None
    subject_of_choice: str = ""
    waits: bool = False
    """Whether the person wants it in her daily mail; `text` is what stands there."""
    text: str = ""


NEXT_STEP = "next_step"
RELEASED = "released"
COMMENTED = "commented"
REVIEW_NEAR = "review_near"
REVIEW_OVERDUE = "review_overdue"
REVIEW_ESCALATED = "review_escalated"

MESSAGES: dict[str, Message] = {
    Move.SUBMIT: Message(
        gettext_lazy("Please review: %(title)s"),
        gettext_lazy("%(person)s submitted “%(title)s” for review. It waits for your decision."),
        reviewers,
        "lifecycle:review",
    ),
    NEXT_STEP: Message(
        gettext_lazy("Please review: %(title)s"),
        gettext_lazy("%(person)s approved “%(title)s”. Now it waits for your decision."),
        reviewers,
        "lifecycle:review",
    ),
    RELEASED: Message(
        gettext_lazy("Released: %(title)s"),
        gettext_lazy("%(person)s approved “%(title)s”. Version %(number)s is released."),
        authors,
        "lifecycle:history",
        "released",
    ),
    Move.REQUEST_CHANGES: Message(
        gettext_lazy("Changes requested: %(title)s"),
        gettext_lazy("%(person)s requested changes to “%(title)s”. The page says which."),
        authors,
        subject_of_choice="returned",
    ),
    Move.WITHDRAW: Message(
        gettext_lazy("Withdrawn: %(title)s"),
        gettext_lazy("%(person)s withdrew “%(title)s”. It need not be reviewed any more."),
        reviewers_and_authors,
        "lifecycle:history",
        "returned",
    ),
    Move.RETIRE: Message(
        gettext_lazy("Retired: %(title)s"),
        gettext_lazy("%(person)s retired “%(title)s”. Readers do not see it any more."),
        editors,
        "lifecycle:history",
        "released",
    ),
    RAISE_DEMAND: Message(
        gettext_lazy("Review demanded: %(title)s"),
        gettext_lazy("Please look at “%(title)s” again. The page says why."),
        keepers,
        subject_of_choice="reviews",
    ),
    COMMENTED: Message(
        gettext_lazy("New comments: %(title)s"),
        gettext_lazy("%(person)s commented on “%(title)s”."),
        keepers,
        subject_of_choice="comments",
    ),
    REVIEW_NEAR: Message(
        gettext_lazy("Review due on %(date)s: %(title)s"),
        gettext_lazy(
            "“%(title)s” should be looked at again by %(date)s. Please check whether it still "
            "holds: if so, have it confirmed unchanged; if not, start a new version."
        ),
        keepers,
        subject_of_choice="reviews",
    ),
    REVIEW_OVERDUE: Message(
        gettext_lazy("Review overdue: %(title)s"),
        gettext_lazy(
            "“%(title)s” should have been looked at again by %(date)s. Please check whether it "
            "still holds: if so, have it confirmed unchanged; if not, start a new version."
        ),
        keepers,
        subject_of_choice="reviews",
    ),
    REVIEW_ESCALATED: Message(
        gettext_lazy("Review overdue: %(title)s"),
        gettext_lazy(
            "“%(title)s” should have been looked at again by %(date)s. Those who are responsible "
            "for it have been reminded; please see that it is done."
        ),
        superiors,
        subject_of_choice="reviews",
    ),
}
"""Those about comments and dates follow no move: comments are saved, dates come."""


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
        "person": said_to_act_lazily(entry.by_name, entry.for_name),
        "number": entry.release.number if entry.release else "",
    }
    return written(message, page, people, facts)


def written(
    message: Message, page: LifecyclePage, people: Any, facts: Mapping[str, object]
) -> list[Notice]:
    """Write a message to each of some people who has an address and wants such notices."""
    url = get_admin_base_url() + reverse(message.url_name, args=[page.pk])
    found = people.select_related("wagtail_userprofile", "notice_choice").distinct()
    return [
        _write(message, page, person, facts, url)
        for person in found
        if person.email and wanted(person, message.subject_of_choice) != Delivery.NONE
    ]


def _write(
    message: Message, page: LifecyclePage, person: Any, facts: Mapping[str, object], url: str
) -> Notice:
    with override(language_of(person)):
        facts = {**facts, "title": str(page.get_admin_display_title())}
        return addressed(
            person, message.subject, message.body, facts, url, message.subject_of_choice
        )


def addressed(
    person: Any,
    subject: str | Promise,
    body: str | Promise,
    facts: Mapping[str, object],
    url: str,
    subject_of_choice: str,
) -> Notice:
    """Return a notice to a person; her language is the active one."""
    said = _said(facts)
    text = "\n\n".join([str(body) % said, url])
    return Notice(
        recipient=person.email,
        subject=" ".join((str(subject) % said).split()),  # a title may hold line breaks
        body=f"{text}\n\n{closing()}\n",
        person=person.pk,
        subject_of_choice=subject_of_choice,
        waits=wanted(person, subject_of_choice) == Delivery.DAILY,
        text=text,
    )


def _said(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts as the language that is active writes them."""
    return {
        name: date_format(fact) if isinstance(fact, date) else fact for name, fact in facts.items()
    }


def closing() -> str:
    """Return the last line of every mail."""
    return _("This message was sent by %(site)s.") % {"site": settings.WAGTAIL_SITE_NAME}


def wanted(person: Any, subject_of_choice: str) -> str:
    """Return how a person wants notices about a subject; tasks have none and come at once."""
    choice = getattr(person, "notice_choice", None)
    if choice is None or not subject_of_choice:
        return Delivery.AT_ONCE
    return str(getattr(choice, subject_of_choice, Delivery.AT_ONCE))


def language_of(person: Any) -> str:
    """Return the language that a person chose, or the one of the site."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
