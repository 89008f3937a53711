"""Who looks after groups of people, and who changes their members.

A group holds roles like a person does, so whoever is put into it gets them.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import RoleAssignment
from .delegation import may_give
from .grants import Grants, grants_of


class PeopleGroupPolicy(ModelPermissionPolicy):
    """Wagtail's permission policy for groups: they belong to no service group, so to the house."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether somebody may change accounts everywhere, whatever the action."""
        return looks_after_groups(user)


def looks_after_groups(by: Any) -> bool:
    """Return whether somebody may see, create and rename groups of people."""
    return grants_of(by).may("user.edit", None)


def may_change_members(by: Any, group: Group) -> bool:
    """Return whether somebody may say who is in a group: she could give each of its roles herself.

    An assignment that has ended counts too, because it can be renewed. What Django's permissions
    give past the roles is for superusers.
    """
    grants = grants_of(by)
    if grants.unlimited or not group.pk:
        return looks_after_groups(by)
    if not looks_after_groups(by) or _gives_more_than_roles(group):
        return False
    return _gives_each_role(grants, group)


def may_join(by: Any, group: Group) -> bool:
    """Return whether somebody who may change members may add herself: not by a deputyship alone.

    It would end, but she would stay in the group.
    """
    grants = grants_of(by)
    return grants.unlimited or not group.pk or _gives_each_role(grants.of_her_own, group)


def _gives_each_role(grants: Grants, group: Group) -> bool:
    held = RoleAssignment.objects.filter(group=group).values_list("role_id", "service_group_id")
    return all(may_give(grants, grants.roles[role], place) for role, place in held)


def _gives_more_than_roles(group: Group) -> bool:
    return (
        Permission.objects.filter(group=group).exists()
        or GroupCollectionPermission.objects.filter(group=group).exists()
    )
