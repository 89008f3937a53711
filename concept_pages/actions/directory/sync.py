"""Brings all accounts from the directory in step with it; all of them or none.

TooManyLeavers    so many people seem to have left that the directory is rather at fault
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from ...models import AuditEntry, DirectoryAccount
from ..audit import record
from .accounts import bring_up_to_date, deactivate
from .entries import Entry


class TooManyLeavers(Exception):
    """More people would be deactivated than is plausible; nothing has changed."""

    def __init__(self, leavers: int, known: int) -> None:
        super().__init__(f"{leavers} of {known}")
        self.leavers = leavers
        self.known = known


@transaction.atomic
def synchronise(
    entries: Mapping[str, Entry], *, most_percent: int, force: bool = False, dry_run: bool = False
) -> Counter[str]:
    """Let every account follow its entry, and deactivate those that have none any more.

    Args:
        entries: What the directory has of the accounts we know, by unique identifier.
        most_percent: How many of the active accounts may leave at once; one always may.
        force: Believe the directory, however many have left.
        dry_run: Count only.

    Returns how many were seen, changed, activated and deactivated.

    Raises:
        TooManyLeavers: without force; nothing has changed.
    """
    accounts = list(DirectoryAccount.objects.select_related("user").order_by("pk"))
    active = [account for account in accounts if account.user.is_active]
    leavers = [account for account in active if account.unique_id not in entries]
    most = max(1, len(active) * most_percent // 100)
    nobody_left = bool(active) and len(leavers) == len(active)
    if not force and (nobody_left or len(leavers) > most):
        raise TooManyLeavers(len(leavers), len(active))
    counts = Counter(seen=len(entries), changed=0, activated=0, deactivated=0)
    for account in accounts:
        counts.update(_follow(account, entries.get(account.unique_id)))
    if dry_run:
        transaction.set_rollback(True)
    else:
        record(AuditEntry.Event.DIRECTORY_SYNCED, by=None, detail=dict(counts))
    return counts


def _follow(account: DirectoryAccount, entry: Entry | None) -> dict[str, int]:
    """Bring one account in step; an account that somebody has deactivated by hand stays so."""
    if entry is None:
        return {"deactivated": int(deactivate(account))}
    changed = bring_up_to_date(account, entry)
    return {"activated": int("activated" in changed), "changed": int(bool(changed))}
