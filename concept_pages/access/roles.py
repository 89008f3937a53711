"""What a role comes to once it has inherited: its effective rights and its effective clearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..definition.elements import Confidentiality
from ..models import Role
from .rights import ADMINISTRATIVE_RIGHTS


@dataclass(frozen=True)
class EffectiveRole:
    """A role with everything it inherits.

    `line` has the keys of the roles it came from, itself first; `sources` says for each right which
    of them it comes from.
    """

    pk: int
    key: str
    rights: frozenset[str]
    clearance: Confidentiality
    administrative: bool
    second_factor: bool
    line: tuple[str, ...]
    sources: Mapping[str, str] = field(compare=False, repr=False)

    @property
    def own_rights(self) -> frozenset[str]:
        """The rights that the role has beside what it inherits."""
        return frozenset(right for right, source in self.sources.items() if source == self.key)


@dataclass(frozen=True)
class _Row:
    """A role as it is stored, without what it inherits."""

    pk: int
    key: str
    rights: tuple[str, ...]
    clearance: str
    administrative: bool
    second_factor: bool
    inherits: int | None


def effective_roles() -> dict[int, EffectiveRole]:
    """Return every role by primary key with what it inherits, in one query."""
    rows = {
        row["pk"]: _Row(
            pk=row["pk"],
            key=row["key"],
            rights=tuple(row["rights"]),
            clearance=row["clearance"],
            administrative=row["administrative"],
            second_factor=row["second_factor"],
            inherits=row["inherits_id"],
        )
        for row in Role.objects.order_by("pk").values(
            "pk", "key", "rights", "clearance", "administrative", "second_factor", "inherits_id"
        )
    }
    return {pk: _effective(pk, rows) for pk in rows}


def _effective(pk: int, rows: Mapping[int, _Row]) -> EffectiveRole:
    line = tuple(_line(pk, rows))
    return EffectiveRole(
        pk=pk,
        key=rows[pk].key,
        rights=frozenset(right for row in line for right in row.rights),
        clearance=max(
            (Confidentiality(row.clearance) for row in line), key=lambda level: level.rank
        ),
        administrative=any(
            row.administrative or ADMINISTRATIVE_RIGHTS.intersection(row.rights) for row in line
        ),
        second_factor=any(row.second_factor for row in line),
        line=tuple(row.key for row in line),
        sources={right: row.key for row in reversed(line) for right in row.rights},
    )


def _line(pk: int | None, rows: Mapping[int, _Row]) -> Iterator[_Row]:
    """Yield a role and the roles it inherits from; a circle ends where it closes."""
    seen: set[int] = set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        yield rows[pk]
        pk = rows[pk].inherits


def sources_of_rights(role: Role) -> dict[str, Role]:
    """Return which role each effective right of a role comes from; its own rights from itself."""
    found: dict[str, Role] = {}
    seen: set[int] = set()
    ancestor: Role | None = role
    while ancestor is not None and ancestor.pk not in seen:
        seen.add(ancestor.pk)
        for right in ancestor.rights:
            found.setdefault(right, ancestor)
        ancestor = ancestor.inherits
    return found
