"""Every door there is; adding one is one line in the list of its area."""

from __future__ import annotations

from . import catalogue, concepts, house, reading, templates
from .door import Door

DOORS: tuple[Door, ...] = (
    *reading.DOORS,
    *concepts.DOORS,
    *templates.DOORS,
    *catalogue.DOORS,
    *house.DOORS,
)

NO_DOORS: dict[str, str] = {
    "^.*/$": "answers 404 to whatever else is asked below /admin/",
    "admin/login/": "the same view as the admin's own sign in",
    "admin/logout/": "the same address as “sign out of the admin”, which is asked",
    "catalogue:move": "needs chosen rows: tests/editor/services/test_moves.py",
    "deputies_modeladmin_delete": "of both people: tests/editor/deputies/test_lists.py",
    "deputies_modeladmin_edit": "of who named it: tests/editor/deputies/test_lists.py",
    "deputies_modeladmin_history": "for whom the list shows the row; the same check as the list",
    "test404/": "answers 404, for tests of Wagtail",
    "wagtail_modeladmin:javascript_catalog": "texts of scripts, the same for everybody",
    "wagtailadmin_api:documents:*": "the files of Wagtail, which SecDoc does not use",
    "wagtailadmin_api:images:*": "the pictures of Wagtail, which SecDoc does not use",
    "wagtailadmin_api:pages:find": "leads to one page, which is asked as “pages for scripts”",
    "wagtailadmin_block_preview": "shows the sample value of a block, which no block of ours has",
    "wagtailadmin_collections:*": "one collection, the root, which cannot be changed",
    "wagtailadmin_dismissibles": "remembers which hints somebody has put away, for herself",
    "wagtailadmin_editing_sessions:*": "needs the number of the session of an open editor",
    "wagtailadmin_error_test": "crashes on purpose, so that somebody sees her error page",
    "wagtailadmin_pages:choose_parent": "the first step of “new”, which is asked",
    "wagtailadmin_pages:preview_on_add": "our pages are created without a preview",
    "wagtailadmin_tag_model_autocomplete": "tags, which no page of ours has",
    "wagtailadmin_workflows:*": "what is not asked belongs to a view that is",
    "wagtaildocs:*": "the files of Wagtail, which SecDoc does not use; the lists are asked",
    "wagtaildocs_serve": "asks for an account and minds its collection: tests/cms/test_urls.py",
    "wagtaildocs_authenticate_with_password": "no collection has a password",
    "wagtaildocs_chooser:*": "the files of Wagtail, which SecDoc does not use; the window is asked",
    "wagtailimages:*": "the pictures of Wagtail, which SecDoc does not use; the lists are asked",
    "wagtailimages_chooser:*": "the pictures of Wagtail; the window is asked",
    "wagtailsettings:*": "no model is registered as settings",
    "wagtailsites:copy": "the same view as “new site”",
    "secdoc_directory:members": "asks a directory: tests/editor/directory, with a real one",
    "service_chooser:create": "no form is registered: it answers 404",
}
"""Addresses without a door, each with the reason; a * stands for the rest of the name."""
