"""Pages that hold the tree together: they have no lifecycle, so what they allow is fixed here.

A service group is published at once by whoever may edit it, as it says nothing but its name. What
lies below it has a lifecycle and is released by its own rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PagePermissionTester

from workflows.rights import authority

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class StructurePermissionTester(PagePermissionTester):
    """What a person may do with a page of the tree's structure; her rights decide."""

    def can_edit(self) -> bool:
        """Return whether the person may rename the page."""
        return self._holds(self.page.specific_class.edit_right)

    def can_add_subpage(self) -> bool:
        """Return whether the person may start a page below this one."""
        kinds = self.page.specific_class.creatable_subpage_models()
        possible = any(kind.can_create_at(self.page) for kind in kinds)
        return possible and self._holds(self.page.specific_class.add_right)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the person may delete the page: never while something lies below it.

        Whether something else refers to it is asked when she does, not for each row of a list.
        """
        return self.page.is_leaf() and self._holds(self.page.specific_class.delete_right)

    def can_publish(self) -> bool:
        """Return whether the person may put a new name in force: whoever may edit it."""
        return self.can_edit()

    def can_publish_subpage(self) -> bool:
        """Return whether the person may publish a new page below: only more of the structure."""
        kinds = self.page.specific_class.creatable_subpage_models()
        is_structure = bool(kinds) and all(issubclass(kind, StructurePage) for kind in kinds)
        return is_structure and self.can_add_subpage()

    def can_reorder_children(self) -> bool:
        """Return whether the person may sort the pages below."""
        return self.can_publish_subpage()

    def _holds(self, right: str) -> bool:
        return bool(right) and authority().may(self.user, right, self.page)

    def _never(self, *args: Any, **kwargs: Any) -> bool:
        """Refuse: the structure stays where it is, and roles alone say who sees it."""
        return False

    can_unpublish = can_move = can_copy = can_move_to = can_copy_to = _never
    can_submit_for_moderation = can_set_view_restrictions = can_unschedule = _never
    can_lock = can_unlock = _never


class StableKeyForm(WagtailAdminPageForm):
    """A page form whose key is chosen once: files and answers refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and self.instance.pk:
            self.fields["key"].disabled = True


class StructurePage(models.Model):
    """A page without a lifecycle; an empty right is one that nobody holds."""

    edit_right: ClassVar[str] = ""
    add_right: ClassVar[str] = ""
    delete_right: ClassVar[str] = ""

    # There is nothing to see but a name; readers get the tree, which no draft is part of.
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        abstract = True

    def permissions_for_user(
        self: Page, user: AbstractBaseUser | AnonymousUser
    ) -> StructurePermissionTester:
        """Return what a person may do with this page."""
        return StructurePermissionTester(user, self)

    def is_empty(self: Page) -> bool:
        """Return whether nothing would be lost with this page."""
        return bool(self.is_leaf())

    def get_workflow(self) -> None:
        """Return no workflow: the one assigned here is meant for the pages below."""
        return
