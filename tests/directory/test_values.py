"""What a directory sends is cleaned before it is kept."""

from __future__ import annotations

import pytest

from concept_pages.definition.answer_types.texts import is_one_line
from concept_pages.directory.values import text_of


@pytest.mark.parametrize("sent", [b"Nora\nNeu", b"Nora\r\n Neu", b"Nora\x1b\x00 Neu"])
def test_names_of_a_directory_become_one_line(sent: bytes) -> None:
    assert text_of(sent) == "Nora Neu"
    assert is_one_line(text_of(sent))
