"""A released template, small enough to see at a glance."""

from __future__ import annotations

from typing import Any

from concept_pages.actions.import_template import import_template, release_template
from concept_pages.definition.codec import decode
from concept_pages.definition.compare import breaks, with_decisions
from concept_pages.definition.elements import Decision, Definition
from concept_pages.models import TemplatePage
from tests.factories.people import UserFactory, assign
from workflows.models import Release

SMALL: Definition = decode(
    {
        "format": "template/1",
        "key": "small",
        "version": "1.0",
        "label": {"de": "Kleine Vorlage", "en": "Small template"},
        "document_title": {
            "de": "Sicherheitskonzept für {services}",
            "en": "Security concept for {services}",
        },
        "chapters": [
            {
                "key": "overview",
                "number": "1",
                "label": {"de": "Überblick", "en": "Overview"},
                "sections": [
                    {
                        "key": "service",
                        "label": {"de": "Dienst", "en": "Service"},
                        "questions": [
                            {
                                "key": "purpose",
                                "type": "text",
                                "required": True,
                                "label": {"de": "Wozu dient er?", "en": "What is it for?"},
                            },
                            {
                                "key": "addresses",
                                "type": "ip_list",
                                "confidentiality": "confidential",
                                "label": {"de": "Adressen", "en": "Addresses"},
                            },
                            {
                                "key": "risks",
                                "type": "longtext",
                                "confidentiality": "strictly_confidential",
                                "label": {"de": "Risiken", "en": "Risks"},
                            },
                        ],
                    }
                ],
            }
        ],
    }
)
"""One required internal question, one confidential and one strictly confidential."""

COMPLETE: dict[str, Any] = {
    "purpose": "Namen auflösen",
    "addresses": ["192.0.2.53"],
    "risks": "Schlüssel könnten verloren gehen.",
}
"""Answers to `SMALL` that can be submitted."""


def released_template(definition: Definition = SMALL) -> Release:
    """Return the release of a template: imported, submitted and released by two people."""
    author, isb = UserFactory(), UserFactory()
    assign(author, "admin")
    assign(isb, "isb")
    template = import_template(_declared(definition), by=author).template
    release_template(template, submitted_by=author, released_by=isb)
    return TemplatePage.objects.get(pk=template.pk).lifecycle.released


def _declared(definition: Definition) -> Definition:
    """Return the definition with something declared about all that breaks: the mildest there is."""
    previous = TemplatePage.objects.filter(key=definition.key).first()
    if previous is None or previous.lifecycle.released is None:
        return definition
    broken = breaks(decode(previous.lifecycle.released.content), definition)
    missing = {one.key: Decision("convert" if one.new else "park") for one in broken if not one.way}
    return with_decisions(definition, missing)
