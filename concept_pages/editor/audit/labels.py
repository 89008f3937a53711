"""What the keys and the values of the audit log are called; a key without words fails a test."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...actions.seeing import BY_HAND, PRIVATE, READ_ONLY, RIGHT_GONE, SIGNED_OUT, TIME_OVER
from ...models import PasswordState
from ...models.template_page import CONFIDENTIALITY_CHOICES

LABELS = {
    "account": _("user name"),
    "activated": _("activated"),
    "added": _("added"),
    "address": _("address"),
    "administrative": _("administrative"),
    "as": _("seen as"),
    "attachment": _("attachment"),
    "before": _("before that"),
    "change": _("what was done"),
    "changed": _("changed"),
    "clearance": _("clearance"),
    "command": _("command"),
    "count": _("number"),
    "created": _("created"),
    "deactivated": _("deactivated"),
    "deleted": _("deleted"),
    "deputy": _("deputy"),
    "deputy_of": _("as deputy of"),
    "description_de": _("German description"),
    "description_en": _("English description"),
    "directory_group": _("group in the directory"),
    "dn": _("entry in the directory"),
    "document": _("document"),
    "email": _("e-mail address"),
    "ends_on": _("until"),
    "fields": _("what was changed"),
    "file": _("file"),
    "filters": _("filters"),
    "first_name": _("first name"),
    "format": _("format"),
    "from": _("from"),
    "group": _("service group"),
    "inherits": _("inherits from"),
    "key": _("key"),
    "language": _("language"),
    "last_name": _("last name"),
    "link": _("sent because of"),
    "method": _("attempt"),
    "must_change": _("has to be changed at the next sign-in"),
    "name_de": _("German name"),
    "name_en": _("English name"),
    "needed_by": _("needed by"),
    "older_than": _("older than"),
    "page": _("page"),
    "path": _("page address"),
    "person": _("person"),
    "question": _("question"),
    "reason": _("reason"),
    "recovery_codes": _("new recovery codes"),
    "release": _("version"),
    "removed": _("removed"),
    "right": _("missing right"),
    "rights": _("rights"),
    "rights_added": _("rights added"),
    "rights_removed": _("rights taken away"),
    "role": _("role"),
    "second_factor": _("demands a second factor"),
    "seen": _("found in the directory"),
    "service_group": _("service group"),
    "services": _("services"),
    "sessions": _("ended sessions"),
    "since": _("since"),
    "subject": _("subject"),
    "taken": _("roles taken away with it"),
    "until": _("until"),
    "username": _("user name"),
    "why": _("ended by"),
}
"""What each key of a detail is called."""

FILTERS = {
    "about": _("about"),
    "days_from": _("from"),
    "days_to": _("until"),
    "event": _("event"),
    "person": _("person"),
    "refused": _("refused only"),
    "topic": _("topic"),
}
"""What the filters of the log are called that somebody chose before she took it as a file."""

WORDS = {
    "change": {"added": _("added"), "changed": _("changed"), "deleted": _("deleted")},
    "clearance": dict(CONFIDENTIALITY_CHOICES),
    "fields": {
        "activated": _("activated"),
        "email": _("e-mail address"),
        "first_name": _("first name"),
        "groups": _("groups of people"),
        "is_superuser": _("superuser"),
        "language": _("language"),
        "last_name": _("last name"),
        "password": _("password"),
        "username": _("user name"),
    },
    "language": {"de": _("German"), "en": _("English")},
    "link": dict(PasswordState.Purpose.choices),
    "method": {
        "GET": _("open the page"),
        "HEAD": _("open the page"),
        "POST": _("change something"),
    },
    "reason": {
        "account of somebody else": _("the account belongs to somebody else"),
        "deactivated": _("the account is deactivated"),
        "entry without account or identifier": _("the entry names no account or no identifier"),
        "no role": _("no role"),
        PRIVATE: _("the account of a person is shown to nobody else"),
        READ_ONLY: _("who sees as somebody else changes nothing"),
    },
    "why": {
        BY_HAND: _("the button"),
        SIGNED_OUT: _("signing out"),
        TIME_OVER: _("the time limit"),
        RIGHT_GONE: _("a missing right"),
    },
}
"""What the values of a key are called; a value that is not there is said as it is."""

RIGHTS_KEYS = frozenset({"right", "rights", "rights_added", "rights_removed"})
ROLE_KEYS = frozenset({"role", "inherits"})
PLACE_KEYS = frozenset({"service_group", "group"})
DAY_KEYS = frozenset({"ends_on", "from", "until", "since", "older_than", "days_from", "days_to"})
LIST_KEYS = RIGHTS_KEYS | {"added", "removed", "deputy_of", "fields", "needed_by", "path"}
"""Keys whose lists are lists; two values of any other key are what it was and what it is."""
