"""Makes the draft of a template what a definition says: of a new template, or of one there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from workflows.actions import approve, start_version, submit
from workflows.states import State

from ..definition.codec import decode
from ..definition.compare.breaking import Break, parked, with_decisions
from ..definition.elements import Definition
from ..definition.problems import Message, Problem, gettext_noop
from ..models import TemplateIndexPage, TemplatePage
from ..models.template_draft import draft_groups
from ..models.template_gate import undeclared_breaks
from ..models.template_keys import GROUP, keys_of_data, keys_of_definition
from ..models.template_tree import set_texts, write_definition

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class TemplateRefused(Exception):
    """A definition cannot become the draft of a template; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Breaking(StrEnum):
    """What an import does about breaking changes that the definition declares nothing about."""

    REFUSE = "refuse"
    PARK = "park"


@dataclass(frozen=True)
class ImportedTemplate:
    """What an import came to."""

    template: TemplatePage
    is_new: bool = False
    is_unchanged: bool = False
    """Whether the release in force says all of it already, so that no version was started."""


@transaction.atomic
def import_template(
    definition: Definition,
    *,
    by: AbstractBaseUser | None = None,
    breaking: Breaking = Breaking.REFUSE,
) -> ImportedTemplate:
    """Write the definition into the draft of the template with its key; make one if there is none.

    A released template gets its next draft. What the definition does not hold is removed from the
    draft; its keys stay reserved, and the releases stay as they are.

    Raises:
        TemplateRefused: the template is under review or retired, a key meant something else, or
            answers break and nothing is declared about them.
        NotPossible: the person may not start a new version.
    """
    template = TemplatePage.objects.filter(key=definition.key).first()
    refuse_conflicts(definition, template)
    definition = _declared(definition, template, breaking)
    is_new = template is None
    if template is None:
        template = _new_template(definition, by)
    elif template.lifecycle.in_state is State.APPROVED:
        if _is_in_force(definition, template):
            return ImportedTemplate(template, is_unchanged=True)
        _start_version(template, by)
    draft = TemplatePage.objects.get(pk=template.pk).get_latest_revision_as_object()
    write_definition(draft, definition, by)
    return ImportedTemplate(TemplatePage.objects.get(pk=template.pk), is_new)


@transaction.atomic
def release_template(
    template: TemplatePage, *, submitted_by: AbstractBaseUser, released_by: AbstractBaseUser
) -> str:
    """Hand the draft in and approve it, by two people, and return the number of the release.

    Raises:
        NotPossible: a right is missing, the draft is not sound, or both are the same person.
    """
    submit(template, by=submitted_by)
    approve(template, by=released_by)
    release = TemplatePage.objects.get(pk=template.pk).lifecycle.released
    return str(release.number) if release else ""


def refuse_conflicts(definition: Definition, template: TemplatePage | None) -> None:
    """Raise TemplateRefused where the definition cannot become the draft of this template."""
    problems = tuple(conflicts(definition, template))
    if problems:
        raise TemplateRefused(problems)


def conflicts(definition: Definition, template: TemplatePage | None) -> Iterator[Problem]:
    """Yield why a definition cannot become the draft of a template."""
    if template is None:
        return
    if template.lifecycle.in_state is State.IN_REVIEW:
        yield _about(gettext_noop("The template is under review. Withdraw it first."))
    if template.lifecycle.in_state is State.RETIRED:
        yield _about(gettext_noop("The template is retired. Reactivate it first."))
    present = {key for group in draft_groups(template) for key in keys_of_data(group.data)}
    for key, kind in keys_of_definition(definition).items():
        was = template.reserved_keys.get(key, kind)
        is_swapped = (was == GROUP) != (kind == GROUP)
        if was != kind and (is_swapped or key not in present):
            yield Problem(
                key,
                Message(
                    gettext_noop(
                        "The key “%(key)s” is reserved: it once stood for something of the type "
                        "%(type)s. Choose another key."
                    ),
                    {"key": key, "type": was},
                ),
                key,
            )


def undeclared(definition: Definition, template: TemplatePage | None) -> list[Break]:
    """Return what importing a definition would break without saying where the answers go."""
    if template is None or _is_in_force(definition, template):
        return []
    return undeclared_breaks(template, definition)


def break_problems(broken: Iterable[Break]) -> tuple[Problem, ...]:
    """Return what breaks as problems with the path to each."""
    return tuple(
        Problem(one.key, change.message, one.key) for one in broken for change in one.changes
    )


def _declared(
    definition: Definition, template: TemplatePage | None, breaking: Breaking
) -> Definition:
    """Return the definition with something declared about all that breaks; refuse it otherwise."""
    broken = undeclared(definition, template)
    if broken and breaking is Breaking.REFUSE:
        sentence = gettext_noop(
            "The changes below break answers of the last version. Declare under “upgrade” what "
            "happens to them, or have what has no place any more parked."
        )
        raise TemplateRefused((Problem("upgrade", Message(sentence)), *break_problems(broken)))
    return with_decisions(definition, {one.key: parked(one) for one in broken})


def _about(text: str) -> Problem:
    return Problem("", Message(text))


def _new_template(definition: Definition, by: AbstractBaseUser | None) -> TemplatePage:
    shelf = TemplateIndexPage.objects.get()
    template = TemplatePage(key=definition.key, slug=definition.key.replace("_", "-"))
    template.owner_id = by.pk if by else None
    set_texts(template, definition)
    shelf.add_child(instance=template)
    return template


def _is_in_force(definition: Definition, template: TemplatePage) -> bool:
    """Return whether the release in force asks just this, whatever its version is called."""
    release = template.lifecycle.released
    if release is None:
        return False
    released = decode(release.content)
    return replace(released, version=definition.version, upgrade=definition.upgrade) == definition


def _start_version(template: TemplatePage, by: AbstractBaseUser | None) -> None:
    if by is None:
        sentence = gettext_noop(
            "The template is released. Name the person who starts its next version: --as USER."
        )
        raise TemplateRefused((_about(sentence),))
    start_version(template, by=by, comment=_("Imported from a file."))
