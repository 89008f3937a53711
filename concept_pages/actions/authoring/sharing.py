"""Makes the options of one question an option set that other questions can offer too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from workflows.errors import NotPossible

from ...blocks.question_data import option_set_block, option_set_data
from ...definition.keys import key_from
from ...models import TemplatePage
from .draft import OpenDraft, block_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def share_options(
    template: TemplatePage, key: str, *, name: str, by: AbstractBaseUser | None
) -> str:
    """Store the options of a question as an option set, which it uses from now on.

    The options keep their keys, so answers and conditions stay as they are. Returns the key of the
    set, made from the name.

    Raises:
        Frozen: the template is not in draft.
        NotPossible: the question is gone or has no options of its own, or the name is taken.
    """
    draft = OpenDraft(template, by)
    page = draft.page(draft.group_of(key).page_id)
    question = block_of(page, key)
    options = question["value"].get("options")
    if not options or question["value"].get("option_set"):
        raise NotPossible(_("This question has no options of its own."))
    taken = option_set_data(draft.template.option_sets.raw_data)
    made = key_from(name, fallback="options")
    if made in taken:
        raise NotPossible(_("There is another option set of this name."))
    value = {**question["value"], "options": [], "option_set": made}
    draft.save(
        page,
        [
            {**block, "value": value} if block["id"] == question["id"] else block
            for block in page.questions.raw_data
        ],
    )
    _add_set(draft, made, options)
    return made


def _add_set(draft: OpenDraft, name: str, options: list[dict[str, str]]) -> None:
    template = draft.template
    block = template._meta.get_field("option_sets").stream_block
    stored = [*template.option_sets.raw_data, option_set_block(name, options)]
    template.option_sets = block.to_python(stored)
    if not template.live:
        template.save()
    template.save_revision(user=draft.by, log_action=True)
