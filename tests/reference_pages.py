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
from concept_pages.access.sentences import conditions_of
from concept_pages.blocks.question_blocks import FACES
from concept_pages.definition.elements import AnswerType
from concept_pages.definition.limits import LIMITS
from tests.access.doors import printed
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
        (
            [f"`{r.code}`", " ".join([str(r.description), *conditions_of(r)]), r.thesis or "–"]
            for r in RIGHTS.values()
        ),
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


EXAMPLES: dict[AnswerType, str] = {
    AnswerType.TEXT: '"Debian 12"',
    AnswerType.LONGTEXT: '"Several lines."',
    AnswerType.RICHTEXT: '"- **Markdown**"',
    AnswerType.SINGLE_CHOICE: "option_key",
    AnswerType.MULTIPLE_CHOICE: "[option_key, other_key]",
    AnswerType.YES_NO: "true",
    AnswerType.DATE: '"2026-11-21"',
    AnswerType.MONTH: '"2026-11"',
    AnswerType.TIME: '"07:30"',
    AnswerType.DURATION: '"36:00"',
    AnswerType.INTEGER: "42",
    AnswerType.NUMBER: "99.5",
    AnswerType.LETTERS: '"abc"',
    AnswerType.EMAIL: '"hotline@example.org"',
    AnswerType.URL: '"https://example.org/"',
    AnswerType.IP_LIST: '["192.0.2.10", "2001:db8::/32"]',
    AnswerType.HOSTNAME_LIST: "[www.example.org]",
    AnswerType.TABLE: '[{row: row_key, column_key: "text"}]',
    AnswerType.MATRIX: "{row_key: column_key}",
    AnswerType.REFERENCE_SERVICE: "service_key",
    AnswerType.FILE: "plan.pdf",
}


def types() -> str:
    """Return the table of answer types."""
    return table(
        ["type", "in the admin", "an answer", "limits"],
        (
            [
                f"`{kind}`",
                FACES[kind][0],
                f"`{EXAMPLES[kind]}`",
                ", ".join(f"`{limit}`" for limit in sorted(LIMITS[kind])) or "–",
            ]
            for kind in AnswerType
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


def doors() -> str:
    """Return the table of doors."""
    return printed.doors(table)


MADE = {
    "doors": ("doors.md", doors),
    "roles": ("roles.md", roles),
    "rights": ("roles.md", rights),
    "moves": ("lifecycle.md", moves),
    "types": ("template-format.md", types),
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
