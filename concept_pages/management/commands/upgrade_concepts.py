"""`manage.py upgrade_concepts --to RELEASE`: bring concepts to a release of a template.

RELEASE is a number such as 2.0, or TEMPLATE/RELEASE such as small_services/1.0: with `--service`, a
concept is brought to another template like this.
"""

from __future__ import annotations

import gc
import json
import logging
import resource
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, reset_queries
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workflows.errors import NotPossible
from workflows.management.plain import PlainCommand
from workflows.models import Release

from ...actions.upgrade import UpgradeRefused, apply_upgrade, refuse_target
from ...models import ConceptPage, TemplatePage
from ...queries.upgrades import (
    STATUS_LABELS,
    UpgradePlan,
    UpgradeStatus,
    plan_upgrade,
    resting_on,
)
from ..people import active_person, told

AT_ONCE = 50
"""After so many concepts everything that was read is forgotten, so that memory does not grow."""

COUNTED = ("kept", "moved", "converted", "mapped", "parked", "new", "incomplete")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of one concept: its data for `--json`, and the sentence of a refusal."""

    data: dict[str, Any]
    sentence: str = ""

    @property
    def status(self) -> str:
        """Planned, applied, unchanged, or why nothing was done."""
        return str(self.data["status"])


class Command(PlainCommand):
    """Previews or applies an upgrade; one transaction per concept, so a second run goes on."""

    help = "Bring concepts to a release of their template; no answer is lost, none in review moved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the release, which concepts, and whether to write."""
        parser.add_argument(
            "--to", required=True, help="a release: 2.0, or with its template small_services/1.0"
        )
        parser.add_argument("--template", default="", help="the key of the template")
        parser.add_argument(
            "--service",
            default="",
            help="only the concept of this service, even if it rests on another template",
        )
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--preview", action="store_true", help="say what would happen")
        mode.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--as", dest="user", default="", help="who does it; the system itself if not given"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per concept")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the concepts and say what came of each, then how long it took."""
        started = time.perf_counter()
        person = active_person(options["user"]) if options["user"] else None
        to = _release(options["to"], options["template"])
        _refuse(to)
        counts: Counter[str] = Counter()
        for page_id in _concepts(options["service"], to):
            outcome = _outcome(page_id, to, person, apply=options["apply"])
            counts[outcome.status] += 1
            self._tell(outcome, as_json=options["json"])
        self._finish(counts, time.perf_counter() - started, as_json=options["json"])

    def _tell(self, outcome: Outcome, *, as_json: bool) -> None:
        data = outcome.data
        if as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        found = ", ".join(f"{name} {len(data[name])}" for name in COUNTED if data.get(name))
        self.stdout.write(f"{data['service']}: {outcome.status}  {outcome.sentence or found}")

    def _finish(self, counts: Counter[str], seconds: float, *, as_json: bool) -> None:
        """Say how many, how long and how much memory; beside the JSON, not in it."""
        told = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
        said = _("%(count)d concepts (%(told)s) in %(seconds).1f s, peak memory %(memory).0f MiB.")
        line = said % {
            "count": counts.total(),
            "told": told or "–",
            "seconds": seconds,
            "memory": peak_memory(),
        }
        (self.stderr if as_json else self.stdout).write(line)
        if not counts:
            self.stderr.write(
                _("No concept rests on this template. To bring a concept to it from another "
                  "template, name its service with --service.")
            )  # fmt: skip
        if counts["failed"]:
            raise CommandError(
                _("%(count)d concepts failed; nothing of them has changed. Run the command again.")
                % {"count": counts["failed"]}
            )


def peak_memory() -> float:
    """Return the largest memory that this process has used, in MiB.

    Linux tells it best in /proc: what `getrusage` says there includes the process that started
    this one.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) / 1024
    except (OSError, ValueError, IndexError):
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _concepts(service: str, to: Release) -> Iterator[int]:
    """Yield the primary keys of the concepts, read in chunks so that no list of all is kept."""
    wanted = ConceptPage.objects.filter(services__key=service) if service else resting_on(to)
    if service and not wanted.exists():
        raise CommandError(_("There is no concept of a service “%(key)s”.") % {"key": service})
    last = 0
    while keys := list(
        wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield from keys
        last = keys[-1]
        _forget()


def _forget() -> None:
    """Let go of what concepts leave behind: circles of objects, queries, the pages of SQLite."""
    gc.collect()
    reset_queries()  # with DEBUG, Django remembers every query
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")


def _outcome(page_id: int, to: Release, person: Any | None, *, apply: bool) -> Outcome:
    """Plan or apply one upgrade; whatever goes wrong concerns this concept alone."""
    page = ConceptPage.objects.get(pk=page_id)
    try:
        if not apply:
            return _planned(plan_upgrade(page, to))
        comment = "" if person else _("By the command upgrade_concepts.")
        return _planned(apply_upgrade(page, to=to, by=person, comment=comment))
    except UpgradeRefused as error:
        data = error.plan.as_data() if error.plan else _nothing(page, to, "refused")
        return Outcome({**data, "reason": error.sentence}, error.sentence)
    except NotPossible as error:
        reason = told(error)
        return Outcome({**_nothing(page, to, "refused"), "reason": reason}, reason)
    except Exception as error:
        logger.exception("The upgrade of concept %s failed", page_id)
        return Outcome({**_nothing(page, to, "failed"), "reason": str(error)}, str(error))


def _planned(plan: UpgradePlan) -> Outcome:
    told = plan.status in (UpgradeStatus.PLANNED, UpgradeStatus.APPLIED)
    return Outcome(plan.as_data(), "" if told else str(STATUS_LABELS[plan.status]))


def _nothing(page: ConceptPage, to: Release, status: str) -> dict[str, Any]:
    """Return the data of a concept of which nothing has changed."""
    services = [service.key for service in page.covered_services]
    return {
        "service": services[0] if services else "",
        "services": services,
        "status": status,
        "from": page.definition.version,
        "to": to.number,
        **{name: [] for name in COUNTED},
    }


def _release(named: str, template: str) -> Release:
    """Return the release of that number, of the template of that key or of the only one.

    `named` may say the template itself, such as small_services/1.0.
    """
    key, _slash, number = named.rpartition("/")
    if key and template and key != template:
        raise CommandError(_("--to and --template name different templates."))
    key = key or template
    templates = TemplatePage.objects.filter(key=key) if key else TemplatePage.objects.all()
    if key and not templates.exists():
        raise CommandError(_("There is no template “%(key)s”.") % {"key": key})
    releases = Release.objects.filter(
        page__in=templates.values("pk"), kind=Release.Kind.VERSION
    ).defer("content")
    found = list(releases.filter(number=number)[:2])
    if not found:
        raise CommandError(
            _("There is no release %(number)s. There are: %(known)s.")
            % {"number": number, "known": _names(releases)}
        )
    if len(found) > 1:
        raise CommandError(
            _("Several templates have this release: say which, as in --to TEMPLATE/RELEASE.")
        )
    return found[0]


def _names(releases: QuerySet[Release]) -> str:
    """Return the releases as `--to` takes them."""
    ordered = releases.order_by("page_id", "sequence")
    keys = dict(TemplatePage.objects.values_list("pk", "key"))
    return ", ".join(f"{keys[one.page_id]}/{one.number}" for one in ordered) or "–"


def _refuse(to: Release) -> None:
    """Say once, not for each concept, that nothing can be brought to this release."""
    try:
        refuse_target(to)
    except NotPossible as error:
        raise CommandError(error.sentence) from error
