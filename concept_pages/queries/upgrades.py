"""What would become of a concept under another release of its template, or of another template."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from workflows.models import Release
from workflows.states import State

from ..definition.codec import decode
from ..definition.compare import Walked, walk
from ..definition.completeness import problems_in
from ..definition.elements import Definition
from ..definition.own import own_groups, with_own
from ..definition.parking import ParkedAnswer, park, to_data
from ..definition.tailoring import carry_reasons
from ..models import ConceptPage, TemplatePage
from ..models.concept_marks import marks_after_upgrade
from ..models.pinned import pinned


class UpgradeStatus(StrEnum):
    """Whether a concept can be upgraded, or has been."""

    PLANNED = "planned"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    NEWER = "newer"
    IN_REVIEW = "in_review"
    RETIRED = "retired"


STATUS_LABELS = {
    UpgradeStatus.PLANNED: _("can be upgraded"),
    UpgradeStatus.APPLIED: _("upgraded"),
    UpgradeStatus.UNCHANGED: _("up to date"),
    UpgradeStatus.NEWER: _("rests on a newer version"),
    UpgradeStatus.IN_REVIEW: _("in review: not touched"),
    UpgradeStatus.RETIRED: _("retired: not touched"),
}

_BY_STATE = {State.IN_REVIEW: UpgradeStatus.IN_REVIEW, State.RETIRED: UpgradeStatus.RETIRED}


@dataclass(frozen=True)
class UpgradePlan:
    """What an upgrade does to one concept; the lists hold question keys.

    `kept` are the answers of the new template, by its keys; `moved`, `converted` and `mapped` are
    those of them that changed their place, their shape or their options. `parked` are the questions
    with an answer, or a part of one, that has no place; `parked_in_part` those of them whose rest
    is kept. `new` was not asked before, `incomplete` becomes missing or implausible. The number of
    answers before is `len(kept) + len(parked) - len(parked_in_part)`. `switched_on` are the groups
    and questions that were switched off for the service and are not there any more.
    """

    services: tuple[str, ...]
    status: UpgradeStatus
    from_template: str
    from_version: str
    to_template: str
    to_version: str
    kept: tuple[str, ...]
    moved: tuple[str, ...]
    converted: tuple[str, ...]
    mapped: tuple[str, ...]
    parked: tuple[str, ...]
    parked_in_part: tuple[str, ...]
    new: tuple[str, ...]
    incomplete: tuple[str, ...]
    switched_on: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the plan as JSON takes it."""
        lists = ("kept", "moved", "converted", "mapped", "parked", "parked_in_part", "new",
                 "incomplete", "switched_on")  # fmt: skip
        return {
            "service": self.services[0] if self.services else "",
            "services": list(self.services),
            "status": self.status.value,
            "template": self.to_template,
            "from": self.from_version,
            "to": self.to_version,
            **({"from_template": self.from_template} if self.changes_template else {}),
            **{name: list(getattr(self, name)) for name in lists},
        }

    @property
    def changes_template(self) -> bool:
        """Whether it leads to another template, not to another release of the same."""
        return self.from_template != self.to_template


@dataclass(frozen=True)
class Upgrade:
    """A plan with what it rests on: the draft, how its answers travel, and the draft afterwards."""

    plan: UpgradePlan
    before: ConceptPage
    after: ConceptPage
    walked: Walked

    @property
    def applied(self) -> UpgradePlan:
        """The plan once it has been carried out."""
        return replace(self.plan, status=UpgradeStatus.APPLIED)

    @property
    def newly_parked(self) -> list[ParkedAnswer]:
        """What this upgrade parks."""
        return self.after.parked_answers[len(self.before.parked) :]


def with_pinned_release(concepts: QuerySet[ConceptPage]) -> QuerySet[Any]:
    """Return concepts with `pinned_release`: what their working version rests on.

    The page itself has what readers see; the draft has its own in its newest revision.
    """
    draft = Revision.objects.filter(pk=OuterRef("latest_revision_id"))
    in_draft = draft.annotate(
        pinned_release=Cast(KT("content__template_release"), BigIntegerField())
    ).values("pinned_release")
    own = Coalesce(Subquery(in_draft), F("template_release_id"), output_field=BigIntegerField())
    return concepts.annotate(pinned_release=own)


def resting_on(release: Release) -> QuerySet[Any]:
    """Return the concepts whose working version rests on some release of the same template."""
    releases = Release.objects.filter(page_id=release.page_id)
    return with_pinned_release(ConceptPage.objects.all()).filter(
        pinned_release__in=releases.values("pk")
    )


def newest_releases() -> QuerySet[Release]:
    """Return the newest release of each template in force, without its content."""
    in_service = TemplatePage.objects.filter(in_force=True).exclude(lifecycle__state=State.RETIRED)
    return Release.objects.filter(pk__in=in_service.values("lifecycle__released")).defer("content")


def newer_release(draft: ConceptPage) -> Release | None:
    """Return the newest release of a draft's template, if it is newer than the one it rests on."""
    own = Release.objects.filter(pk=draft.template_release_id)
    return (
        newest_releases()
        .filter(
            page_id=Subquery(own.values("page_id")),
            sequence__gt=Subquery(own.values("sequence")),
        )
        .first()
    )


