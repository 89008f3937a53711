"""The words of the audit log: every key that the code writes has some, and so have its values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from concept_pages.editor.audit.labels import LABELS, WORDS
from concept_pages.editor.audit.names import Names
from concept_pages.editor.audit.words import sentences
from concept_pages.models import AuditEntry, Role

CODE = Path(settings.BASE_DIR) / "concept_pages"

ADDED_FOR_ALL = {"as", "deputy_of"}
"""What the log itself adds to a line, whoever writes it."""

COLLECTED = {
    "actions/directory/sync.py: dict(counts)": {"seen", "changed", "activated", "deactivated"},
    "actions/directory/accounts.py: changes": {"username", "first_name", "last_name", "email"},
    "actions/people.py: changes": {"username", "first_name", "last_name", "email", "language"},
    "actions/roles.py: difference": {"rights_added", "rights_removed"},
}
"""Details put together where the code cannot be read like this: where, and which keys they have."""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let the log speak English."""
    with override("en"):
        yield


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield the functions and methods of a module."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def called(node: ast.AST) -> str:
    """Return the name of what a call calls; "" where it is none."""
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


class Reader:
    """Finds the keys of the details that one module writes."""

    def __init__(self, path: Path) -> None:
        self.where = path.relative_to(CODE).as_posix()
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = {one.name: one for one in functions(self.tree)}

    def written(self) -> Iterator[str]:
        """Yield each key of each `record(…, detail=…)`."""
        for function in functions(self.tree):
            for call in ast.walk(function):
                if called(call) == "record":
                    assert len(call.args) == 1, f"{self.where}:{call.lineno}: name what is given"
                    for keyword in call.keywords:
                        if keyword.arg == "detail":
                            yield from self.keys(keyword.value, function)

    def keys(self, node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        """Yield the keys of what an expression within a function is worth."""
        source = f"{self.where}: {ast.unparse(node)}"
        if source in COLLECTED:
            yield from COLLECTED[source]
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    yield from self.keys(value, function)
                else:
                    yield ast.literal_eval(key)
        elif isinstance(node, ast.BinOp):
            yield from self.keys(node.left, function)
            yield from self.keys(node.right, function)
        elif called(node) == "model_to_dict":
            yield from (field.name for field in Role._meta.concrete_fields if field.name != "id")
        elif called(node) in self.functions:
            inner = self.functions[called(node)]
            for found in ast.walk(inner):
                if isinstance(found, ast.Return) and found.value is not None:
                    yield from self.keys(found.value, inner)
        elif isinstance(node, ast.Name):
            yield from self.named(node.id, function)
        elif isinstance(node, ast.Attribute):  # what a class collects: `found.detail["reason"]`
            yield from self.stored(self.tree, ast.unparse(node))
        else:
            pytest.fail(f"{source}: which keys has it? Say so in COLLECTED.")

    def named(self, name: str, function: ast.FunctionDef) -> Iterator[str]:
        """Yield the keys of a variable, or of what callers give as further keywords."""
        if function.args.kwarg is not None and function.args.kwarg.arg == name:
            known = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
            for call in ast.walk(self.tree):
                if called(call) == function.name:
                    yield from (one.arg for one in call.keywords if one.arg not in {None, *known})
            return
        values = [value for target, value in assignments(function) if target == name]
        assert values, f"{self.where}: {name}: which keys has it? Say so in COLLECTED."
        for value in values:
            yield from self.keys(value, function)
        yield from self.stored(function, name)

    @staticmethod
    def stored(tree: ast.AST, name: str) -> Iterator[str]:
        """Yield the keys under which something is put into a dictionary of this name."""
        for node in ast.walk(tree):
            is_stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
            if is_stored and ast.unparse(node.value) == name:
                yield ast.literal_eval(node.slice)


def assignments(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is assigned to which name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from ((ast.unparse(target), node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), node.value


def writers() -> list[Path]:
    """Return the modules that write into the log."""
    return [path for path in sorted(CODE.rglob("*.py")) if " record(" in path.read_text("utf-8")]


def test_every_key_that_is_written_has_words() -> None:
    written = {key for path in writers() for key in Reader(path).written()} | ADDED_FOR_ALL

    assert {"account", "rights_added", "name_de", "method", "reason", "seen"} <= written
    assert written - LABELS.keys() == set()


def test_rights_roles_and_places_are_said_by_name() -> None:
    names = Names(roles={"isb": "Security officer"}, places={"network": "Network services"})
    detail = {"role": "isb", "service_group": "network", "rights_added": ["concept.edit"]}

    assert list(sentences(detail, names)) == [
        "role: Security officer",
        "service group: Network services",
        "rights added: Edit concepts",
    ]


def test_what_is_gone_is_said_by_its_key() -> None:
    assert list(sentences({"role": "gone"})) == ["role: gone"]


def test_no_place_is_everywhere() -> None:
    detail = {"service_group": None, "ends_on": None}

    assert list(sentences(detail)) == ["service group: everywhere"]


def test_old_and_new_value_are_told_apart() -> None:
    detail = {
        "name_de": ["Leser", "Leserin"],
        "administrative": [False, True],
        "inherits": [None, "x"],
    }

    assert list(sentences(detail)) == [
        "German name: from “Leser” to “Leserin”",
        "administrative: from “no” to “yes”",
        "inherits from: from “–” to “x”",
    ]


def test_days_and_attempts_are_said_in_words() -> None:
    detail = {"ends_on": "2030-12-31", "method": "GET", "must_change": True, "until": "soon"}

    assert list(sentences(detail)) == [
        "until: 31 Dec 2030",
        "attempt: open the page",
        "has to be changed at the next sign-in: yes",
        "until: soon",
    ]


def test_filters_of_an_export_are_said_in_words() -> None:
    given = AuditEntry.Event.ROLE_GIVEN.value
    filters = {"person": "ina", "event": given, "days_from": "2030-01-02"}

    said = "; ".join(sentences({"filters": filters, "person": 3}))

    assert said.startswith("filters: person: ina; event: ")
    assert given not in said
    assert "days" not in said


def test_values_with_words_belong_to_keys_with_words() -> None:
    assert WORDS.keys() <= LABELS.keys()
