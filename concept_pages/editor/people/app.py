"""Puts our screens for people and groups in the place of Wagtail's; for INSTALLED_APPS."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAppConfig(WagtailUsersAppConfig):
    """Wagtail's app of users with our screens."""

    user_viewset = "concept_pages.editor.people.views.PersonViewSet"
    group_viewset = "concept_pages.editor.people.groups.PeopleGroupViewSet"
