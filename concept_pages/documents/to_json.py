"""JSON: everything that the document says, with the stored answers beside their words."""

from __future__ import annotations

import json
from typing import Any

from .document import Block, Code, Document, Entry, ItemList, Quote, Section, Table, plain_text

FORMAT = "secdoc-document/1"


def render(document: Document) -> bytes:
    """Return the document as JSON in UTF-8."""
    text = json.dumps(_document(document), ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="replace")  # half of a surrogate pair is no character


def _document(document: Document) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": document.kind,
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "publisher": document.publisher,
        "classification": {
            "key": document.classification,
            "label": document.classification_label,
        },
        "version": document.version,
        "draft": document.draft,
        "facts": [
            {"key": fact.key, "label": fact.label, "lines": list(fact.lines)}
            for fact in document.facts
        ],
        "notices": list(document.notices),
        "withheld": document.withheld,
        "sections": list(map(_section, document.sections)),
    }


def _section(section: Section) -> dict[str, Any]:
    return _filled(
        key=section.key,
        number=section.number,
        label=section.label,
        help=section.help,
        notes=list(section.notes),
        change=section.change,
        entries=list(map(_entry, section.entries)),
        sections=list(map(_section, section.sections)),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    said = _filled(
        key=entry.key,
        label=entry.label,
        note=entry.note,
        help=entry.help,
        state=entry.state,
        confidentiality=entry.level,
        change=entry.change,
        text="\n".join(map(plain_text, entry.blocks)),
        blocks=list(map(_block, entry.blocks)),
        remarks=list(entry.remarks),
        before=list(map(_block, entry.before)),
    )
    return said if entry.value is None else {**said, "value": entry.value}


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    match block:
        case Table(header, rows):
            cells = [["\n".join(map(plain_text, cell)) for cell in row] for row in rows]
            return {"type": kind, "header": list(header), "rows": cells}
        case ItemList(items, start):
            said = [list(map(_block, item)) for item in items]
            return {"type": "list", "items": said, **({} if start is None else {"start": start})}
        case Quote(blocks):
            return {"type": kind, "blocks": list(map(_block, blocks))}
        case Code(text):
            return {"type": kind, "text": text}
        case _:
            return {"type": kind, "text": plain_text(block)}


def _filled(**parts: Any) -> dict[str, Any]:
    """Return what has a value; empty texts and lists would only make the file longer."""
    return {name: value for name, value in parts.items() if value not in ("", None, [])}
