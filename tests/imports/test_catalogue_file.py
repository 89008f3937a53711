"""Catalogue files are read whole, or refused with the place of everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import concept_pages.demo
from concept_pages.imports.catalogue_file import read_catalogue
from concept_pages.imports.yaml_file import MAX_BYTES, FileError, read_yaml

SHIPPED = Path(concept_pages.demo.__file__).parent / "data" / "services.yaml"


def places(source: str | bytes) -> list[str]:
    """Return where a file is wrong."""
    raw = source.encode() if isinstance(source, str) else source
    with pytest.raises(FileError) as caught:
        read_catalogue(raw)
    return [problem.where for problem in caught.value.problems]


def service(**entries: object) -> str:
    """Return a catalogue with one service in a group of its own."""
    given = {"key": "dns", "de": "DNS", "en": "DNS", "group": "net"} | entries
    inside = ", ".join(f"{name}: {value}" for name, value in given.items() if value is not None)
    return (
        f"format: services/1\ngroups: [{{key: net, de: Netz, en: Net}}]\nservices: [{{{inside}}}]\n"
    )


def test_shipped_file_is_read_completely() -> None:
    catalogue = read_catalogue(SHIPPED.read_bytes())

    counts = (
        len(catalogue.departments),
        len(catalogue.groups),
        len(catalogue.services),
        sum(len(entry.needs) for entry in catalogue.services),
    )
    assert counts == (4, 5, 84, 188)


def test_dependencies_say_how_much_they_matter() -> None:
    source = service(requires="[backbone]", optional="[ntp]")

    (entry,) = read_catalogue(source.encode()).services

    assert entry.needs == {("backbone", "required"), ("ntp", "optional")}


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("format: template/1", "catalogue"),
        ("[]", "catalogue"),
        ("", "catalogue"),
        ("format: services/1\nservers: []", "catalogue"),
        ("format: services/1\nservices: dns", "services"),
        ("format: services/1\nservices: [dns]", "services / 1"),
        (service(key="DNS"), "services / DNS"),
        (service(de=None, en=None), "services / dns"),
        (service(group=None), "services / dns / group"),
        (service(department="[x]"), "services / dns / department"),
        (service(requires="backbone"), "services / dns / requires"),
        (service(requires="[a, b]", optional="[a]"), "services / dns"),
        (service(owner="me"), "services / dns"),
    ],
)
def test_wrong_file_is_refused_with_the_place(source: str, where: str) -> None:
    assert where in places(source)


def test_key_that_is_there_twice_is_refused() -> None:
    source = "format: services/1\ngroups: [{key: net, de: a, en: b}, {key: net, de: c, en: d}]"

    assert places(source) == ["groups / net"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"a: [", 2),
        (b"a: 1\na: 2", 2),
        (b"\xff\xfe", 0),
        (b"a: 2026-13-45", 1),
        (b"!!python/object:os.system {}", 1),
        (b"[" * 5_000, 1),
        (b"x" * (MAX_BYTES + 1), 0),
    ],
)
def test_what_is_no_yaml_is_refused_with_the_line(source: bytes, line: int) -> None:
    with pytest.raises(FileError) as caught:
        read_yaml(source)

    assert [(problem.where, problem.line) for problem in caught.value.problems] == [("", line)]


def test_lists_that_contain_themselves_are_refused() -> None:
    assert places("format: services/1\nservices: &all [*all]")


def test_lists_of_lists_of_aliases_are_refused() -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    source = "\n".join(["format: services/1", *bomb, "services: *a11"])

    assert places(source)
