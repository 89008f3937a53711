"""The catalogue is imported from a table; a service is renamed, moved and retired."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from concept_pages.models import Service, ServiceGroupPage

from .conftest import Person
from .steps import message

SERVICES, IMPORT = "/admin/services/", "/admin/catalogue/import/"
WRONG = "key;name_de;name_en;group;requires\nvpn2;VPN;VPN;network_services;ghost\nDNS;;;;\n"
RIGHT = (
    "key;name_de;name_en;group;requires;comment\r\n"
    "vpn2;VPN für Gäste;VPN for guests;network_services;dns;Läuft bis 2030\r\n"
    "ntp;Zeitdienst;Time service;;;\r\n"
)


def upload(page: Page, content: bytes) -> None:
    """Choose a file and look at what it changes."""
    page.set_input_files(
        "[name=file]", {"name": "services.csv", "mimeType": "text/csv", "buffer": content}
    )
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()


def fits(page: Page) -> bool:
    """Return whether nothing of the page is cut off at the right."""
    return bool(page.evaluate("document.querySelector('main').scrollWidth <= innerWidth"))


def test_table_is_refused_with_its_lines_then_planned_and_imported(
    person: Person, picture: Callable[..., None]
) -> None:
    UserProfile.objects.update(preferred_language="en")
    page = person("admin", language="en")
    page.goto(IMPORT)

    upload(page, WRONG.encode())

    main = page.locator("main")
    expect(main).to_contain_text("Line 2, services / vpn2 / requires: There is no service “ghost”.")
    expect(main).to_contain_text("Line 3, DNS: “DNS” is no key")

    upload(page, RIGHT.encode("cp1252"))

    expect(main).to_contain_text("VPN für Gäste / VPN for guests (vpn2)")
    expect(main).to_contain_text("→ “Zeitdienst”")
    picture(page, "catalogue-import")
    page.get_by_role("button", name="Import this catalogue").click()
    assert "1 added, 1 changed" in message(page)

    page.goto(IMPORT)
    upload(page, RIGHT.encode())

    expect(main).to_contain_text("Nothing to do")
    expect(page.get_by_role("button", name="Import this catalogue")).to_have_count(0)


def test_service_is_renamed_moved_with_its_concept_and_taken_out_of_operation(
    person: Person, picture: Callable[..., None]
) -> None:
    UserProfile.objects.update(preferred_language="de")
    dns = Service.objects.select_related("concept").get(key="dns")
    security = ServiceGroupPage.objects.get(key="security_services")
    old_address, release = dns.concept.url, dns.concept.lifecycle.released
    page = person("admin")

    page.goto(f"{SERVICES}edit/{dns.pk}/")
    page.fill("[name=name_de]", "Namensdienst")
    page.fill("[name=comment]", "Umbenannt im Herbst.")
    with page.expect_navigation():
        page.locator("main form .footer [type=submit]").first.click()

    page.goto(f"{SERVICES}?q=dns")
    page.locator(f"[name=rows][value='{dns.pk}']").check()
    page.get_by_role("button", name="In eine andere Dienstgruppe verschieben").click()
    page.select_option("[name=to]", str(security.pk))
    page.locator("button[name=plan]").click()
    expect(page.locator(".plan__scroll tbody tr")).to_contain_text("Namensdienst")
    assert fits(page)
    picture(page, "catalogue-move")
    page.locator("button[name=apply]").click()
    assert "1 Dienst nach „Sicherheitsrelevante Dienste“ verschoben" in message(page)

    page.goto(f"{SERVICES}history/{dns.pk}/")
    history = page.locator("main")
    expect(history).to_contain_text("→ „Namensdienst“")
    expect(history).to_contain_text("Von „Netzdienste“ nach „Sicherheits")

    there, gone = person("guest"), person("reader-network")
    there.goto(old_address)
    expect(there).to_have_url(re.compile(r"/security-services/dns/$"))
    expect(there.locator("main")).to_contain_text(release.sha256[:8])
    assert gone.goto(old_address).status == 404  # type: ignore[union-attr]

    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{SERVICES}delete/{dns.pk}/")
    expect(page.locator("main")).to_contain_text("kann nicht gelöscht werden")
    assert fits(page)
    page.locator("main").get_by_role("link", name="Außer Betrieb nehmen").click()
    page.fill("[name=comment]", "Ersetzt")
    page.get_by_role("button", name="Außer Betrieb nehmen").click()
    assert "ist außer Betrieb" in message(page)
    page.get_by_role("button", name="Wieder in Betrieb nehmen").click()
    assert "wieder in Betrieb" in message(page)
