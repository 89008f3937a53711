"""Puts our screens for people and groups in the place of Wagtail's; for INSTALLED_APPS."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAppConfig(WagtailUsersAppConfig):
    """Wagtail's app of users with our screens."""

    user_viewset = "concept_pages.editor.people.views.PersonViewSet"
    group_viewset = "concept_pages.editor.people.groups.PeopleGroupViewSet"

    def ready(self) -> None:
        """Put our policy for groups in the place of Wagtail's, which knows no roles."""
        super().ready()
        from django.contrib.auth.models import Group  # noqa: PLC0415 - models are loaded from here
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from ...access.people_groups import PeopleGroupPolicy  # noqa: PLC0415

        register_permission_policy(Group, PeopleGroupPolicy(Group))
