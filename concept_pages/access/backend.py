"""Roles as Django permissions: who gets into the admin, and which lists of ours she may open there.

Signing in is left to the other backends. Which single service or assignment somebody may touch is
asked of `grants`, because a Django permission knows no service group.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from .grants import User, grants_of

ADMIN = "wagtailadmin.access_admin"

PERMISSIONS_OF_RIGHT: dict[str, tuple[str, ...]] = {
    "role.create": (
        "concept_pages.view_role",
        "concept_pages.add_role",
        "concept_pages.change_role",
        "concept_pages.delete_role",
    ),
    **dict.fromkeys(
        ("role.delegate", "role.delegate_admin"),
        (
            "concept_pages.view_role",
            "concept_pages.view_roleassignment",
            "concept_pages.add_roleassignment",
            "concept_pages.change_roleassignment",
            "concept_pages.delete_roleassignment",
        ),
    ),
    "service.edit": (
        "concept_pages.add_service",
        "concept_pages.change_service",
        "concept_pages.view_department",
        "concept_pages.add_department",
        "concept_pages.change_department",
    ),
    "service.delete": ("concept_pages.delete_service", "concept_pages.delete_department"),
    "user.edit": ("auth.view_user", "auth.add_user", "auth.change_user"),
    "user.delete": ("auth.view_user", "auth.delete_user"),
}
"""Which Django permissions somebody has who holds the right for at least one service group."""

PERMISSIONS_WITH_ADMIN = (
    ADMIN,
    "concept_pages.view_service",
    "concept_pages.view_deputyship",
    "concept_pages.add_deputyship",
)
"""What everybody has who may get into the admin at all."""


_RIGHTS_OF_PERMISSION = {
    permission: [right for right, given in PERMISSIONS_OF_RIGHT.items() if permission in given]
    for permission in {one for given in PERMISSIONS_OF_RIGHT.values() for one in given}
}
"""The same the other way round: one screen of the admin asks for dozens of permissions."""


class RoleBackend(BaseBackend):
    """Gives permissions from roles; about a single object it has nothing to say."""

    def get_user_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        """Return the permissions that a person's roles come to."""
        if not user_obj.is_active or obj is not None:
            return set()
        grants = grants_of(user_obj)
        held = {
            permission
            for right, permissions in PERMISSIONS_OF_RIGHT.items()
            if grants.where(right)
            for permission in permissions
        }
        return held | set(PERMISSIONS_WITH_ADMIN) if grants.opens_admin else held

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        """Return whether a person's roles give a permission."""
        if not user_obj.is_active or obj is not None:
            return False
        grants = grants_of(user_obj)
        if perm in PERMISSIONS_WITH_ADMIN and grants.opens_admin:
            return True
        return any(grants.where(right) for right in _RIGHTS_OF_PERMISSION.get(perm, ()))

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        """Return whether a person's roles give any permission of an app."""
        return any(
            permission.startswith(f"{app_label}.")
            for permission in self.get_user_permissions(user_obj)
        )
