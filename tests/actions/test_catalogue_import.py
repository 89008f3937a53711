"""A catalogue is applied completely or not at all, and as often as one likes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

import concept_pages.demo
from concept_pages.actions.catalogue import CatalogueError, apply_catalogue, plan_catalogue
from concept_pages.definition.answer_types.texts import UNPRINTABLE
from concept_pages.definition.catalogue import Catalogue, Entry, GroupEntry, ServiceEntry
from concept_pages.definition.elements import Text
from concept_pages.models import Department, Service, ServiceDependency, ServiceGroupPage
from concept_pages.queries.catalogue import stored_catalogue
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft

pytestmark = pytest.mark.django_db

SHIPPED = Path(concept_pages.demo.__file__).parent / "data" / "services.yaml"


def entry(key: str, group: str = "net", **kwargs: object) -> ServiceEntry:
    return ServiceEntry(key, Text(key, key), group, **kwargs)  # type: ignore[arg-type]


NET = GroupEntry("net", Text("Netz", "Network"))


def test_apply_writes_groups_departments_services_and_dependencies() -> None:
    catalogue = Catalogue(
        departments=(Entry("hpc", Text("Rechnen", "Computing")),),
        groups=(NET,),
        services=(
            entry("dns", department="hpc", needs=frozenset({("backbone", "required")})),
            entry("backbone"),
        ),
    )

    apply_catalogue(catalogue)

    dns = Service.objects.get(key="dns")
    assert (dns.group.key, dns.department.key) == ("net", "hpc")
    assert [row.needs.key for row in dns.dependency_rows.all()] == ["backbone"]
    assert ServiceGroupPage.objects.get(key="net").live


def test_applied_catalogue_changes_nothing_the_second_time() -> None:
    call_command("import_services", str(SHIPPED), stdout=io.StringIO())
    stored = stored_catalogue()

    plan = plan_catalogue(stored)

    assert (plan.problems, plan.changes.counts) == ((), (0, 0))


def test_apply_renames_and_keeps_what_the_catalogue_does_not_name() -> None:
    other = ServiceFactory(name_de="Bleibt")
    apply_catalogue(Catalogue(groups=(NET,), services=(entry("dns"),)))

    renamed = ServiceEntry("dns", Text("Namen", "Names"), "net")
    changes = apply_catalogue(Catalogue(groups=(NET,), services=(renamed,)))

    other.refresh_from_db()
    assert (Service.objects.get(key="dns").name_de, other.name_de) == ("Namen", "Bleibt")
    assert changes.counts == (0, 1)


def test_renamed_group_is_renamed_for_readers_too() -> None:
    apply_catalogue(Catalogue(groups=(NET,)))

    apply_catalogue(Catalogue(groups=(GroupEntry("net", Text("Netzdienste", "Network services")),)))

    group = ServiceGroupPage.objects.get(key="net")
    assert (group.title, group.title_en, group.live) == ("Netzdienste", "Network services", True)


def test_dependencies_are_those_of_the_catalogue() -> None:
    before = entry("dns", needs=frozenset({("ntp", "required")}))
    apply_catalogue(Catalogue(groups=(NET,), services=(before, entry("ntp"), entry("backbone"))))

    after = entry("dns", needs=frozenset({("backbone", "optional")}))
    apply_catalogue(Catalogue(groups=(NET,), services=(after,)))

    rows = ServiceDependency.objects.values_list("service__key", "needs__key", "kind")
    assert list(rows) == [("dns", "backbone", "optional")]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (entry("dns", group="nowhere"), "services / dns / group"),
        (entry("dns", department="none"), "services / dns / department"),
        (entry("dns", needs=frozenset({("ghost", "required")})), "services / dns / requires"),
        (entry("dns", needs=frozenset({("ghost", "optional")})), "services / dns / optional"),
        (entry("dns", needs=frozenset({("dns", "required")})), "services / dns / requires"),
    ],
)
def test_dangling_key_is_refused_and_nothing_is_written(wrong: ServiceEntry, where: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        apply_catalogue(
            Catalogue(departments=(Entry("hpc", Text("a", "b")),), groups=(NET,), services=(wrong,))
        )

    assert [problem.where for problem in caught.value.problems] == [where]
    assert not Department.objects.exists()
    assert not ServiceGroupPage.objects.exists()


def longest(model: type[Model], column: str) -> int:
    """Return how many characters a column holds."""
    return model._meta.get_field(column).max_length


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("kind", "model", "columns"),
    [
        ("departments", Department, {"de": "name_de", "en": "name_en"}),
        ("groups", ServiceGroupPage, {"de": "title", "en": "title_en"}),
        ("services", Service, {"de": "name_de", "en": "name_en"}),
    ],
)
def test_name_is_as_long_as_its_column(
    kind: str, model: type[Model], columns: dict[str, str], language: str
) -> None:
    limit = longest(model, columns[language])
    fits, misfits = (
        catalogue_of_one(kind, replace(Text("a", "b"), **{language: "x" * length}))
        for length in (limit, limit + 1)
    )

    with pytest.raises(CatalogueError) as caught:
        apply_catalogue(misfits)
    apply_catalogue(fits)

    (problem,) = caught.value.problems
    assert problem.where == f"{kind} / one / name_{language}"
    assert problem.message.values == {"length": limit + 1, "limit": limit}
    assert len(getattr(model.objects.get(key="one"), columns[language])) == limit


def test_name_that_becomes_too_long_is_refused_and_stays() -> None:
    service = ServiceFactory(key="dns", name_de="Namen")
    longer = ServiceEntry("dns", Text("x" * 201, ""), service.group.key)

    with pytest.raises(CatalogueError, match="too long: 201 characters"):
        apply_catalogue(Catalogue(services=(longer,)))

    assert Service.objects.get(key="dns").name_de == "Namen"


@pytest.mark.parametrize(
    ("kind", "name", "comment", "column"),
    [
        ("departments", Text("a\x00", "b"), None, "name_de"),
        ("groups", Text("a", "b\x1b"), None, "name_en"),
        ("groups", Text("a", "b"), "c\x00", "comment"),
        ("services", Text("a\x07", "b"), None, "name_de"),
        ("services", Text("a", "b"), "c\x00", "comment"),
    ],
)
def test_control_character_is_refused(
    kind: str, name: Text, comment: str | None, column: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        apply_catalogue(catalogue_of_one(kind, name, comment))

    (problem,) = caught.value.problems
    assert (problem.where, problem.message) == (f"{kind} / one / {column}", UNPRINTABLE)


def catalogue_of_one(kind: str, name: Text, comment: str | None = None) -> Catalogue:
    """Return a catalogue with one entry of a kind, and a group for it."""
    if kind == "departments":
        return Catalogue(departments=(Entry("one", name),))
    if kind == "groups":
        return Catalogue(groups=(GroupEntry("one", name, comment),))
    return Catalogue(groups=(NET,), services=(ServiceEntry("one", name, "net", comment=comment),))


def test_keys_of_the_database_count_as_known() -> None:
    ServiceFactory(key="ntp", group=ServiceGroupFactory(key="net"))

    plan = plan_catalogue(
        Catalogue(services=(entry("dns", needs=frozenset({("ntp", "required")})),))
    )

    assert plan.problems == ()


def test_service_that_changes_its_group_takes_its_concept_along() -> None:
    service = ServiceFactory(key="dns")
    concept = concept_draft(service)
    moved = ServiceEntry("dns", service.label, "net")

    apply_catalogue(Catalogue(groups=(NET,), services=(moved,)))

    concept.refresh_from_db()
    assert concept.get_parent().specific.key == "net"


def test_command_names_the_places_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text("format: services/1\nservices: [{key: dns, de: DNS, en: DNS, group: net}]")

    with pytest.raises(CommandError, match="services / dns / group"):
        call_command("import_services", str(file))

    assert not Service.objects.exists()


@pytest.mark.parametrize("options", [(), ("--preview",)])
@pytest.mark.parametrize(
    ("name", "source", "place"),
    [
        (
            "services.yaml",
            "format: services/1\ngroups:\n- key: net\n  en: Network\n  de: '{long}'\n",
            "Zeile 5, groups / net / de",
        ),
        ("services.csv", "kind;key;name_de\ngroup;net;{long}\n", "Zeile 2, groups / net / name_de"),
    ],
)
def test_command_names_the_line_of_what_is_too_long(
    tmp_path: Path, name: str, source: str, place: str, options: tuple[str, ...]
) -> None:
    file = tmp_path / name
    file.write_text(source.format(long="x" * 256))

    with pytest.raises(CommandError, match=f"{place}.*255"):
        call_command("import_services", str(file), *options)

    assert not ServiceGroupPage.objects.exists()


def test_command_says_that_a_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.yaml"):
        call_command("import_services", str(tmp_path / "missing.yaml"))
