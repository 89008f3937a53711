"""Which rights lead to what stands in the history of a page, where it is not the one to edit."""

from __future__ import annotations

from ..access.rights import TEMPLATE_EDITOR_RIGHTS
from ..actions import own_questions, tailoring, upgrade
from ..documents import export

RIGHTS_OF_ACTIONS: dict[str, tuple[str, ...]] = {
    "wagtail.create": ("concept.create", "template.create", "template.edit"),
    tailoring.LOG_ACTION: (tailoring.RIGHT,),
    own_questions.ADDED: (own_questions.RIGHT,),
    own_questions.CHANGED: (own_questions.RIGHT,),
    own_questions.REMOVED: (own_questions.RIGHT,),
    upgrade.LOG_ACTION: ("concept.edit", "template.edit"),
    export.LOG_ACTION: ("concept.export", "concept.edit", *sorted(TEMPLATE_EDITOR_RIGHTS)),
}
"""The first of the rights that somebody holds is the one that she uses."""
