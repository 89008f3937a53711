"""How the questions of a template file differ from those that are there."""

from __future__ import annotations

from dataclasses import dataclass

from ..definition.elements import Definition
from ..definition.problems import DefinitionError
from ..models import TemplatePage
from ..models.template_draft import definition_of_draft, draft_groups


@dataclass(frozen=True)
class Differences:
    """The keys of questions that are new, changed and gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def differences(definition: Definition) -> Differences | None:
    """Return what differs from the working version of the same template; None if there is none.

    Of a draft that is not finished only the keys are compared.
    """
    template = TemplatePage.objects.filter(key=definition.key).first()
    if template is None:
        return None
    asked = definition.questions
    try:
        before = definition_of_draft(template.get_latest_revision_as_object()).questions
    except DefinitionError:
        present = _keys(template)
        changed: tuple[str, ...] = ()
    else:
        present = tuple(before)
        changed = tuple(key for key in asked if key in before and asked[key] != before[key])
    return Differences(
        added=tuple(key for key in asked if key not in present),
        changed=changed,
        removed=tuple(key for key in present if key not in asked),
    )


def _keys(template: TemplatePage) -> tuple[str, ...]:
    return tuple(
        question.get("key") or ""
        for group in draft_groups(template)
        for question in group.data.get("questions", ())
    )
