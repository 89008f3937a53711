"""Declares what happens to the answers that a template's draft breaks; stored with the draft.

NotPossible           (workflows) the sentence says why
├─ RightMissing       (workflows) no right to edit templates
├─ WrongState         (workflows) the template is not in draft
└─ DeclarationRefused the draft or a declaration makes no sense
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from workflows.actions.rows import locked_lifecycle
from workflows.errors import NotPossible, RightMissing, WrongState
from workflows.rights import authority
from workflows.states import EDITABLE

from ..definition.codec import encode
from ..definition.elements import Decision
from ..definition.problems import DefinitionError
from ..definition.soundness import soundness
from ..models import TemplatePage
from ..models.template_draft import draft_data, readable_definition

LOG_ACTION = "concept_pages.declare"


class DeclarationRefused(NotPossible):
    """The draft or a declaration makes no sense."""


@transaction.atomic
def declare(template: TemplatePage, decisions: Mapping[str, Decision], *, by: Any) -> None:
    """Let the draft declare just this about the answers of the release before.

    Whoever declares has edited the draft: she does not approve it.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    lifecycle = locked_lifecycle(template)
    draft: TemplatePage = TemplatePage.objects.get(pk=template.pk).get_latest_revision_as_object()
    if not authority().may(by, draft.submit_right, draft):
        raise RightMissing(_("You may not edit this template."), by=by, right=draft.submit_right)
    if lifecycle.in_state not in EDITABLE:
        raise WrongState(_("This is declared while the template is a draft."))
    declared = _data(draft, decisions)
    if declared == draft.upgrade_decisions:
        return
    # No revision holds them: they belong to the next release alone, whichever draft becomes it.
    TemplatePage.objects.filter(pk=draft.pk).update(upgrade_decisions=declared)
    draft.upgrade_decisions = declared
    revision = draft.save_revision(user=by, clean=False)
    log(
        instance=draft,
        action=LOG_ACTION,
        user=by,
        revision=revision,
        content_changed=True,
        data={"declared": declared},
    )


def _data(draft: TemplatePage, decisions: Mapping[str, Decision]) -> dict[str, Any]:
    """Return declarations as they are stored, once it is sure that they fit the draft."""
    try:
        made = readable_definition(draft_data(draft))
    except DefinitionError as error:
        raise DeclarationRefused(
            _("The draft has errors. Repair them first; then say what happens to the answers.")
        ) from error
    declared = replace(made, upgrade=tuple(decisions.items()))
    problems = soundness(declared)
    if problems:
        raise DeclarationRefused(" ".join(problem.message.say(_) for problem in problems))
    found: dict[str, Any] = encode(declared).get("upgrade", {})
    return found
