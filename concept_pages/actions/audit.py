"""Writes the audit log. Whoever does something worth a line calls `record`, in its transaction.

What a person may not see stays out of it: `detail` holds keys, names and counts, never an answer.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model

from workflows.people import User, name_of

from ..access.grants import known_grants
from ..models import AuditEntry


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: its network address, and who looks through another's eyes."""

    address: str | None = None
    seer: User | None = None
    entries: list[AuditEntry] = field(default_factory=list, compare=False)
    """What was recorded meanwhile; whoever undoes a transaction adds it once more."""


_OF_HERSELF = frozenset(
    {
        AuditEntry.Event.SIGNED_IN,
        AuditEntry.Event.SIGNED_OUT,
        AuditEntry.Event.SECOND_FACTOR_SET,
        AuditEntry.Event.RECOVERY_CODE_USED,
    }
)
"""What everybody does for herself, without any right."""

_NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=_NOWHERE)


def come_from(origin: Origin) -> Any:
    """Say where what follows comes from; return what `leave` needs to undo it."""
    return _origin.set(origin)


def leave(token: Any) -> None:
    """Forget where the request came from."""
    _origin.reset(token)


def recorded() -> list[str]:
    """Return the events that this request has recorded so far."""
    return [entry.event for entry in _origin.get().entries]


def record_again() -> None:
    """Add once more what the request has recorded: a transaction was undone, the acts were not."""
    for entry in _origin.get().entries:
        entry.pk = None
        entry._state.adding = True
        entry.save(force_insert=True)


def record(
    event: AuditEntry.Event,
    *,
    by: User | None,
    about: str = "",
    detail: dict[str, Any] | None = None,
    refused: bool = False,
    in_own_right: bool = False,
) -> AuditEntry:
    """Add a line to the audit log.

    While an administrator sees SecDoc as somebody else, she is the one who is named, and `detail`
    says as whom she acted. It says as whose deputy somebody acted, too: unless it is known that
    she did not need it; and of a refusal only where the missing right is one that she holds as a
    deputy, but not here, or not for this.

    Args:
        event: What happened.
        by: Who did it; None is the system, such as a nightly job, or somebody unknown.
        about: The name of what it was done to: a person, a role, a concept.
        detail: What else is worth knowing, as JSON; never an answer of a concept, never a password.
        refused: Whether it was tried in vain.
        in_own_right: Whether what she holds without being a deputy was enough.
    """
    origin = _origin.get()
    said = dict(detail or {})
    if origin.seer is not None and origin.seer != by:
        said["as"] = name_of(by)
        by = origin.seer
        principals = known_grants(by).principals
    elif refused:
        principals = known_grants(by).lenders(said.get("right", ""))
    elif in_own_right or event in _OF_HERSELF:
        principals = frozenset()
    else:
        principals = known_grants(by).principals
    if principals:
        people = get_user_model()._default_manager.filter(pk__in=principals).order_by("username")
        said["deputy_of"] = [name_of(person) for person in people]
    entry = AuditEntry.objects.create(
        event=event,
        by=by if by is not None and by.pk else None,
        by_name=name_of(by),
        about=about[:255],
        detail=said,
        refused=refused,
        address=origin.address,
    )
    if origin is not _NOWHERE:
        origin.entries.append(entry)
    return entry
