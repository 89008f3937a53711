"""HTML: the fragment that pages show, and one file that prints well and fetches nothing."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .document import Document, Entry, Section
from .markup import Markup, text_html

STYLESHEET = Path(settings.BASE_DIR, "static/concept_pages/css/document.css")
MARKUP = Markup()


def render(document: Document) -> bytes:
    """Return the document as one HTML file; nothing outside of it is needed or fetched."""
    html = render_to_string(
        "concept_pages/documents/file.html",
        {
            "document": document,
            "body": render_body(document),
            "contents": render_contents(document),
            "style": STYLESHEET.read_text(),
            "margins": {
                "classification": css_string(document.classification_label),
                "title": css_string(document.title),
                "origin": css_string(document.origin),
                "page": css_string(_("Page")),
            },
        },
    )
    return html.encode()


def render_body(document: Document) -> str:
    """Return the sections as an HTML fragment, chapters as h2; `section_id` names their anchors."""
    return "".join(_section(section, 1) for section in document.sections)


def render_contents(document: Document, *, depth: int = 2) -> str:
    """Return the table of contents down to `depth` as nested lists of links."""
    return _contents(document.sections, depth)


def section_id(key: str) -> str:
    """Return the anchor of a section; questions have `question_id`."""
    return f"section-{key}"


def question_id(key: str) -> str:
    """Return the anchor of a question."""
    return f"question-{key}"


def css_string(text: str) -> str:
    """Return text as a CSS string that cannot end early: all but letters and digits are escaped."""
    return '"' + re.sub(r"[^0-9A-Za-z]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _contents(sections: tuple[Section, ...], depth: int) -> str:
    if not sections or not depth:
        return ""
    items = "".join(
        f'<li><a href="#{section_id(escape(section.key))}">{_numbered(section)}</a>'
        f"{_contents(section.sections, depth - 1)}</li>"
        for section in sections
    )
    return f"<ol>{items}</ol>"


def _section(section: Section, depth: int) -> str:
    heading = f"h{min(depth + 1, 4)}"
    key = section_id(escape(section.key))
    parts = [
        f'<section class="doc-section doc-depth-{depth}{_change_class(section)}" id="{key}"'
        f' aria-labelledby="{key}-heading">',
        f'<{heading} id="{key}-heading">{_numbered(section)}'
        f"{_badge(section.level_label, 'level')}{_badge(section.change_label, 'change')}"
        f"</{heading}>",
    ]
    if section.help:
        parts.append(f'<p class="doc-help">{text_html(section.help)}</p>')
    parts += [f'<p class="doc-note">{text_html(note)}</p>' for note in section.notes]
    if section.entries:
        parts += ["<dl>", *map(_entry, section.entries), "</dl>"]
    parts += [_section(child, depth + 1) for child in section.sections]
    return "".join((*parts, "</section>"))


def _entry(entry: Entry) -> str:
    parts = [
        f'<div class="doc-entry doc-{entry.state}{_change_class(entry)}"'
        f' id="{question_id(escape(entry.key))}"><dt>{text_html(entry.label)}'
        f"{_badge(entry.level_label, 'level')}{_badge(entry.change_label, 'change')}"
    ]
    if entry.note:
        parts.append(f'<span class="doc-type">{text_html(entry.note)}</span>')
    parts.append("</dt>")
    if entry.help:
        parts.append(f'<dd class="doc-help">{text_html(entry.help)}</dd>')
    if entry.remarks:
        remarks = "".join(f"<li>{text_html(remark)}</li>" for remark in entry.remarks)
        parts.append(f'<dd class="doc-remarks"><ul>{remarks}</ul></dd>')
    now = ""
    if entry.before:
        before = f'<p class="doc-when">{escape(_("Before:"))}</p>'
        now = f'<p class="doc-when">{escape(_("Now:"))}</p>'
        parts.append(f'<dd class="doc-before">{before}{MARKUP.blocks(entry.before)}</dd>')
    if entry.blocks:
        parts.append(f'<dd class="doc-answer">{now}{MARKUP.blocks(entry.blocks)}</dd>')
    return "".join((*parts, "</div>"))


def _numbered(section: Section) -> str:
    number = f'<span class="doc-number">{escape(section.number)}</span> ' if section.number else ""
    return f"{number}{text_html(section.label)}"


def _badge(label: str, kind: str) -> str:
    return f' <span class="doc-badge doc-{kind}">{escape(label)}</span>' if label else ""


def _change_class(part: Entry | Section) -> str:
    return f" is-{part.change}" if part.change else ""
