"""The shipped template and the example concepts, as a release would hold them; no database."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation

from concept_pages.definition.codec import decode
from concept_pages.definition.elements import Confidentiality, Definition
from concept_pages.documents.concept import Assembly
from concept_pages.documents.document import Document, Fact
from concept_pages.documents.provenance import Provenance

DATA = Path(settings.BASE_DIR) / "concept_pages/demo/data"
EXAMPLES = sorted((DATA / "concepts").glob("*.yaml"))
RELEASED = Provenance(
    version="1.0",
    version_label="Version 1.0",
    date="21. November 2026",
    fingerprint="3f2a9c81d0b2",
    facts=(Fact("version", "Version", ("1.0, 21. November 2026",)),),
)


@lru_cache(maxsize=1)
def shipped_definition() -> Definition:
    """Return the shipped template."""
    return decode(yaml.safe_load((DATA / "lrz_template.yaml").read_text()))


@lru_cache(maxsize=1)
def service_names() -> dict[str, dict[str, str]]:
    """Return the names of the shipped services."""
    services = yaml.safe_load((DATA / "services.yaml").read_text())["services"]
    return {s["key"]: {"de": s["de"], "en": s["en"]} for s in services}


def example_content(path: Path) -> dict[str, Any]:
    """Return what a release of an example concept would bind."""
    concept = yaml.safe_load(path.read_text())
    return content_of(concept["answers"], title=concept["title"], service=concept["service"])


def content_of(
    answers: dict[str, Any],
    *,
    title: dict[str, str] | None = None,
    service: str = "dns",
    not_applicable: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a release of a concept with these answers would bind."""
    return {
        "format": "concept-release/1",
        "title": title or {"de": "DNS", "en": "DNS"},
        "service_group": {"key": "network_services", "de": "Netzdienste", "en": "Network services"},
        "services": [{"key": service, **service_names()[service]}],
        "answers": answers,
        "not_applicable": not_applicable or {},
        "names": service_names(),
    }


def assembled(
    content: dict[str, Any],
    *,
    clearance: Confidentiality = Confidentiality.STRICTLY_CONFIDENTIAL,
    language: str = "de",
    definition: Definition | None = None,
    unanswered: bool = True,
) -> Document:
    """Return a content as the Document that a reader gets."""
    with translation.override(language):
        made = Assembly(
            definition or shipped_definition(), content, clearance=clearance, language=language
        )
        return made.document(RELEASED, unanswered=unanswered)
