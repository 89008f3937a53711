"""The HTML is well-formed, can be navigated, and says what changed."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from concept_pages.documents.document import (
    Change,
    Document,
    Entry,
    Section,
    paragraphs,
)
from concept_pages.documents.formats import FORMATS
from concept_pages.documents.to_html import css_string, render_body, render_contents
from tests.documents.shipped import EXAMPLES, assembled, example_content

VOID = {"meta", "br", "link", "input", "hr", "img"}


class _Nesting(HTMLParser):
    """Reads HTML and complains about elements that are closed wrongly or have a name twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if str(found.get("href", "")).startswith("#"):
            self.targets.append(str(found["href"])[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_html_is_nested_well_and_its_links_lead_somewhere(example: object) -> None:
    reader = _Nesting()

    reader.feed(FORMATS["html"].render(assembled(example_content(example))).decode())  # type: ignore[arg-type]

    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    assert reader.targets
    assert set(reader.targets) <= set(reader.ids)


@pytest.mark.parametrize("language", ["de", "en"])
def test_html_says_its_language(language: str) -> None:
    document = assembled(example_content(EXAMPLES[0]), language=language)

    assert f'<html lang="{language}">' in FORMATS["html"].render(document).decode()


def test_headings_follow_the_depth_of_sections() -> None:
    inner = Section(key="c", label="C", sections=(Section(key="d", label="D"),))
    top = Section(key="a", label="A", sections=(Section(key="b", label="B", sections=(inner,)),))

    html = render_body(Document(kind="concept", language="en", title="T", sections=(top,)))

    assert re.findall(r"<(h\d)", html) == ["h2", "h3", "h4", "h4"]


def test_contents_go_down_to_the_depth_that_is_wanted() -> None:
    document = assembled(example_content(EXAMPLES[0]))

    chapters = render_contents(document, depth=1)

    assert chapters.count("<li>") == len(document.sections)
    assert render_contents(document).count("<li>") == len(list(document.walk()))


def test_changed_entry_is_marked_and_says_what_it_said_before() -> None:
    entry = Entry(
        key="a", label="Label", blocks=paragraphs("neu"), before=paragraphs("alt"),
        change=Change.CHANGED, change_label="changed", remarks=("The type changed.",),
    )  # fmt: skip
    section = Section(key="s", label="S", entries=(entry,))

    html = render_body(Document(kind="concept", language="en", title="T", sections=(section,)))

    for part in ("is-changed", "changed</span>", "The type changed.", "alt", "neu"):
        assert part in html


def test_keys_and_labels_are_escaped() -> None:
    entry = Entry(key='"><script>', label="<b>", blocks=())
    section = Section(key='"><script>', label="<i>", number="<u>", notes=("<p>",), entries=(entry,))
    document = Document(kind="concept", language="en", title="<h1>", sections=(section,))

    html = FORMATS["html"].render(replace(document, classification_label="</style>")).decode()

    assert "<script>" not in html
    assert "</style>" not in html.partition("</head>")[2]
    for text in ("&lt;b&gt;", "&lt;i&gt;", "&lt;u&gt;", "&lt;p&gt;", "&lt;h1&gt;"):
        assert text in html


def test_css_string_cannot_end_early() -> None:
    assert css_string('a"b\\c\n</style>é') == '"a\\22 b\\5c c\\a \\3c \\2f style\\3e \\e9 "'
