"""What an explanation says to people: who holds which role where, through whom, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..definition.elements import Text
from ..models import Role, ServiceGroupPage
from .claims import Claim, Claimant, handed_on
from .explaining import Access, Explanation, helpers_of, roles_with
from .grants import Holding
from .rights import RIGHTS, Right
from .roles import EffectiveRole

MOST_NAMES = 5
"""How many people are named whom somebody may ask."""


@dataclass(frozen=True)
class Names:
    """What roles (by key) and service groups (by primary key) are called on this screen."""

    roles: Mapping[str, str]
    groups: Mapping[int, str]


def names() -> Names:
    """Return all names in the active language, in two queries."""
    language = (get_language() or "de")[:2]
    groups = ServiceGroupPage.objects.order_by().values_list("pk", "title", "title_en")
    return Names(
        roles={role.key: str(role) for role in Role.objects.all()},
        groups={pk: Text(german, english).say(language) for pk, german, english in groups},
    )


def conditions_of(right: Right) -> list[str]:
    """Return what a right takes besides a role that gives it, if it takes anything."""
    conditions = []
    if right.of_the_house:
        conditions.append(_("Counts only where the role is given everywhere."))
    if right.needs:
        needed = RIGHTS[right.needs].label
        conditions.append(_("Counts only together with “%(right)s”.") % {"right": needed})
    return conditions


def left_out_of(role: EffectiveRole, places: Iterable[object]) -> str:
    """Return which rights of a role do not count in one of some places; "" if all do.

    A place that is None is everywhere.
    """
    idle = [right for right in RIGHTS.values() if right.of_the_house and right.code in role.rights]
    if not idle or all(place is None for place in places):
        return ""
    return _("For a single service group these rights of the role do not count: %(rights)s.") % {
        "rights": ", ".join(str(right.label) for right in idle)
    }


def roles_said(holdings: Iterable[Holding], called: Names) -> str:
    """Return some roles, each with its place."""
    said = (
        _("%(role)s (%(place)s)")
        % {
            "role": called.roles[one.role.key],
            "place": called.groups[one.place.pk] if one.place else _("everywhere"),
        }
        for one in holdings
    )
    return ", ".join(sorted(set(said)))


def kept_back_said(person: Claimant, *, with_administrative: bool) -> str:
    """Return that administrative roles of a person do not go along to her deputy; "" if all do."""
    given, everything = (
        handed_on(person, with_administrative=administrative)
        for administrative in (with_administrative, True)
    )
    return "" if given == everything else _("Administrative roles are not handed on.")


def sentence_of_claim(claim: Claim, rights: Iterable[str], called: Names) -> str:
    """Return which role is held where, whom these rights are inherited from, and until when."""
    role, place = claim.holding.role, claim.holding.place
    words = {"role": called.roles[role.key], "place": called.groups[place.pk] if place else ""}
    said = [
        _("Role “%(role)s” for the service group “%(place)s”.") % words
        if place
        else _("Role “%(role)s” everywhere.") % words
    ]
    giving = {role.sources[right] for right in rights if right in role.sources}
    if inherited := [called.roles[key] for key in role.line[1:] if key in giving]:
        said.append(_("Inherited from: %(roles)s.") % {"roles": ", ".join(inherited)})
    if claim.through:
        said.append(_("Held as a member of the group “%(group)s”.") % {"group": claim.through})
    if claim.deputy_of and claim.deputy_until:
        said.append(
            _("Held as deputy of %(person)s until %(date)s.")
            % {"person": claim.deputy_of, "date": date_format(claim.deputy_until)}
        )
    if claim.ends_on:
        is_over = claim.ends_on < timezone.localdate()
        ends = _("Ended on %(date)s.") if is_over else _("Held until %(date)s.")
        said.append(ends % {"date": date_format(claim.ends_on)})
    return " ".join(said)


def sentences_of_access(access: Access, called: Names) -> list[str]:
    """Return why a person may do what she may, one sentence for each role that gives some of it."""
    if access.claimant.superuser:
        return [_("Superusers hold every right everywhere.")]
    return [sentence_of_claim(claim, access.rights, called) for claim in access.reasons]


def sentences_of(
    explanation: Explanation,
    called: Names,
    roles: Mapping[int, EffectiveRole],
    others: Iterable[Claimant] = (),
) -> list[str]:
    """Return the chain of reasons; for a refusal what is missing, what is near, and who helps."""
    if not explanation.allowed:
        return list(_refusal(explanation, called, roles, others))
    if explanation.claimant.superuser:
        return [_("Superusers hold every right everywhere.")]
    needed = explanation.needed.giving if explanation.needed else ()
    claims = dict.fromkeys((*explanation.giving, *needed))
    codes = [explanation.question.right.code, explanation.question.right.needs]
    return [sentence_of_claim(claim, codes, called) for claim in claims]


def heading_of(explanation: Explanation, called: Names) -> str:
    """Return the question in words: the right and where it is asked about."""
    question = explanation.question
    words = {
        "person": explanation.claimant.name,
        "right": question.right.label,
        "code": question.right.code,
    }
    if question.group is not None:
        return _("%(person)s: “%(right)s” (%(code)s), service group “%(place)s”") % (
            words | {"place": called.groups[question.group]}
        )
    if question.anywhere:
        return _("%(person)s: “%(right)s” (%(code)s), in any service group") % words
    return _("%(person)s: “%(right)s” (%(code)s), everywhere") % words


def _refusal(
    explanation: Explanation,
    called: Names,
    roles: Mapping[int, EffectiveRole],
    others: Iterable[Claimant],
) -> Iterable[str]:
    right, needed = explanation.question.right, explanation.needed
    if needed and explanation.claimant.active and explanation.giving:
        yield _without_need(right)
        yield from _refusal(needed, called, roles, others)
        return
    helpers = ", ".join(
        helper.name for helper in helpers_of(explanation, others, roles)[:MOST_NAMES]
    )
    if not explanation.claimant.active:
        yield _("The account is deactivated, and so holds no right.")
        yield _("It could be activated by: %(people)s.") % {"people": helpers or _("nobody")}
        return
    yield _missing(explanation, called)
    yield _giving_roles(right, called, roles)
    for claim in explanation.elsewhere:
        near = sentence_of_claim(claim, [right.code], called)
        yield _("Not enough here: %(claim)s") % {"claim": near}
    for claim in explanation.ended:
        near = sentence_of_claim(claim, [right.code], called)
        no_longer = _("Not at present: %(claim)s") if claim.deputy_of else _("No longer: %(claim)s")
        yield no_longer % {"claim": near}
    yield _("It could be given by: %(people)s.") % {"people": helpers or _("nobody")}
    if needed and not needed.giving:
        yield _without_need(right)


def _without_need(right: Right) -> str:
    return _("“%(right)s” counts only together with “%(needed)s”, which is missing.") % {
        "right": right.label,
        "needed": RIGHTS[right.needs].label,
    }


def _missing(explanation: Explanation, called: Names) -> str:
    question = explanation.question
    if question.group is not None:
        return _(
            "Missing: a role with this right for the service group “%(place)s” or everywhere."
        ) % {"place": called.groups[question.group]}
    if question.anywhere:
        return _("Missing: a role with this right for any service group.")
    return _("Missing: a role with this right, held everywhere.")


def _giving_roles(right: Right, called: Names, roles: Mapping[int, EffectiveRole]) -> str:
    giving = [called.roles[role.key] for role in roles_with(right, roles)]
    if not giving:
        return _("No role has this right yet.")
    return _("Roles with this right: %(roles)s.") % {"roles": ", ".join(sorted(giving))}
