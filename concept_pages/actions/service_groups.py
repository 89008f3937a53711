"""Creates, changes and deletes service groups, and keeps those in use, whichever door asks for it.

NotPossible            (workflows) the sentence says why
├─ RightMissing        (workflows) no right to do that
├─ KeyTaken            there is a group with this key already
└─ GroupInUse          something belongs to the group; `contents` names it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from workflows.errors import NotPossible, RightMissing
from workflows.rights import authority

from ..definition.elements import Text
from ..models import ConceptIndexPage, ConceptPage, Service, ServiceGroupPage


@dataclass(frozen=True)
class Contents:
    """What belongs to a service group."""

    services: tuple[Service, ...] = ()
    concepts: tuple[ConceptPage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.services or self.concepts)

    def names(self) -> list[str]:
        """Return what everything is called, services first."""
        return [*map(str, self.services), *(page.display_title() for page in self.concepts)]


class KeyTaken(NotPossible):
    """There is a service group with this key already."""


class GroupInUse(NotPossible):
    """Something belongs to the group; `contents` names it."""

    def __init__(self, sentence: str, contents: Contents) -> None:
        super().__init__(sentence)
        self.contents = contents


@transaction.atomic
def create_group(*, key: str, name: Text, comment: str = "", by: Any = None) -> ServiceGroupPage:
    """Create a service group; it is there for everybody at once, as it says nothing but its name.

    `by` is None where the system creates it, such as by an import on the command line.

    Raises:
        RightMissing: she does not edit the services of every group. A group of her own would be
            one that she has no role for.
        KeyTaken: there is a group with this key.
    """
    index = page_above_groups()
    if by is not None and not authority().may(by, index.add_right, index):
        raise RightMissing(
            _("Service groups are created by those who may edit the services of every group."),
            by=by,
            right=index.add_right,
        )
    if ServiceGroupPage.objects.filter(key=key).exists():
        raise KeyTaken(_("There is a service group with this key already."))
    group = ServiceGroupPage(key=key, slug=_free_slug(key, index), comment=comment, owner=by)
    group.title, group.title_en = name.de or name.en, name.en
    index.add_child(instance=group)  # which is the one line of its history
    group.save_revision(user=by).publish(user=by, log_action=False)
    return group


def page_above_groups() -> ConceptIndexPage:
    """Return the page below which all service groups lie, locked: one at a time gets a place."""
    return ConceptIndexPage.objects.select_for_update().get()


@transaction.atomic
def change_group(
    group: ServiceGroupPage, *, name: Text, comment: str, by: Any = None
) -> ServiceGroupPage:
    """Rename a service group and describe it, for readers at once; its key and address stay.

    Raises:
        RightMissing: she does not edit the services of this group.
    """
    if by is not None and not authority().may(by, group.edit_right, group):
        raise RightMissing(
            _("You may not change the service group “%(group)s”.")
            % {"group": group.display_title()},
            by=by,
            right=group.edit_right,
        )
    page = ServiceGroupPage.objects.get(pk=group.pk)
    page.title, page.title_en, page.comment = name.de or name.en, name.en, comment
    page.draft_title = page.title
    page.save_revision(user=by, log_action=True).publish(user=by, log_action=False)
    return page


@transaction.atomic
def delete_group(group: ServiceGroupPage, *, by: Any) -> None:
    """Delete a service group that nothing belongs to; the roles held for it end.

    One that is gone stays gone.

    Raises:
        RightMissing: she does not delete the services of this group.
        GroupInUse: services or concepts belong to it; nothing is deleted.
    """
    page_above_groups()
    page = ServiceGroupPage.objects.filter(pk=group.pk).first()  # treebeard needs today's path
    if page is None:
        return
    if not authority().may(by, page.delete_right, page):
        raise RightMissing(
            _("You may not delete the service group “%(group)s”.")
            % {"group": page.display_title()},
            by=by,
            right=page.delete_right,
        )
    refuse_in_use(page)
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)  # checked above


def contents_of(group: ServiceGroupPage) -> Contents:
    """Return what belongs to a service group; two queries."""
    return Contents(
        tuple(group.services.order_by("name_de")),
        tuple(ConceptPage.objects.child_of(group).order_by("title")),
    )


def refuse_in_use(group: ServiceGroupPage) -> None:
    """Refuse what only an empty service group allows.

    Raises:
        GroupInUse: with the names of what belongs to it.
    """
    contents = contents_of(group)
    if contents:
        raise GroupInUse(
            _("“%(group)s” cannot be deleted: these still belong to it: %(names)s.")
            % {"group": group.display_title(), "names": shortened(contents.names())},
            contents,
        )


MOST_NAMES = 10
"""How many names one sentence has room for."""


def shortened(names: Iterable[str]) -> str:
    """Return names as a list in a sentence; those that have no room are counted."""
    listed = list(names)
    if len(listed) <= MOST_NAMES:
        return ", ".join(listed)
    return _("%(names)s and %(count)d more") % {
        "names": ", ".join(listed[:MOST_NAMES]),
        "count": len(listed) - MOST_NAMES,
    }


def _free_slug(key: str, index: ConceptIndexPage) -> str:
    wanted = key.replace("_", "-")
    slug, number = wanted, 1
    while not Page._slug_is_available(slug, index):
        number += 1
        slug = f"{wanted}-{number}"
    return slug
