"""Tables of spreadsheets are read as they come, and what is written is read back the same."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.catalogue import (
    OPTIONAL,
    REQUIRED,
    Catalogue,
    Entry,
    GroupEntry,
    ServiceEntry,
)
from concept_pages.definition.elements import Text
from concept_pages.imports.catalogue_problems import PartlyWrong
from concept_pages.imports.catalogue_table import read_table
from concept_pages.imports.catalogue_upload import read_catalogue_file
from concept_pages.imports.catalogue_writer import WRITERS
from concept_pages.imports.yaml_file import FileError

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
TEXTS = st.text(string.ascii_letters + "äöüß=+-@'\";,\t\n #:{}[]&*!|>%＝", max_size=20).map(
    str.strip
)
NAMES = st.builds(Text, TEXTS.filter(bool), TEXTS)
NEEDS = st.dictionaries(KEYS, st.sampled_from([REQUIRED, OPTIONAL]), max_size=4)


def unique(entries: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(entries, max_size=4, unique_by=lambda entry: entry.key).map(tuple)


CATALOGUES = st.builds(
    Catalogue,
    departments=unique(st.builds(Entry, KEYS, NAMES)),
    groups=unique(st.builds(GroupEntry, KEYS, NAMES, TEXTS)),
    services=unique(
        st.builds(
            ServiceEntry,
            KEYS,
            NAMES,
            group=KEYS,
            department=st.one_of(st.just(""), KEYS),
            needs=NEEDS.map(lambda needs: frozenset(needs.items())),
            comment=TEXTS,
            retired=st.booleans(),
        )
    ),
)


@pytest.mark.parametrize("kind", list(WRITERS))
@given(catalogue=CATALOGUES)
def test_what_is_written_is_read_back(kind: str, catalogue: Catalogue) -> None:
    read = read_catalogue_file(WRITERS[kind](catalogue), f"services.{kind}")

    assert read.catalogue == catalogue


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_of_all_spreadsheets_are_understood(separator: str, encoding: str) -> None:
    text = "key;name_de;group\r\ndns;Größe;net\r\n".replace(";", separator)

    (entry,) = read_table(text.encode(encoding)).catalogue.services

    assert (entry.key, entry.name.de, entry.group) == ("dns", "Größe", "net")


def test_column_that_is_missing_says_nothing() -> None:
    (entry,) = read_table(b"key,name_de\ndns,DNS\n").catalogue.services

    assert (entry.comment, entry.needs, entry.retired, entry.group) == (None, None, None, None)


def test_formula_is_written_as_text() -> None:
    service = ServiceEntry("dns", Text("=1+1", "@x"), group="net", needs=frozenset())

    written = WRITERS["csv"](Catalogue(services=(service,))).decode()

    assert ";'=1+1;'@x;" in written


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"", 1),
        (b"name;group\n", 1),
        (b"key;owner\n", 1),
        (b"key;key\n", 1),
        (b"key;name_de\ndns;DNS\nDNS;Gross\n", 3),
        (b"key;name_de\ndns;DNS\ndns;DNS\n", 3),
        (b"key;retired\ndns;perhaps\n", 2),
        (b"key;kind\ndns;server\n", 2),
        (b"key;requires\ndns;a a\n", 2),
        (b"key;name_de\ndns;DNS;more\n", 2),
        (b'key;name_de\ndns;"open\n', 2),
    ],
)
def test_wrong_table_is_refused_with_the_row(source: bytes, line: int) -> None:
    with pytest.raises(FileError) as caught:
        read_table(source)

    assert [problem.line for problem in caught.value.problems] == [line]


@pytest.mark.parametrize("name", ["services.xlsx", "services.ods", "services.csv", ""])
def test_workbook_is_refused_with_the_way_to_a_table(name: str) -> None:
    with pytest.raises(FileError, match=r"CSV \(UTF-8\)"):
        read_catalogue_file(b"PK\x03\x04\x14\x00", name)


def test_row_of_a_wrong_kind_hides_no_later_row() -> None:
    with pytest.raises(PartlyWrong) as caught:
        read_table(b"kind;key\nserver;mail\n;dns\n;Web\n;ntp\n")

    assert [problem.line for problem in caught.value.problems] == [2, 4]
    assert [entry.key for entry in caught.value.rest.services] == ["mail", "dns", "ntp"]
