"""Tells both people when a deputyship is made, changed or ended, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, override
from wagtail.admin.utils import get_admin_base_url

from workflows.notifications.delivery import deliver_later
from workflows.notifications.messages import Notice, addressed, language_of, wanted
from workflows.people import User, name_of
from workflows.records import Delivery

from ..access.claims import Claimant, claimant_of, handed_on
from ..access.grants import grants_of
from ..access.roles import effective_roles
from ..access.sentences import kept_back_said, names, roles_said
from ..models import AuditEntry, Deputyship
from ..queries.waiting import waiting_for_both

SUBJECT_OF_CHOICE = "deputies"


@dataclass(frozen=True)
class _Words:
    """The subject and the text of a mail."""

    subject: Promise
    body: Promise


@dataclass(frozen=True)
class _Naming:
    """Whose deputy was named, and what goes along, in the language that is active."""

    person: Any
    claimant: Claimant
    with_administrative: bool

    def roles(self) -> str:
        """Return the roles that the deputy gets, each with its place."""
        given = handed_on(self.claimant, with_administrative=self.with_administrative)
        return roles_said(given, names())

    def kept_back(self) -> str:
        """Return that administrative roles stay behind; "" if none does."""
        return kept_back_said(self.claimant, with_administrative=self.with_administrative)


NAMED = AuditEntry.Event.DEPUTY_NAMED
CHANGED = AuditEntry.Event.DEPUTY_CHANGED
ENDED = AuditEntry.Event.DEPUTY_ENDED

TO_DEPUTY: Mapping[str, _Words] = {
    NAMED: _Words(
        gettext_lazy("You act for %(person)s"),
        gettext_lazy(
            "You are deputy of %(person)s from %(first)s until %(last)s, with these roles: "
            "%(roles)s. Whatever you do as a deputy is recorded with both names. Named by: %(by)s."
        ),
    ),
    CHANGED: _Words(
        gettext_lazy("Other days: you act for %(person)s"),
        gettext_lazy(
            "You are deputy of %(person)s, now from %(first)s until %(last)s. Changed by: %(by)s."
        ),
    ),
    ENDED: _Words(
        gettext_lazy("You do not act for %(person)s any more"),
        gettext_lazy(
            "You are not deputy of %(person)s any more and hold none of the roles that came with "
            "it. Ended by: %(by)s."
        ),
    ),
}

TO_PERSON: Mapping[str, _Words] = {
    NAMED: _Words(
        gettext_lazy("%(deputy)s acts for you"),
        gettext_lazy(
            "%(deputy)s is your deputy from %(first)s until %(last)s, and holds these roles of "
            "yours in these days: %(roles)s. You can end it at any time. Named by: %(by)s."
        ),
    ),
    CHANGED: _Words(
        gettext_lazy("Other days: %(deputy)s acts for you"),
        gettext_lazy(
            "%(deputy)s is your deputy, now from %(first)s until %(last)s. Changed by: %(by)s."
        ),
    ),
    ENDED: _Words(
        gettext_lazy("%(deputy)s does not act for you any more"),
        gettext_lazy(
            "%(deputy)s is not your deputy any more and holds none of your roles. Ended by: %(by)s."
        ),
    ),
}


def tell_both(event: AuditEntry.Event, deputyship: Deputyship, *, by: User | None) -> None:
    """Tell the person and her deputy once it is committed; not whoever did it."""
    facts = {
        "person": name_of(deputyship.person),
        "deputy": name_of(deputyship.deputy),
        "by": name_of(by),
        "first": deputyship.starts_on,
        "last": deputyship.ends_on,
    }
    told = {
        pk: words[event]
        for pk, words in (
            (deputyship.deputy_id, TO_DEPUTY),
            (deputyship.person_id, TO_PERSON),
        )
        if by is None or pk != by.pk
    }
    naming = _naming(deputyship) if event == NAMED else None
    deliver_later(lambda: _notices(told, facts, naming))


def _naming(deputyship: Deputyship) -> _Naming:
    person = deputyship.person
    claimant = claimant_of(person, effective_roles())
    return _Naming(person, claimant, deputyship.with_administrative)


def _notices(
    told: Mapping[int, _Words], facts: Mapping[str, object], naming: _Naming | None
) -> list[Notice]:
    people = get_user_model()._default_manager.filter(pk__in=told, is_active=True).exclude(email="")
    return [
        _notice(person, told[person.pk], facts, naming)
        for person in people.select_related("wagtail_userprofile", "notice_choice")
        if wanted(person, SUBJECT_OF_CHOICE) != Delivery.NONE
    ]


def _notice(
    person: Any, words: _Words, facts: Mapping[str, object], naming: _Naming | None
) -> Notice:
    # Who opens the admin through the deputyship alone does so from its first day until its last.
    way = "deputies_modeladmin_index" if grants_of(person).opens_admin else "concept_pages:account"
    url = get_admin_base_url() + reverse(way)
    with override(language_of(person)):
        body = str(words.body)
        if naming is not None:
            facts = {**facts, "roles": naming.roles()}
            waits = "" if person == naming.person else _what_waits(naming.person, person)
            body = " ".join(filter(None, [body, naming.kept_back(), waits]))
        return addressed(person, words.subject, body, facts, url, SUBJECT_OF_CHOICE)


def _what_waits(person: Any, deputy: Any) -> str:
    """Return in words what waits for a person and her deputy today; "" if nothing."""
    waiting = waiting_for_both(person, deputy)
    counts = (
        (waiting.tasks, ngettext("%(count)s decision", "%(count)s decisions", waiting.tasks)),
        (
            waiting.sent_back,
            ngettext("%(count)s page sent back", "%(count)s pages sent back", waiting.sent_back),
        ),
        (
            waiting.reviews,
            ngettext(
                "%(count)s page to be looked at again",
                "%(count)s pages to be looked at again",
                waiting.reviews,
            ),
        ),
    )
    said = ", ".join(words % {"count": count} for count, words in counts if count)
    if not said:
        return ""
    return gettext("This waits there now, as your start page shows: %(counts)s.") % {"counts": said}
