"""The documentation names everything that exists, and its links lead somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from concept_pages.access.rights import RIGHTS
from concept_pages.definition.codec import decode, encode
from concept_pages.definition.elements import AnswerType, Confidentiality
from concept_pages.documents.formats import FORMATS
from workflows.states import Move, State

from .reference_pages import MADE, renewed

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
TEMPLATE_FORMAT = "reference/template-format.md"


def page(name: str) -> str:
    """Return the text of a page below docs/."""
    return (DOCS / name).read_text("utf-8")


def settings_variables() -> set[str]:
    """Return the environment variables that `cms/settings.py` reads."""
    tree = ast.parse((ROOT / "cms" / "settings.py").read_text("utf-8"))
    readers = {"get", "env_flag", "env_list", "env_int"}
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and (getattr(call.func, "attr", None) or getattr(call.func, "id", None)) in readers
    }


def commands() -> Iterator[str]:
    """Yield the names of our management commands."""
    for app in ("concept_pages", "workflows"):
        for path in (ROOT / app / "management" / "commands").glob("*.py"):
            if not path.stem.startswith("_"):
                yield path.stem


def make_targets() -> Iterator[str]:
    """Yield the targets that `make help` shows."""
    yield from re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"`([A-Z_]+)`", page("reference/settings.md")))

    assert settings_variables() <= described


def test_every_described_setting_exists() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)`", page("reference/settings.md"), re.MULTILINE))

    assert described <= settings_variables()


def test_the_example_environment_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert named == settings_variables()


def test_every_command_is_described() -> None:
    described = set(re.findall(r"^\| `([a-z_]+)", page("reference/commands.md"), re.MULTILINE))

    assert set(commands()) <= described


def test_every_described_command_exists() -> None:
    described = re.findall(r"^\| `([a-z]+_[a-z_]+)", page("reference/commands.md"), re.MULTILINE)

    assert set(described) <= set(commands())


def test_every_described_make_target_exists() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PAGES)

    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= set(make_targets())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reference/formats.md", list(FORMATS)),
        ("reference/lifecycle.md", [*State, *Move]),
        ("reference/roles.md", list(RIGHTS)),
        (TEMPLATE_FORMAT, [*AnswerType, *Confidentiality]),
    ],
)
def test_reference_page_names_everything(name: str, words: list[str]) -> None:
    text = page(name)

    assert [str(word) for word in words if f"`{word}`" not in text] == []


@pytest.mark.parametrize("name", MADE)
def test_made_part_is_up_to_date(name: str) -> None:
    path, text = renewed(name)

    assert path.read_text("utf-8") == text, "Run `make docs`."


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    local = [target for target in targets if not target.startswith(("http:", "https:", "mailto:"))]

    assert [target for target in local if not (path.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    index = page("adr/README.md")

    assert [p.name for p in DOCS.glob("adr/0*.md") if f"({p.name})" not in index] == []


def test_every_page_is_reachable_from_the_index() -> None:
    index = page("README.md")
    pages = [p.relative_to(DOCS) for p in DOCS.rglob("*.md") if p.parent.name != "adr"]

    assert [str(p) for p in pages if p.name != "README.md" and f"({p})" not in index] == []


def test_the_example_template_is_one() -> None:
    example = re.search(r"```yaml\n(format: template/1.*?)```", page(TEMPLATE_FORMAT), re.DOTALL)

    assert example is not None
    definition = decode(yaml.safe_load(example[1]))
    assert encode(definition)["chapters"] == yaml.safe_load(example[1])["chapters"]
