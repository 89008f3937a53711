"""Switches groups and questions of a template off for one service, with reasons, and on again.

Answers stay stored: what is switched on again has its answer back.

NotPossible           (workflows) the sentence says why
├─ RightMissing       (workflows) no right to choose the questions of this service
├─ CommentMissing     (workflows) something is switched off without a reason
└─ Frozen             (workflows) the concept is not in draft
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from workflows.errors import CommentMissing, RightMissing
from workflows.pages import refuse_unless_editable
from workflows.rights import authority

from ..access.clearance import clearance_on
from ..definition.elements import Definition, Group
from ..definition.tailoring import MergedReasons, level_of_reason, merge_reasons
from ..models import ConceptPage

LOG_ACTION = "concept_pages.tailor"
RIGHT = "template.choose_specific"
REASON_LENGTH = 500


def may_tailor(user: Any, page: ConceptPage) -> bool:
    """Return whether a person may switch questions of this concept off, while it is a draft."""
    return authority().may(user, RIGHT, page)


def locked_draft(page: ConceptPage) -> ConceptPage:
    """Return the newest draft; nobody else saves it before the transaction around ends.

    Raises:
        Frozen: the concept is not in draft.
    """
    Page.objects.select_for_update().filter(pk=page.pk).values("pk").first()
    draft: ConceptPage = ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    refuse_unless_editable(draft)
    return draft


def switchable(page: ConceptPage, user: Any) -> frozenset[str]:
    """Return the keys of the common groups and questions that a person is cleared for.

    What the concept's services answer by themselves is always asked.
    """
    definition, level = page.pinned_template.definition, clearance_on(user, page)
    keys = definition.questions.keys() | definition.groups_by_key.keys()
    keys -= set(definition.service_questions or ())
    return frozenset(key for key in keys if level_of_reason(definition, key).rank <= level.rank)


@transaction.atomic
def tailor(
    page: ConceptPage, *, base: Mapping[str, str], reasons: Mapping[str, str], by: Any
) -> MergedReasons:
    """Switch off what has a reason, and on what has none; return what came of it.

    `base` are the reasons that the person had before her. What somebody else has changed meanwhile
    stays as it is; where both changed the same, the outcome names a conflict.

    Raises:
        NotPossible: see the tree above; nothing has changed.
    """
    if not may_tailor(by, page):
        sentence = _("You may not choose the questions for this service.")
        raise RightMissing(sentence, by=by, right="template.choose_specific")
    draft = locked_draft(page)
    wanted = {key: reason.strip()[:REASON_LENGTH] for key, reason in reasons.items()}
    if not all(wanted.values()):
        raise CommentMissing(_("Say for everything that is switched off why it is."))
    merged = merge_reasons(base, draft.tailoring, wanted, sorted(switchable(draft, by)))
    if merged.is_change:
        draft.tailoring = merged.reasons
        revision = draft.save_revision(user=by, clean=False)
        definition = draft.pinned_template.definition
        log(
            instance=draft,
            action=LOG_ACTION,
            user=by,
            revision=revision,
            content_changed=True,
            # The reasons may be confidential; the draft has them.
            data={"off": named(definition, merged.off), "on": named(definition, merged.on)},
        )
    return merged


def named(definition: Definition, keys: Iterable[str]) -> list[dict[str, str]]:
    """Return groups and questions by key with their texts, for records."""
    found = []
    for key in keys:
        element: Any = definition.groups_by_key.get(key) or definition.questions.get(key)
        label = element.label
        number = element.number if isinstance(element, Group) else ""
        found.append(
            {
                "key": key,
                "de": f"{number} {label.say('de')}".strip(),
                "en": f"{number} {label.say('en')}".strip(),
            }
        )
    return found
