"""The catalogue as a file: planned, refused row by row, applied; and services out of operation."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext

from concept_pages.models import AuditEntry, ConceptPage, Service, ServiceDependency
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import assign, holder
from tests.meanwhile import meanwhile
from workflows.states import State

pytestmark = pytest.mark.django_db

IMPORT = "/admin/catalogue/import/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def look(client: Client, text: str) -> Any:
    """Upload a table and return the page with its plan."""
    file = SimpleUploadedFile("services.csv", text.encode())
    return client.post(IMPORT, {"file": file}, follow=True)


def confirm(client: Client, planned: Any) -> Any:
    """Confirm what was planned."""
    return client.post(IMPORT, {name: planned.context[name] for name in ("source", "name", "seen")})


def test_plan_writes_nothing_and_confirmation_does() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("subadmin", service.group))

    planned = look(client, "key;name_de\ndns;Neu\n")
    before = Service.objects.get(key="dns").name_de
    confirm(client, planned)

    assert before == "Alt"
    assert Service.objects.get(key="dns").name_de == "Neu"
    assert AuditEntry.objects.filter(event=AuditEntry.Event.CATALOGUE_IMPORTED).count() == 1


def test_plan_can_be_reloaded_and_is_gone_once_it_is_imported() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("subadmin", service.group))
    planned = look(client, "key;name_de\ndns;Neu\n")
    (address, _status) = planned.redirect_chain[-1]

    reloaded = client.get(address)
    confirm(client, planned)
    back = client.get(address)

    assert "„Alt“ → „Neu“" in reloaded.content.decode()
    assert back.status_code == 200
    assert "plan" not in back.context


def test_import_refuses_the_rows_of_foreign_groups_and_writes_nothing() -> None:
    own, foreign = ServiceFactory(key="own", name_de="Alt"), ServiceFactory(key="foreign")
    client = browser(holder("subadmin", own.group))

    page = look(client, "key;name_de\nown;Neu\nforeign;Gekapert\n")

    assert "3, services / foreign / group" in page.content.decode()
    assert "plan" not in page.context
    assert Service.objects.get(key="own").name_de == "Alt"
    assert Service.objects.get(pk=foreign.pk).name_de != "Gekapert"


def test_import_is_planned_anew_where_the_catalogue_has_changed_meanwhile() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("subadmin", service.group))
    planned = look(client, "key;name_de\ndns;Neu\n")
    Service.objects.filter(key="dns").update(name_de="Inzwischen")

    confirm(client, planned)

    assert Service.objects.get(key="dns").name_de == "Inzwischen"


def test_import_writes_nothing_where_somebody_is_faster() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("admin"))
    planned = look(client, f"key;name_de;group\ndns;Neu;\nntp;Zeit;{service.group.key}\n")

    with meanwhile(lambda: ServiceFactory(key="ntp", group=service.group)):
        answer = confirm(client, planned)

    assert answer["Location"] == f"{IMPORT}?look=1"
    assert Service.objects.get(key="dns").name_de == "Alt"
    assert not AuditEntry.objects.filter(event=AuditEntry.Event.CATALOGUE_IMPORTED).exists()


def test_import_that_is_confirmed_twice_is_done_once() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("admin"))
    planned = look(client, "key;name_de\ndns;Neu\n")

    confirm(client, planned)
    again = client.get(confirm(client, planned)["Location"])

    assert "plan" in again.context
    assert again.context["counts"] == (0, 0)
    assert AuditEntry.objects.filter(event=AuditEntry.Event.CATALOGUE_IMPORTED).count() == 1
    assert Service.objects.get(pk=service.pk).name_de == "Neu"


def test_import_without_a_change_has_nothing_to_confirm() -> None:
    service = ServiceFactory(key="dns", name_de="Namen")
    client = browser(holder("subadmin", service.group))
    client.post("/language/", {"language": "en"})

    page = look(client, "key;name_de\ndns;Namen\n").content.decode()

    assert "Nothing to do" in page
    assert 'name="seen"' not in page


def test_import_says_all_that_is_wrong_at_once() -> None:
    service = ServiceFactory(key="dns")
    client = browser(holder("subadmin", service.group))

    page = look(client, "kind;key;department\nserver;mail;\n;dns;nowhere\n;ntp;\n;Web;\n")

    lines = [said.partition(",")[0] for said in page.context["problems"]]
    assert lines == [f"Zeile {number}" for number in (2, 3, 4, 4, 5)]
    assert Service.objects.count() == 1


def test_import_says_in_each_row_what_is_too_long() -> None:
    rows = f"group;net;{'x' * 256}\n;dns;{'x' * 201}\ndepartment;it;{'x' * 201}\n;ntp;Zeit\n"

    page = look(browser(holder("admin")), f"kind;key;name_de\n{rows}")

    said = [one for one in page.context["problems"] if "zu lang" in one]
    assert [one.partition(",")[0] for one in said] == ["Zeile 4", "Zeile 2", "Zeile 3"]
    assert "plan" not in page.context


def test_row_that_is_wrong_in_one_cell_says_what_is_wrong_in_the_others() -> None:
    ServiceFactory(key="ntp")
    row = "dns;N;nowhere;dns Bad;ghost;perhaps;gone\n"

    page = look(
        browser(holder("admin")), f"key;name_de;group;requires;optional;retired;department\n{row}"
    )

    said = "\n".join(page.context["problems"])
    for column in ("group", "requires", "optional", "retired", "department"):
        assert f"dns / {column}" in said
    assert len(page.context["problems"]) == 6


def test_plan_shows_all_that_is_said_of_a_new_service() -> None:
    service = ServiceFactory(key="ntp")
    department = DepartmentFactory()
    row = f"dns;Namen;{service.group.key};{department.key};ntp;Für alle"

    page = look(
        browser(holder("admin")), f"key;name_de;group;department;requires;comment\n{row}\n"
    ).content.decode()

    for said in (service.group.key, department.key, ": ntp", "Für alle"):
        assert said in page


def test_values_stand_in_the_quotation_marks_of_the_language() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")

    planned = look(browser(holder("admin")), "key;name_de\ndns;Neu\n")

    assert "„Alt“ → „Neu“" in planned.content.decode()
    assert service.name_de == "Alt"


def test_import_is_refused_to_who_edits_no_service() -> None:
    client = browser(holder("operator", ServiceGroupFactory()))

    assert client.get(IMPORT).status_code == 302


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_export_holds_the_own_groups_only(kind: str) -> None:
    own, _foreign = ServiceFactory(key="own"), ServiceFactory(key="foreign")

    file = browser(holder("subadmin", own.group)).get(f"/admin/catalogue/export/{kind}/")

    assert b"own" in file.content
    assert b"foreign" not in file.content


def test_deletion_of_a_service_with_a_concept_leads_to_retiring() -> None:
    service = ServiceFactory()
    concept_draft(service)
    client = browser(holder("admin"))

    page = client.post(f"/admin/services/delete/{service.pk}/").content.decode()

    assert f"/admin/catalogue/{service.pk}/retire/" in page
    assert Service.objects.filter(pk=service.pk).exists()


def test_deleted_service_is_in_the_audit_log() -> None:
    service = ServiceFactory(key="dns")

    browser(holder("admin")).post(f"/admin/services/delete/{service.pk}/")

    entry = AuditEntry.objects.get(event=AuditEntry.Event.SERVICE_DELETED)
    assert entry.detail["key"] == "dns"


def test_retired_service_takes_its_concept_along_where_the_person_may() -> None:
    service = ServiceFactory()
    concept = released_concept(service)
    person = holder("subadmin", service.group)
    assign(person, "isb")

    browser(person).post(f"/admin/catalogue/{service.pk}/retire/", {"comment": "Ersetzt"})

    assert Service.objects.get(pk=service.pk).retired
    assert ConceptPage.objects.get(pk=concept.pk).lifecycle.state == State.RETIRED


def test_retiring_says_what_is_left_where_the_person_may_not_retire_the_concept() -> None:
    service = ServiceFactory()
    concept = released_concept(service)
    client = browser(holder("subadmin", service.group))

    page = client.post(
        f"/admin/catalogue/{service.pk}/retire/", {"comment": "Ersetzt"}, follow=True
    )

    assert concept.display_title() in page.content.decode()
    assert Service.objects.get(pk=service.pk).retired
    assert ConceptPage.objects.get(pk=concept.pk).lifecycle.state == State.APPROVED


def test_page_says_beforehand_what_becomes_of_the_concept_and_who_archives_it() -> None:
    service = ServiceFactory()
    concept = released_concept(service)
    reviewer = holder("isb")
    both = holder("subadmin", service.group)
    assign(both, "isb")
    address = f"/admin/catalogue/{service.pk}/retire/"

    told = browser(holder("subadmin", service.group)).get(address).context["fate"]
    allowed = browser(both).get(address).context["fate"]
    ServiceFactory(name_de="Zweiter", group=service.group, concept=concept)
    shared = browser(both).get(address).context["fate"]

    assert reviewer.get_full_name() in told
    assert reviewer.get_full_name() not in allowed
    assert concept.display_title() in allowed
    assert "Zweiter" in shared


def test_retiring_without_a_reason_says_so_at_the_field() -> None:
    service = ServiceFactory()
    client = browser(holder("subadmin", service.group))

    page = client.post(f"/admin/catalogue/{service.pk}/retire/", {"comment": " "})

    assert gettext("Say why the service is taken out of operation.") in page.content.decode()
    assert not Service.objects.get(pk=service.pk).retired


def test_retiring_names_who_depends_on_the_service() -> None:
    service = ServiceFactory()
    for name, retired in (("Webportal", False), ("Altsystem", True)):
        needing = ServiceFactory(name_de=name, name_en=name, retired=retired)
        ServiceDependency.objects.create(service=needing, needs=service)
    ask = f"/admin/catalogue/{service.pk}/retire/"

    page = browser(holder("subadmin", service.group)).get(ask).content.decode()

    assert "Webportal" in page
    assert "Altsystem" not in page


@pytest.mark.parametrize("door", ["retire", "restore"])
def test_service_of_another_group_is_not_retired_or_restored(door: str) -> None:
    service = ServiceFactory(retired=door == "restore")
    client = browser(holder("subadmin", ServiceGroupFactory()))

    client.post(f"/admin/catalogue/{service.pk}/{door}/", {"comment": "x"})

    assert Service.objects.get(pk=service.pk).retired is (door == "restore")


def test_history_says_what_was_imported() -> None:
    service = ServiceFactory(key="dns", name_de="Alt")
    client = browser(holder("subadmin", service.group))
    confirm(client, look(client, "key;name_de\ndns;Neu\n"))

    page = client.get(f"/admin/services/history/{service.pk}/").content.decode()

    assert "„Alt“ → „Neu“" in page


def test_plan_and_page_of_a_service_say_that_services_need_each_other() -> None:
    service = ServiceFactory(key="dns", name_en="Names")
    ServiceFactory(key="dhcp", name_en="Addresses", group=service.group)
    client = browser(holder("subadmin", service.group))
    client.post("/language/", {"language": "en"})

    planned = look(client, "key;requires\ndns;dhcp\ndhcp;dns\n")
    confirm(client, planned)
    page = client.get(f"/admin/services/inspect/{service.pk}/")

    assert "Names → Addresses → Names" in planned.content.decode()
    assert "Names → Addresses → Names" in page.content.decode()


def test_plan_says_nothing_of_circles_where_there_is_none() -> None:
    service = ServiceFactory(key="dns")
    ServiceFactory(key="dhcp", group=service.group)

    planned = look(browser(holder("admin")), "key;requires\ndns;dhcp\n")

    assert planned.context["circles"] == []
