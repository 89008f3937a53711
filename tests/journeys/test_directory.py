"""People of the directory: looked up, given a role by a group there, and in with its password."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.directory_fixtures import directory, running_directory
from tests.directory_server import PASSWORD, DirectoryServer

from .conftest import Person, login
from .steps import message

__all__ = ["directory", "running_directory"]

pytestmark = pytest.mark.directory

SUBMIT = "form footer button[type=submit], form [type=submit]"


def test_group_of_the_directory_gives_a_role_and_its_member_reads(
    directory: DirectoryServer, person: Person, picture: Callable[..., None]
) -> None:
    nora = directory.add_person("nora", "Nora", "Neumann", mail="nora@example.org")
    directory.add_group("netz-leser", nora, directory.add_person("kai", "Kai", "Krug"))
    admin = person("admin")

    admin.goto("/admin/users/")
    admin.locator("a[href$='/admin/directory/people/']").first.click()
    admin.fill(".directory__search input[name=q]", "neumann")
    admin.locator(".directory__search button").click()
    admin.locator("tr", has_text="nora@example.org").get_by_role("button").click()
    assert "Nora Neumann" in message(admin)
    expect(admin.locator("select[name=user] option:checked")).to_contain_text("Neumann")

    admin.goto("/admin/directory/groups/?q=netz")
    admin.locator("tr", has_text="netz-leser").get_by_role("link").first.click()
    expect(admin.locator("input[name=dn]")).to_have_value(re.compile("cn=netz-leser"))
    admin.select_option("select[name=role]", label="Operateur")
    admin.select_option("select[name=service_group]", label="Netzdienste")
    admin.get_by_role("main").locator(SUBMIT).last.click()
    admin.wait_for_url("**/directory-groups/")
    admin.locator("a[href*='/directory/members/']").first.click()
    expect(admin.locator("main")).to_contain_text("Kai Krug")
    picture(admin, "directory-members")

    for account, way in (("nora", "looked up before"), ("kai", "never seen before")):
        reader = person("")
        login(reader, account, PASSWORD)
        reader.goto("/search/?q=DNS")
        link = reader.locator("main").get_by_role("link", name=re.compile("DNS")).first
        expect(link, way).to_be_visible()
        link.click()
        expect(reader.locator("article")).to_be_visible()
