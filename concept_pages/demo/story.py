"""The concepts of the demo and how far each has come, played through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workflows.actions import approve, request_changes, start_version, submit
from workflows.models import Release

from ..actions.concepts import create_concept
from ..actions.import_concept import ConceptDataRefused, import_concept
from ..imports.concept_file import read_concept
from ..models import ConceptPage, Service, TemplatePage
from .people import account

CONCEPTS = Path(__file__).parent / "data" / "concepts"


class Stage(StrEnum):
    """How far a concept of the demo has come."""

    DRAFT = "draft"
    WITH_ISB = "with_isb"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    NEXT_VERSION = "next_version"


@dataclass(frozen=True)
class Chapter:
    """One concept: its file, the people of its service group, and how far it has come."""

    service: str
    team: str
    stage: Stage = Stage.DRAFT
    isb: str = "isb"

    @property
    def owner(self) -> str:
        """The account that starts and releases the concept."""
        return f"owner-{self.team}"

    @property
    def operator(self) -> str:
        """The account that fills it in and hands it in."""
        return f"operator-{self.team}"


STORY = (
    Chapter("dns", "network", Stage.NEXT_VERSION),
    Chapter("groupware", "special", Stage.RELEASED),
    Chapter("central_logging", "security", Stage.RELEASED, isb="isb2"),
    Chapter("archive_backup", "storage", Stage.WITH_ISB),
    Chapter("service_desk", "other", Stage.SENT_BACK),
    Chapter("video_conferencing", "special"),
    Chapter("building_alarm_mailing", "special"),
    Chapter("security_accounting", "security"),
)


def play(chapter: Chapter) -> bool:
    """Bring a concept into its state; return whether there was none for its service before."""
    if Service.objects.get(key=chapter.service).concept_id is not None:
        return False
    with transaction.atomic():
        _fill_in(chapter)
        for step in STEPS[chapter.stage]:
            step(_concept(chapter), chapter)
    return True


def _fill_in(chapter: Chapter) -> None:
    """The owner starts the concept, the operator fills it in."""
    data = read_concept((CONCEPTS / f"{chapter.service}.yaml").read_bytes())
    create_concept(
        services=[Service.objects.get(key=chapter.service)],
        template_release=_release_of(data.template),
        by=account(chapter.owner),
    )
    import_concept(data, by=account(chapter.operator))


def _release_of(template: str) -> Release:
    """Return the release of a template that new concepts are made from."""
    release: Release | None = TemplatePage.objects.get(key=template).lifecycle.released
    if release is None:
        raise ConceptDataRefused(
            _("No template with the key “%(key)s” is in force.") % {"key": template}
        )
    return release


def _hand_in(page: ConceptPage, chapter: Chapter) -> None:
    submit(page, by=account(chapter.operator), comment="Vollständig ausgefüllt, bitte prüfen.")


def _release_professionally(page: ConceptPage, chapter: Chapter) -> None:
    approve(page, by=account(chapter.owner), comment="Fachlich richtig.")


def _put_in_force(page: ConceptPage, chapter: Chapter) -> None:
    approve(page, by=account(chapter.isb), comment="Geprüft und freigegeben.")


def _send_back(page: ConceptPage, chapter: Chapter) -> None:
    request_changes(
        page,
        by=account(chapter.isb),
        comment="Bitte ergänzen, wie versehentlich mitgeschickte Passwörter aus Vorgängen entfernt "
        "werden und wer das kontrolliert.",
    )


def _work_on_next_version(page: ConceptPage, chapter: Chapter) -> None:
    """The operator starts the next version and changes a few answers."""
    operator = account(chapter.operator)
    start_version(page, by=operator, comment="Vierter Anycast-Standort.")
    draft: Any = _concept(chapter).get_latest_revision_as_object()
    draft.store(
        draft.stored_answers
        | {
            "machine_count": 10,
            "hardware_redundancy": [
                "mirrored_disks",
                "redundant_power",
                "cluster",
                "second_site",
                {"other": "Anycast an vier Standorten"},
            ],
            "last_changed": "2026-11-18",
            "document_version": "1.1",
        }
    )
    draft.save_revision(user=operator, log_action="wagtail.edit")


def _concept(chapter: Chapter) -> ConceptPage:
    return ConceptPage.objects.get(services__key=chapter.service)


Step = Callable[[ConceptPage, Chapter], None]

STEPS: dict[Stage, tuple[Step, ...]] = {
    Stage.DRAFT: (),
    Stage.WITH_ISB: (_hand_in, _release_professionally),
    Stage.SENT_BACK: (_hand_in, _release_professionally, _send_back),
    Stage.RELEASED: (_hand_in, _release_professionally, _put_in_force),
    Stage.NEXT_VERSION: (
        _hand_in,
        _release_professionally,
        _put_in_force,
        _work_on_next_version,
    ),
}
"""What happens to a concept after it was filled in, one person after the other."""
