"""Creates, changes and deletes roles, and says in the audit log what has changed.

RoleRefused           nothing was done; the text is a translated sentence
├─ NotYours           the person may not change roles
├─ NotYoursToRaise    it would change what makes the role administrative, or give herself more
├─ KeyTaken           another role has the key
└─ RoleInUse          the role is held, or another role inherits from it
Whatever takes rights may also raise `way_back.NobodyLeft`.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from workflows.errors import Denial
from workflows.people import User

from ..access.grants import current_assignments, grants_of
from ..access.rights import ADMINISTRATIVE_RIGHTS, RIGHTS
from ..access.roles import effective_roles
from ..definition.elements import Confidentiality
from ..models import AuditEntry, Role
from .audit import record
from .way_back import keeping_a_way_back


class RoleRefused(Exception):
    """The role stays as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(RoleRefused, Denial):
    """The person may not change roles."""

    right = "role.create"


class NotYoursToRaise(RoleRefused, Denial):
    """The person may change roles, but not like this.

    Otherwise she could give herself, through a role that she holds, what she must not have.
    """

    def __init__(
        self, sentence: str, field: str | None = None, right: str = "role.delegate_admin"
    ) -> None:
        super().__init__(sentence)
        self.field = field
        self.right = right


class KeyTaken(RoleRefused):
    """Somebody else has created a role with this key a moment ago."""

    field = "key"


class RoleInUse(RoleRefused):
    """Somebody holds the role, or another role inherits from it."""


def create_role(role: Role, *, by: User | None) -> Role:
    """Keep a new role; `by` None is the system.

    Raises:
        NotYours: the person may not create roles.
        NotYoursToRaise: it is administrative, and she may not give such roles everywhere.
        KeyTaken: there is a role with this key.
    """
    _refuse_without_right(by)
    _refuse_raising(None, role, by)
    with transaction.atomic():
        try:
            with transaction.atomic():
                role.save()
        except IntegrityError:
            raise KeyTaken(_("There is a role with this key already.")) from None
        record(
            AuditEntry.Event.ROLE_CREATED, by=by, about=role.label.both(), detail=described(role)
        )
    return role


def change_role(role: Role, *, by: User | None) -> Role:
    """Keep what was changed of a role, and record the difference to what was stored.

    Raises:
        NotYours: the person may not change roles.
        NotYoursToRaise: it changes what makes the role administrative, and she may not give such
            roles everywhere; or it gives more to herself, and she may only as a deputy.
        NobodyLeft: nobody could give rights back afterwards.
    """
    _refuse_without_right(by)
    with keeping_a_way_back():
        stored = Role.objects.get(pk=role.pk)
        _refuse_raising(stored, role, by)
        _refuse_more_for_herself(stored, role, by)
        before = described(stored)
        role.save()
        role.refresh_from_db()
        if difference := difference_of(before, described(role)):
            detail = {"key": role.key} | difference
            record(AuditEntry.Event.ROLE_CHANGED, by=by, about=role.label.both(), detail=detail)
    return role


def delete_role(role: Role, *, by: User | None) -> None:
    """Delete a role that nobody holds any more; assignments that have ended go with it.

    One that is gone stays gone.

    Raises:
        NotYours: the person may not delete roles.
        NotYoursToRaise: it is administrative, and she may not give such roles everywhere.
        RoleInUse: somebody holds it, another role inherits from it, or something else needs it.
    """
    _refuse_without_right(by)
    if reason := reason_to_keep(role, by=by):
        raise NotYoursToRaise(reason)
    with transaction.atomic():
        if not Role.objects.select_for_update().filter(pk=role.pk).exists():
            return
        if current_assignments().filter(role=role).exists():
            raise RoleInUse(_("The role “%(role)s” is held by somebody.") % {"role": role})
        if role.heirs.exists():
            raise RoleInUse(_("Other roles inherit from the role “%(role)s”.") % {"role": role})
        record(
            AuditEntry.Event.ROLE_DELETED, by=by, about=role.label.both(), detail=described(role)
        )
        try:
            role.assignments.all().delete()
            role.delete()
        except ProtectedError as error:
            others = sorted({str(thing) for thing in error.protected_objects})
            raise RoleInUse(
                _("The role “%(role)s” is still needed by: %(things)s.")
                % {"role": role, "things": ", ".join(others)}
            ) from None


