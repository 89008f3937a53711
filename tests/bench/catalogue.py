"""The catalogue with very many services, every fifth with a released concept, and its screens.

One concept is written and released properly; the others are copies of its rows within the database,
as big as it, because only the catalogue is measured here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from concept_pages.models import (
    ConceptIndexPage,
    ConceptPage,
    Department,
    Service,
    ServiceDependency,
    ServiceGroupPage,
)
from workflows.records import Lifecycle, Release
from workflows.states import State

from . import data
from .data import SERVICES_IN_A_GROUP, People
from .steps import Act, Step, get

DEPARTMENTS = 20
CHAIN = 250
"""How many services in a row need some of those before them."""
KEY = "many_{}"


def build(services: int) -> People:
    """See that there are this many services in groups of 20, with departments and dependencies."""
    people = data.build(1)
    if not Department.objects.filter(key=KEY.format(0)).exists():
        with transaction.atomic():
            _concepts(_services(services - 1)[::5])
    return people


def _services(count: int) -> list[Service]:
    departments = Department.objects.bulk_create(
        Department(key=KEY.format(n), name_de=f"Abteilung {n}", name_en=f"Department {n}")
        for n in range(DEPARTMENTS)
    )
    groups = [_group(n) for n in range(-(-count // SERVICES_IN_A_GROUP))]
    services = Service.objects.bulk_create(
        Service(
            key=KEY.format(n), name_de=f"Ferner Dienst {n}", name_en=f"Far service {n}",
            group=groups[n // SERVICES_IN_A_GROUP], department=departments[n % DEPARTMENTS],
            retired=n % 50 == 49, comment=f"Läuft auf Rechner {n}.",
        )
        for n in range(count)
    )  # fmt: skip
    ServiceDependency.objects.bulk_create(
        ServiceDependency(service=services[n], needs=services[n - back])
        for n in range(count)
        for back in (1, 2, 7)
        if n % CHAIN >= back
    )
    return services


def _group(number: int) -> ServiceGroupPage:
    key = KEY.format(number)
    page = ServiceGroupPage(
        title=f"Ferne Gruppe {number}", title_en=f"Far group {number}", key=key,
        slug=key.replace("_", "-"),
    )  # fmt: skip
    added: ServiceGroupPage = ConceptIndexPage.objects.get().add_child(instance=page)
    return added


def _concepts(services: Sequence[Service]) -> None:
    """Copy the one concept and its release for each of the services."""
    sample = ConceptPage.objects.get(services__key="bench_service_0")
    children: Counter[int] = Counter()
    for service in services:
        children[service.group_id] += 1
        service.concept_id = _page(service, sample, children[service.group_id]).pk
    for group, count in children.items():
        Page.objects.filter(pk=group).update(numchild=count)
    pages = [service.concept_id or 0 for service in services]
    _copy_row(ConceptPage, "page_ptr_id", sample.pk, pages)
    _copy_row(Release, "page_id", sample.pk, pages)
    Service.objects.bulk_update(services, ["concept"], batch_size=500)
    releases = Release.objects.filter(page__in=range(min(pages), max(pages) + 1))
    Lifecycle.objects.bulk_create(
        [
            Lifecycle(page_id=page, state=State.APPROVED, released_id=release)
            for page, release in releases.values_list("page", "pk")
        ],
        batch_size=500,
    )


def _page(service: Service, sample: ConceptPage, number: int) -> Page:
    """Write the part of a concept that every page has."""
    slug = service.key.replace("_", "-")
    page = Page(
        title=service.name_de, draft_title=service.name_de, slug=slug, numchild=0,
        path=Page._get_path(service.group.path, service.group.depth + 1, number),
        depth=service.group.depth + 1, url_path=f"{service.group.url_path}{slug}/",
        locale_id=sample.locale_id, content_type_id=sample.content_type_id,
    )  # fmt: skip
    page.save_base(raw=True)
    return page


def _copy_row(model: Any, key: str, sample: int, pages: Collection[int]) -> None:
    """Write the sample's row of a table once for each of the pages."""
    table = model._meta.db_table
    columns = [f.column for f in model._meta.local_fields if f.column not in {key, "id"}]
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({key}, {listed}) "  # noqa: S608 - names of our own tables
            f"SELECT wagtailcore_page.id, {', '.join(f'sample.{name}' for name in columns)} "
            f"FROM {table} sample CROSS JOIN wagtailcore_page "
            f"WHERE sample.{key} = %s AND wagtailcore_page.id BETWEEN %s AND %s",
            [sample, min(pages), max(pages)],
        )


def _screen(name: str, *args: str, **parameters: str) -> Callable[[Client, People], Act]:
    return lambda client, _people: (
        lambda _number: get(client, reverse(name, args=args), **parameters)
    )


def _one(name: str) -> Callable[[Client, People], Act]:
    """Open a view of the service at the end of a chain of dependencies."""

    def prepare(client: Client, _people: People) -> Act:
        service = Service.objects.get(key=KEY.format(CHAIN - 1))
        return lambda _number: get(client, reverse(name, args=[service.pk]))

    return prepare


def _moving(client: Client, _people: People) -> Act:
    """Look at the plan of moving a page of the list to another group."""
    rows = [str(pk) for pk in Service.objects.order_by("pk").values_list("pk", flat=True)[1:51]]
    to = ServiceGroupPage.objects.order_by("path").last()
    asked = {"rows": rows, "to": str(to.pk), "plan": "1"}
    return lambda _number: bytes(client.post(reverse("catalogue:move"), asked).content)


def _plan(kind: str, *, changed: bool = False) -> Callable[[Client, People], Act]:
    """Look at what a file would change that the export wrote, as it is or edited."""

    def prepare(client: Client, _people: People) -> Act:
        file = get(client, reverse("catalogue:export", args=[kind]))
        if changed:
            file = file.replace("Läuft auf".encode(), b"Wohnt auf")

        def act(_number: int) -> bytes:
            upload = BytesIO(file)
            upload.name = f"services.{kind}"
            content = bytes(
                client.post(reverse("catalogue:import"), {"file": upload}, follow=True).content
            )
            assert (b'name="seen"' in content) is changed
            return content

        return act

    return prepare


LIST = "services_modeladmin_index"
STEPS = (
    Step("list of services", "admin", _screen(LIST)),
    Step("list of services, page 100", "admin", _screen(LIST, p="99")),
    Step("list of services, one group", "admin", _screen(LIST, group=KEY.format(1))),
    Step("list of services without a concept", "admin", _screen(LIST, concept="none")),
    Step("list of services, search", "admin", _screen(LIST, q="999")),
    Step("list of service groups", "admin", _screen("service-groups_modeladmin_index")),
    Step("choose a service, search", "admin", _screen("service_chooser:choose_results", q="999")),
    Step("page of a service", "admin", _one("services_modeladmin_inspect")),
    Step("form of a service", "admin", _one("services_modeladmin_edit")),
    Step("plan of moving 50 services", "admin", _moving),
    Step("export as a table", "admin", _screen("catalogue:export", "csv")),
    Step("export as YAML", "admin", _screen("catalogue:export", "yaml")),
    Step("import of a table, nothing changes", "admin", _plan("csv")),
    Step("import of YAML, nothing changes", "admin", _plan("yaml")),
    Step("import of a table, all comments change", "admin", _plan("csv", changed=True)),
)
