"""Brings a concept to another release of its template, or to another template; loses no answer.

NotPossible                (workflows) the sentence says why
├─ RightMissing            (workflows) neither the right to edit the concept nor to edit templates
└─ UpgradeRefused
   ├─ UnderReview          concepts in review are not touched
   ├─ OutOfService         the concept is retired
   ├─ NotARelease          the target is no release of a template that concepts can be moved to
   └─ TemplateOutOfForce   no concept is brought to a template that was put out of force
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from workflows.actions.rows import locked_lifecycle
from workflows.actions.versions import open_version
from workflows.errors import NotPossible, RightMissing
from workflows.models import Release
from workflows.states import State

from ..access.grants import grants_of
from ..definition.compare.answers import alike
from ..models import ConceptPage, TemplatePage
from ..queries.concepts import releases_in_force
from ..queries.upgrades import Upgrade, UpgradePlan, UpgradeStatus, plan_upgrade, upgrade_of

__all__ = ["NotARelease", "OutOfService", "UnderReview", "UpgradePlan", "UpgradeRefused",
           "UpgradeStatus", "apply_upgrade", "may_upgrade", "plan_upgrade"]  # fmt: skip

LOG_ACTION = "concept_pages.upgrade"


class UpgradeRefused(NotPossible):
    """A concept is not upgraded; `plan` is what would have happened, where that is known."""

    def __init__(self, sentence: str, plan: UpgradePlan | None = None) -> None:
        super().__init__(sentence)
        self.plan = plan


class UnderReview(UpgradeRefused):
    """Concepts in review are not touched."""


class OutOfService(UpgradeRefused):
    """The concept is retired."""


class NotARelease(UpgradeRefused):
    """The target is no release of a template that concepts can be moved to."""


class TemplateOutOfForce(UpgradeRefused):
    """No concept is brought to a template that was put out of force."""


class AnswersLost(RuntimeError):
    """An upgrade would have lost an answer. A bug: it is undone instead."""


def may_upgrade(user: Any, page: ConceptPage) -> bool:
    """Return whether a person may upgrade a concept.

    Whoever edits the concept may, and whoever edits templates, who does it for all of them at once:
    it starts drafts only, and says nothing about the answers. Releasing templates is not enough:
    the ISB would have edited last what she is to review.
    """
    grants = grants_of(user)
    return grants.may_on("concept.edit", page) or grants.may("template.edit", None)


@transaction.atomic
def apply_upgrade(
    page: ConceptPage, *, to: Release, by: Any | None, comment: str = ""
) -> UpgradePlan:
    """Upgrade the working version of a concept; what readers see stays as it is.

    A released concept gets its next version, a draft is changed; asked twice, the second time does
    nothing. `by` None is the system itself, for commands: `comment` then names the command.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    # In the order of the editor: first the page, then its lifecycle.
    Page.objects.select_for_update().filter(pk=page.pk).values("pk").first()
    lifecycle = locked_lifecycle(page)
    fresh = ConceptPage.objects.get(pk=page.pk)
    if by is not None and not may_upgrade(by, fresh):
        sentence = _("You may not bring this concept to another template version.")
        raise RightMissing(sentence, by=by, right="concept.edit")
    refuse_target(to)
    upgrade = upgrade_of(fresh, to)
    _refuse_other_template(upgrade.plan, to)
    _refuse_state(fresh, upgrade.plan)
    if upgrade.plan.status is not UpgradeStatus.PLANNED:
        return upgrade.plan
    verify(upgrade)
    if lifecycle.in_state is State.APPROVED:
        open_version(upgrade.before, lifecycle, by=by, comment=comment or _comment(upgrade.plan))
    _save(upgrade, by=by, comment=comment)
    return upgrade.applied


def refuse_target(to: Release) -> None:
    """Raise NotARelease or TemplateOutOfForce where concepts cannot be brought to this release."""
    template = TemplatePage.objects.filter(pk=to.page_id).first()
    if template is None or to.kind != Release.Kind.VERSION:
        raise NotARelease(_("This is no released version of a template."))
    if not template.in_force:
        raise TemplateOutOfForce(
            _("The template “%(title)s” is out of force, so no concept is brought to it.")
            % {"title": template.display_title()}
        )


def _refuse_other_template(plan: UpgradePlan, to: Release) -> None:
    """Raise where it leads to another template that takes no concepts, or not any more."""
    if plan.changes_template and not releases_in_force().filter(pk=to.pk).exists():
        raise NotARelease(_("This template is not offered for concepts."))


def _refuse_state(page: ConceptPage, plan: UpgradePlan) -> None:
    words = {"title": page.display_title()}
    if plan.status is UpgradeStatus.IN_REVIEW:
        raise UnderReview(
            _("“%(title)s” is under review. Concepts in review are not touched.") % words, plan
        )
    if plan.status is UpgradeStatus.RETIRED:
        raise OutOfService(_("“%(title)s” is retired, so it is not touched.") % words, plan)


def verify(upgrade: Upgrade) -> None:
    """Make sure that every answer is where the plan says, before anything is written.

    Raises:
        AnswersLost: it is not.
    """
    before, after, walked = upgrade.before, upgrade.after, upgrade.walked
    stored, kept = before.stored_answers, after.stored_answers
    arrived = set(walked.sources.values()) | {one.question for one, _asked in walked.parked}
    added = after.parked[len(before.parked) :]
    is_whole = (
        walked.is_complete
        and alike(kept, dict(walked.kept))
        and after.parked[: len(before.parked)] == before.parked
        and alike([entry["value"] for entry in added], [one.value for one, _asked in walked.parked])
        and walked.before == len(arrived & stored.keys())
    )
    if not is_whole:
        raise AnswersLost(f"The upgrade of concept {before.pk} would lose answers; it is undone.")


def _save(upgrade: Upgrade, *, by: Any | None, comment: str) -> None:
    """Store the draft and write down what has happened to it."""
    after, plan = upgrade.after, upgrade.plan
    revision = after.save_revision(user=by, clean=False)
    data = plan.as_data()
    log(
        instance=after,
        action=LOG_ACTION,
        user=by,
        revision=revision,
        content_changed=True,
        data={**data, "kept": len(plan.kept), "comment": comment},
    )


def _comment(plan: UpgradePlan) -> str:
    """Return what the log says about the version that an upgrade starts."""
    return _("Template version %(to)s instead of %(from)s.") % {
        "from": plan.from_version,
        "to": plan.to_version,
    }
