"""What a YAML parser complains about, in plain words."""

from __future__ import annotations

from typing import Any

from ..definition.problems import Message, gettext_noop

_WORDS = (
    ("',' or ']'",
     gettext_noop("The list that opens with “[” in line %(opened)d is not closed, or a comma is "
                  "missing.")),
    ("',' or '}'",
     gettext_noop("The entries that open with “{” in line %(opened)d are not closed, or a comma is "
                  "missing.")),
    ("end of stream",
     gettext_noop("The quotation mark that opens in line %(opened)d is not closed.")),
    ("expected key",
     gettext_noop("An entry cannot begin here. Look at the indentation and the quotation marks.")),
    ("expected '-' indicator",
     gettext_noop("An entry of a list has to begin with “- ”, indented like the others.")),
    ("block sequence entries are not allowed",
     gettext_noop("A list cannot begin here. Put it on lines of its own.")),
    ("mapping values are not allowed",
     gettext_noop("A colon cannot stand here. Put the text in quotation marks, or look at the "
                  "indentation.")),
    ("expected ':'", gettext_noop("The colon after the name of an entry is missing.")),
    ("cannot start any token",
     gettext_noop("A text cannot begin with this character. Put the text in quotation marks; "
                  "indent with spaces, not with tabs.")),
    ("escape character",
     gettext_noop("A backslash in double quotation marks has a meaning of its own. Use single "
                  "quotation marks, or two backslashes.")),
    ("control characters", gettext_noop("There is a character that is not part of any text.")),
    ("tag", gettext_noop("A word that begins with “!” is not understood. Put it in quotation "
                         "marks.")),
    ("unhashable", gettext_noop("The name of an entry has to be a text.")),
    ("another document",
     gettext_noop("The file has several parts, divided by “---”. Leave only one.")),
    ("<document start>",
     gettext_noop("The file goes on after its end. Look at the indentation.")),
    ("node content", gettext_noop("A value is missing here.")),
)  # fmt: skip
_ANYTHING_ELSE = gettext_noop("From here on it cannot be understood.")


def plain_words(problem: str, opened: Any = None) -> Message:
    """Return what a parser says in a sentence; `opened` marks where the part it reads begins."""
    for sign, sentence in _WORDS:
        if sign in problem and (opened is not None or "%(opened)d" not in sentence):
            return Message(sentence, {"opened": opened.line + 1} if opened else {})
    return Message(_ANYTHING_ELSE)
