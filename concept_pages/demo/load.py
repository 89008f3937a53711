"""Loads the demo: services, people, released templates, and concepts in every state.

Everything is written through the actions that people use, so that demo data is as real as theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..actions.catalogue import apply_catalogue, plan_catalogue
from ..actions.import_template import import_template, release_template
from ..imports.catalogue_file import read_catalogue
from ..imports.template_file import read_template
from ..models import TemplatePage
from .people import account, ensure_people, give_mail_addresses
from .story import STORY, play

DATA = Path(__file__).parent / "data"
TEMPLATES = ("lrz_template.yaml", "small_services.yaml")
"""The full template, and a short one for services that need no more."""


class DemoRefused(Exception):
    """This is no demo; the text is a translated sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Loaded:
    """What a load has added."""

    services: int
    people: int
    templates: int
    concepts: int


def load_demo() -> Loaded:
    """Load what is missing of the demo; loading it again adds nothing.

    Raises:
        DemoRefused: neither DEBUG nor demo mode is on; nothing was written.
    """
    if not (settings.DEBUG or settings.SECDOC_DEMO):
        raise DemoRefused(
            _(
                "The demo brings accounts with a published password, so it is loaded only in demo "
                "mode: set SECDOC_DEMO=1."
            )
        )
    return Loaded(
        services=_ensure_services(),
        people=ensure_people(),
        templates=sum(_ensure_template(name) for name in TEMPLATES),
        concepts=_play_story(),
    )


def _ensure_services() -> int:
    """Add what the catalogue lacks; what somebody has changed since stays as it is."""
    shipped = read_catalogue((DATA / "services.yaml").read_bytes())
    missing = plan_catalogue(shipped).changes.added
    apply_catalogue(missing)
    return len(missing.services)


def _ensure_template(name: str) -> int:
    """Import a shipped template and release it, unless it has been released before."""
    definition = read_template((DATA / name).read_bytes())
    if TemplatePage.objects.filter(key=definition.key, lifecycle__released__isnull=False).exists():
        return 0
    author = account("admin")
    template = import_template(definition, by=author).template
    release_template(template, submitted_by=author, released_by=account("isb"))
    return 1


def _play_story() -> int:
    played = sum(play(chapter) for chapter in STORY)
    give_mail_addresses()
    return played
