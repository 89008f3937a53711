"""Markdown becomes blocks; HTML and unsafe addresses stay text."""

from __future__ import annotations

import pytest

from concept_pages.documents.document import (
    Code,
    Heading,
    ItemList,
    Paragraph,
    Quote,
    Run,
    Table,
    plain_text,
)
from concept_pages.documents.richtext import richtext, safe_href


def line(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_paragraphs_keep_their_styles() -> None:
    blocks = richtext("Ein **fetter**, *schräger* und `genauer` Text\nin zwei Zeilen")

    assert blocks == (
        Paragraph(
            (
                Run("Ein "),
                Run("fetter", bold=True),
                Run(", "),
                Run("schräger", italic=True),
                Run(" und "),
                Run("genauer", code=True),
                Run(" Text in zwei Zeilen"),
            )
        ),
    )


def test_list_right_below_a_paragraph_is_a_list() -> None:
    blocks = richtext("Text\n- eins\n- zwei\n  1. tiefer")

    assert blocks == (
        line("Text"),
        ItemList(((line("eins"),), (line("zwei"), ItemList(((line("tiefer"),),), start=1)))),
    )


def test_numbered_list_starts_where_it_says() -> None:
    assert richtext("3. drei\n4. vier") == (ItemList(((line("drei"),), (line("vier"),)), start=3),)


def test_headings_code_and_quotes_are_blocks() -> None:
    blocks = richtext("##### Titel\n\n```\na  b\n```\n\n> Zitat\n\n---")

    assert blocks == (Heading(3, (Run("Titel"),)), Code("a  b"), Quote((line("Zitat"),)))


def test_table_is_a_table() -> None:
    assert richtext("|A|B|\n|-|-|\n|1|**2**|") == (
        Table(("A", "B"), (((line("1"),), (Paragraph((Run("2", bold=True),)),)),)),
    )


def test_two_blanks_break_a_line() -> None:
    assert richtext("eins  \nzwei") == (line("eins\nzwei"),)


def test_html_stays_text() -> None:
    (block,) = richtext("<b>fett</b> <script>x</script>")

    assert block == line("<b>fett</b> <script>x</script>")


def test_link_carries_its_address() -> None:
    (block,) = richtext("[Seite](https://example.org/a?b=1&c=2)")

    assert block == Paragraph((Run("Seite", href="https://example.org/a?b=1&c=2"),))


def test_unsafe_link_stays_text() -> None:
    (block,) = richtext("[Datei](file:///etc/passwd) und [Rest](/intern)")

    assert isinstance(block, Paragraph)
    assert not any(run.href for run in block.runs)
    assert "/intern" in plain_text(block)


def test_image_becomes_its_words() -> None:
    (block,) = richtext("![Plan](http://example.org/plan.png)")

    assert block == line("Plan (http://example.org/plan.png)")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        " data:text/html,x",
        "file:///x",
        "/x",
        "x",
        "http://[",
    ],
)
def test_address_that_could_run_or_read_something_is_no_link(address: str) -> None:
    assert safe_href(address) == ""


@pytest.mark.parametrize("text", ["> " * 300 + "tief", "- " * 300 + "tief", ">" * 19 + " tief"])
def test_deepest_words_are_not_lost(text: str) -> None:
    assert any("tief" in plain_text(block) for block in richtext(text))


def test_tag_that_looks_like_an_address_stays_text() -> None:
    (block,) = richtext("<pdf:nextpage/> Text")

    assert block == line("<pdf:nextpage/> Text")


def test_control_characters_are_dropped() -> None:
    assert richtext("a\x00b\x08c") == (line("abc"),)