def behind_their_template(concepts: QuerySet[ConceptPage]) -> QuerySet[ConceptPage]:
    """Return the concepts whose working version rests on an older release of its template."""
    newest = newest_releases()
    outdated = Release.objects.filter(
        page_id__in=newest.values("page_id"), based_on__isnull=True
    ).exclude(pk__in=newest.values("pk"))
    return with_pinned_release(concepts).filter(pinned_release__in=outdated.values("pk"))


def plan_upgrade(page: ConceptPage, to: Release) -> UpgradePlan:
    """Return what an upgrade of the concept's draft would do; nothing is written."""
    return upgrade_of(page, to).plan


def upgrade_of(page: ConceptPage, to: Release) -> Upgrade:
    """Return an upgrade of the concept's draft with everything to show or to store it."""
    draft: ConceptPage = page.get_latest_revision_as_object()
    route = _route(draft, to)
    own = own_groups(draft.additions)
    path = [with_own(definition, own) for definition in route.definitions]
    walked = walk(draft.stored_answers, path, None if route.is_direct else {})
    reasons = carry_reasons(draft.tailoring, path, follows_decisions=route.is_direct)
    after = _after(draft, walked, reasons.kept, to) if len(path) > 1 else draft
    plan = _plan(draft, after, walked, _status(page, route), pinned(to.pk).definition)
    return Upgrade(replace(plan, switched_on=tuple(reasons.dropped)), draft, after, walked)


def _status(page: ConceptPage, route: _Route) -> UpgradeStatus:
    found = _BY_STATE.get(page.lifecycle.in_state)
    if len(route.definitions) > 1:
        return found or UpgradeStatus.PLANNED
    return UpgradeStatus.NEWER if route.is_ahead else UpgradeStatus.UNCHANGED


# The way ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Route:
    """The definitions from the pinned one to the one wanted; only the first if there is no way.

    `is_direct` tells a way within one template, whose releases declare what happens to answers.
    """

    definitions: tuple[Definition, ...]
    is_direct: bool = True
    is_ahead: bool = False


def _route(draft: ConceptPage, to: Release) -> _Route:
    return _known_route(draft.template_release_id, draft.pinned_template.sha256, to.pk, to.sha256)


# Fingerprints cover all that went before, so a route is the same whenever they are.
@lru_cache(maxsize=64)
def _known_route(start_id: int, start_sha256: str, to_id: int, to_sha256: str) -> _Route:
    start = Release.objects.defer("content").get(pk=start_id)
    to = Release.objects.defer("content").get(pk=to_id)
    first = pinned(start_id).definition
    if start.page_id != to.page_id:
        return _Route((first, pinned(to_id).definition), is_direct=False)
    if start.sequence >= to.sequence:
        return _Route((first,), is_ahead=start.sequence > to.sequence)
    between = Release.objects.filter(
        page_id=to.page_id,
        kind=Release.Kind.VERSION,
        sequence__gt=start.sequence,
        sequence__lte=to.sequence,
    ).order_by("sequence")
    steps = (decode(content) for content in between.values_list("content", flat=True))
    return _Route((first, *steps))


# The draft afterwards -----------------------------------------------------------------------------


def _after(
    draft: ConceptPage, walked: Walked, tailoring: dict[str, str], to: Release
) -> ConceptPage:
    """Return the draft as it will be: pinned to the new release, carried body, parked answers."""
    after = copy.copy(draft)
    after.template_release = to
    after.store(dict(walked.kept))
    after.parked = [*draft.parked, *parked_data(walked, draft.parked)]
    after.tailoring = tailoring
    after.marks = marks_after_upgrade(draft, to)
    return after


def parked_data(walked: Walked, stored: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what a concept keeps of the answers that were parked; `stored` is what it has."""
    known = {entry["id"] for entry in stored}
    moment = timezone.now().replace(microsecond=0).isoformat()
    found = []
    for parked, asked in walked.parked:
        answer = park(parked, asked, at=moment, known=known)
        known.add(answer.id)
        found.append(to_data(answer))
    return found


# The plan -----------------------------------------------------------------------------------------


def _plan(
    before: ConceptPage,
    after: ConceptPage,
    walked: Walked,
    status: UpgradeStatus,
    target: Definition,
) -> UpgradePlan:
    whole = {parked.question for parked, _asked in walked.parked if parked.whole}
    parts = {parked.question for parked, _asked in walked.parked if not parked.whole}
    old = _unfinished(before)
    return UpgradePlan(
        services=tuple(service.key for service in before.covered_services),
        status=status,
        from_template=before.definition.key,
        from_version=before.definition.version,
        to_template=target.key,
        to_version=target.version,
        kept=tuple(walked.kept),
        moved=walked.moved,
        converted=walked.converted,
        mapped=walked.mapped,
        parked=tuple(dict.fromkeys(parked.question for parked, _asked in walked.parked)),
        parked_in_part=tuple(sorted(parts - whole)),
        new=walked.new,
        incomplete=tuple(key for key in _unfinished(after) if key not in old),
    )


def _unfinished(page: ConceptPage) -> dict[str, None]:
    """Return the questions that are missing or implausible, in the order of the document."""
    answers = page.answers
    found = problems_in(page.situation, services=page.service_names(answers))
    related = page.relation_answers
    return dict.fromkeys(p.question for p in found if p.question not in related)
