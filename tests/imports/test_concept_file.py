"""Concept files: what they say, and what is wrong with those that say it badly."""

from __future__ import annotations

import pytest

from concept_pages.imports.concept_file import read_concept
from concept_pages.imports.yaml_file import FileError
from tests.documents.shipped import EXAMPLES

FILE = """
format: concept/1
template: {key: small, version: "1.0"}
service: dns
answers:
  purpose: Namen auflösen
  addresses: [192.0.2.53]
not_applicable: {risks: "entfällt"}
"""


def test_read_concept_returns_what_the_file_says():
    data = read_concept(FILE.encode())

    assert (data.service, data.template, data.version) == ("dns", "small", "1.0")
    assert data.answers == {"purpose": "Namen auflösen", "addresses": ["192.0.2.53"]}
    assert data.not_applicable == {"risks": "entfällt"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_read_concept_reads_every_example(path):
    assert read_concept(path.read_bytes()).answers


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("concept/1", "template/1"), "concept"),
        (("service: dns", "service: DNS!"), "service"),
        (("service: dns", ""), "service"),
        (("key: small", "key: ''"), "template / key"),
        (("answers:", "antworten:"), "concept"),
        (("Namen auflösen", "2026-11-21"), "purpose"),
        (("{risks: ", "[risks, "), "yaml"),
        (('"entfällt"', "[1]"), "risks"),
    ],
)
def test_read_concept_names_the_place_of_what_is_wrong(change, where):
    broken = FILE.replace(*change)

    with pytest.raises(FileError) as refusal:
        read_concept(broken.encode())

    assert where == "yaml" or any(where in problem.where for problem in refusal.value.problems)


@pytest.mark.parametrize("source", [b"", b"- 1", b"\xff\xfe", b"a: &a [*a]", b"x" * 6_000_000])
def test_read_concept_refuses_what_is_no_concept(source):
    with pytest.raises(FileError):
        read_concept(source)
