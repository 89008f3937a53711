"""`python -m tests.bench.upgrade`: bring many released concepts to a template that has changed.

One question is added, one moved to another chapter, one retyped, one loses an option, one is
deleted. The command runs in a process of its own, so that its peak memory is its own; afterwards
every answer is accounted for from what the command says and from what is stored.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ADDED = "bench_added"


def main() -> int:
    """Build, release the changed template, upgrade, check and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.upgrade", description=__doc__)
    parser.add_argument("--services", type=int, default=1000)
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory(prefix="secdoc-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["SECDOC_VAR_DIR"] = folder
        import django  # noqa: PLC0415 - the settings read the environment that was set above

        django.setup()
        return _measure(arguments.services)


def _measure(services: int) -> int:
    from . import data  # noqa: PLC0415 - needs Django

    people = data.build(services)
    before = _answers()
    number, changed = _changed_template(people)
    print(f"{services} concepts; {', '.join(f'{what} {key}' for what, key in changed.items())}")
    command = [sys.executable, "manage.py", "upgrade_concepts", "--to", number, "--json"]
    for mode in ("--preview", "--apply", "--apply"):
        run = subprocess.run([*command, mode], check=True, capture_output=True, text=True)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        print(f"{mode:<10} {run.stderr.strip()}")
        if lines[0]["status"] != "unchanged":
            _account_for(lines, before)
    _account_for_stored(before)
    return 0


def _answers() -> dict[str, int]:
    """Return how many answers the concept of each service holds."""
    from concept_pages.models import ConceptPage  # noqa: PLC0415 - needs Django

    pages = ConceptPage.objects.prefetch_related("services").iterator(chunk_size=100)
    return {page.services.all()[0].key: len(page.stored_answers) for page in pages}


def _changed_template(people: Any) -> tuple[str, dict[str, str]]:
    """Release the next version; return its number, and which question each change concerns."""
    from concept_pages.actions.import_template import (  # noqa: PLC0415 - needs Django
        Breaking,
        import_template,
        release_template,
    )
    from concept_pages.definition.codec import decode, encode  # noqa: PLC0415 - needs Django
    from concept_pages.models import TemplatePage  # noqa: PLC0415 - needs Django

    template = TemplatePage.objects.get()
    made = encode(decode(template.lifecycle.released.content))
    changed = change(made)
    import_template(decode(made), by=people.admin, breaking=Breaking.PARK)
    template = TemplatePage.objects.get()
    return release_template(template, submitted_by=people.admin, released_by=people.isb), changed


def change(made: dict[str, Any]) -> dict[str, str]:
    """Change a template in the template format in five ways; return which questions by way."""
    sections = list(_sections(made["chapters"]))
    used = json.dumps(made)
    free = [
        (section, question)
        for section in sections
        for question in section.get("questions", ())
        if f'"question": "{question["key"]}"' not in used and "filter_by" not in question
    ]

    def first(*types: str) -> tuple[dict[str, Any], dict[str, Any]]:
        found = next(one for one in free if one[1]["type"] in types)
        free.remove(found)
        return found

    moved_from, moved = first("text")
    moved_from["questions"].remove(moved)
    sections[-1].setdefault("questions", []).append(moved)
    _section, retyped = first("longtext")
    retyped["type"] = "date"
    for limit in ("max_length", "min_length", "pattern"):
        retyped.pop(limit, None)
    _section, shortened = next(
        one for one in free if one[1]["type"] == "multiple_choice" and one[1].get("options")
    )
    shortened["options"].pop(0)
    gone_from, gone = first("ip_list", "hostname_list")
    gone_from["questions"].remove(gone)
    label = {"de": "Neu gefragt", "en": "Newly asked"}
    sections[0].setdefault("questions", []).append(
        {"key": ADDED, "type": "text", "required": True, "label": label}
    )
    return {"added": ADDED, "moved": moved["key"], "retyped": retyped["key"],
            "option removed:": shortened["key"], "deleted": gone["key"]}  # fmt: skip


def _sections(groups: list[dict[str, Any]]) -> Any:
    for group in groups:
        yield group
        yield from _sections(group.get("sections", []))


def _account_for(lines: list[dict[str, Any]], before: dict[str, int]) -> None:
    """Fail where the command's lists do not add up to the answers that there were."""
    told = {
        line["service"]: len(line["kept"]) + len(line["parked"]) - len(line["parked_in_part"])
        for line in lines
    }
    assert told == before, "The lists do not account for every answer."
    shown = (
        "kept",
        "moved",
        "converted",
        "mapped",
        "parked",
        "parked_in_part",
        "new",
        "incomplete",
    )
    print("           each:", ", ".join(f"{name} {len(lines[0][name])}" for name in shown))


def _account_for_stored(before: dict[str, int]) -> None:
    """Fail where what is stored now does not add up to the answers that there were."""
    from concept_pages.models import ConceptPage  # noqa: PLC0415 - needs Django

    for page in ConceptPage.objects.iterator(chunk_size=100):
        draft = page.get_latest_revision_as_object()
        whole = [answer for answer in draft.parked_answers if answer.whole]
        service = draft.covered_services[0].key
        assert len(draft.stored_answers) + len(whole) == before[service], service
    print(f"           {sum(before.values())} answers before, every one accounted for")


if __name__ == "__main__":
    sys.exit(main())
