"""The parts of `docs/reference` that are made from the code: `make docs` writes them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from django.conf import settings
from django.utils import translation

from concept_pages.access.default_roles import DEFAULT_ROLES
from concept_pages.access.rights import RIGHTS
from workflows.states import TRANSITIONS

REFERENCE = Path(settings.BASE_DIR) / "docs" / "reference"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(head), ["---"] * len(list(head)), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def rights() -> str:
    """Return the table of rights."""
    return table(
        ["right", "allows", "requirement"],
        ([f"`{r.code}`", r.description, r.thesis or "–"] for r in RIGHTS.values()),
    )


def roles() -> str:
    """Return the table of the roles that every new database has."""
    return table(
        ["role", "key", "inherits", "clearance", "own rights", "for"],
        (
            [
                f"{role.name.en} / {role.name.de}",
                f"`{role.key}`",
                f"`{role.inherits}`" if role.inherits else "–",
                role.clearance.replace("_", " "),
                ", ".join(f"`{right}`" for right in role.rights),
                role.description.en,
            ]
            for role in DEFAULT_ROLES
        ),
    )


def moves() -> str:
    """Return the table of states and moves."""
    return table(
        ["move", "from", "to"],
        (
            [f"`{t.move}`", ", ".join(f"`{state}`" for state in t.sources), f"`{t.target}`"]
            for t in TRANSITIONS
        ),
    )


MADE = {
    "roles": ("roles.md", roles),
    "rights": ("roles.md", rights),
    "moves": ("lifecycle.md", moves),
}
"""By the name between the markers: the page and what makes its part."""


def renewed(name: str) -> tuple[Path, str]:
    """Return a page and the text it should have, with the part between its markers made anew."""
    file_name, make = MADE[name]
    page = REFERENCE / file_name
    begin, end = f"<!-- made: {name} -->", f"<!-- end: {name} -->"
    with translation.override("en"):
        part = f"{begin}\n\n{make()}\n\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    return page, pattern.sub(lambda _match: part, page.read_text("utf-8"))


if __name__ == "__main__":
    for part_name in MADE:
        path, text = renewed(part_name)
        path.write_text(text, "utf-8")