def _refuse_without_right(by: User | None) -> None:
    if by is not None and not grants_of(by).may("role.create", None):
        raise NotYours(_("You may not create, change or delete roles."))


def _refuse_raising(stored: Role | None, role: Role, by: User | None) -> None:
    """Refuse what makes a role administrative, or no longer so, to who may not give such roles."""
    if may_raise(by):
        return
    before = set(stored.rights) if stored else set()
    if changed := ADMINISTRATIVE_RIGHTS & (before ^ set(role.rights)):
        named = ", ".join(str(right.label) for right in RIGHTS.values() if right.code in changed)
        raise NotYoursToRaise(
            _(
                "Only those who may grant administrative roles everywhere add these rights to a"
                " role or remove them: %(rights)s."
            )
            % {"rights": named},
            "rights",
        )
    if role.administrative != (stored is not None and stored.administrative):
        raise NotYoursToRaise(
            _(
                "Only those who may grant administrative roles everywhere mark a role as"
                " administrative or remove the mark."
            ),
            "administrative",
        )
    parents = {role.inherits_id} ^ {stored.inherits_id if stored else None}
    if any(one.pk in parents and one.administrative for one in effective_roles().values()):
        raise NotYoursToRaise(
            _(
                "Only those who may grant administrative roles everywhere let a role inherit from"
                " an administrative one or end that."
            ),
            "inherits",
        )


def _refuse_more_for_herself(stored: Role, role: Role, by: User | None) -> None:
    """Refuse a deputy to give more to a role of her own: it would outlive the deputyship."""
    if by is None or not grants_of(by).principals:
        return
    own = grants_of(by).of_her_own
    added = set(role.rights) - set(stored.rights)
    parent = role.inherits_id if role.inherits_id != stored.inherits_id else None
    clearer = Confidentiality(role.clearance).rank > Confidentiality(stored.clearance).rank
    if not (added or parent or clearer) or not own.holds_through(stored.key):
        return
    needed = ["role.create"]
    if ADMINISTRATIVE_RIGHTS & added or (parent and effective_roles()[parent].administrative):
        needed.append("role.delegate_admin")
    if lent := next((right for right in needed if not own.may(right, None)), ""):
        raise NotYoursToRaise(
            _(
                "You may change the role “%(role)s” like this as a deputy only. You hold it "
                "yourself, so you cannot give it more rights or a higher clearance."
            )
            % {"role": role},
            right=lent,
        )


def may_raise(by: User | None) -> bool:
    """Return whether somebody may change what makes a role administrative."""
    return by is None or grants_of(by).may("role.delegate_admin", None)


def reason_to_keep(role: Role, *, by: User | None) -> str:
    """Return why somebody who may delete roles must leave this one to others; "" if nothing."""
    if may_raise(by) or not effective_roles()[role.pk].administrative:
        return ""
    return _(
        "Only those who may grant administrative roles everywhere delete an administrative role."
    )


def described(role: Role) -> dict[str, Any]:
    """Return all that a role says of itself, as the audit log keeps it."""
    said = model_to_dict(role, exclude=["id", "inherits"])
    return said | {
        "rights": sorted(role.rights),
        "inherits": role.inherits.key if role.inherits else None,
    }


def difference_of(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the rights that came and went, and of everything else the old and the new value."""
    found: dict[str, Any] = {
        name: [before[name], after[name]]
        for name in after
        if name != "rights" and before[name] != after[name]
    }
    if added := sorted(set(after["rights"]) - set(before["rights"])):
        found["rights_added"] = added
    if removed := sorted(set(before["rights"]) - set(after["rights"])):
        found["rights_removed"] = removed
    return found
