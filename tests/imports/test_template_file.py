"""Template files: what is refused, with the place; and what is written."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from concept_pages.definition.codec import decode, encode
from concept_pages.imports.template_file import plan_template, read_template, write_template
from concept_pages.imports.yaml_file import FileError
from tests.authoring import TRIAL, draft_template, english, group, question, template_data
from tests.definition.build import DATA, shipped

pytestmark = pytest.mark.usefixtures("english")
__all__ = ["english"]


def yaml_of(*chapters: dict[str, Any], **more: Any) -> bytes:
    return yaml.safe_dump(template_data(*chapters, **more), allow_unicode=True).encode()


def refusal_of(source: bytes) -> list[str]:
    """Return the sentences that a file is refused with."""
    with pytest.raises(FileError) as refusal:
        read_template(source)
    return [str(problem) for problem in refusal.value.problems]


def test_shipped_file_is_read() -> None:
    definition = read_template((DATA / "lrz_template.yaml").read_bytes())

    assert len(definition.questions) == 148


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"", "file: The file is empty."),
        (b"# only a comment\n", "file: The file is empty."),
        (b"\x00\xff\xfe", "file: The file is not UTF-8 text (byte 1)."),
        (b"key: [1, 2", "line 2: The file is not valid YAML"),
        (b"a: 1\nb: {x: 1\n  y: 2}\n", "line 3: The file is not valid YAML"),
        (b"key: one\nlabel: {de: A}\nkey: two\n", "line 3: The file is not valid YAML: the entry"),
        (b"a: &x [1]\nb: *x\n", "line 2: The file uses the alias"),
        (b"[" * 100_000, "line 1: The file nests more than"),
        (b"just words", "Expected named entries here"),
        (b"x" * 6_000_000, "file: The file is too large"),
        (b"!!python/object/apply:os.system ['true']", "not valid YAML"),
    ],
    ids=[
        "empty", "comment", "binary", "cut off", "syntax", "named twice", "alias", "deep", "text",
        "large", "python object",
    ],
)  # fmt: skip
def test_file_that_is_no_template_is_refused(source: bytes, sentence: str) -> None:
    assert sentence in refusal_of(source)[0]


def test_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    assert "alias" in refusal_of("\n".join(lines).encode())[0]


@pytest.mark.parametrize(
    ("chapter", "problem"),
    [
        (
            group("a", question("b", "telepathy")),
            "a / b / type: “telepathy” is no type of answer.",
        ),
        (
            group("a", question("b", visible_if={"question": "x", "operator": "answered"})),
            "a / b / visible_if: The condition refers to “x”, which is no question further up.",
        ),
        (
            group(
                "a",
                question("b", visible_if={"question": "c", "operator": "answered"}),
                question("c"),
            ),
            "a / b / visible_if: The condition refers to “c”, which is no question further up.",
        ),
        (group("a", question("b"), question("b")), "a / b: The key “b” is used twice."),
        (group("a", question("b", colour="red")), "a / b: Unknown entry “colour”."),
        (group("a", question("b", min_rows=1)), "a / b / min_rows: Answers of the type text"),
    ],
    ids=["type", "dangling", "downward", "key twice", "unknown entry", "limit"],
)
def test_wrong_template_is_refused_with_the_place(chapter: dict[str, Any], problem: str) -> None:
    assert any(problem in sentence for sentence in refusal_of(yaml_of(chapter)))


def test_every_problem_is_named() -> None:
    source = yaml_of(group("a", question("b", "x"), question("c", "y")))

    assert len(refusal_of(source)) == 2


def test_written_file_says_the_same() -> None:
    data = shipped("lrz_template")

    assert yaml.safe_load(write_template(decode(data))) == data


def test_written_file_is_read_back() -> None:
    assert read_template(write_template(TRIAL).encode()) == TRIAL


def test_written_file_is_readable() -> None:
    written = write_template(decode(shipped("lrz_template")))

    assert "öffentlich" in written
    assert "  - {key: public, de: öffentlich, en: public}" in written
    assert "&id" not in written
    assert list(yaml.safe_load(written)) == list(encode(decode(shipped("lrz_template"))))


@pytest.mark.django_db
def test_plan_says_what_would_change() -> None:
    draft_template()

    plan = plan_template(yaml_of(group("basics", question("host"), question("fresh"))))

    assert plan.problems == ()
    assert plan.added == ("fresh",)
    assert plan.removed == ("has_test_system", "owner", "test_host")


@pytest.mark.django_db
def test_plan_of_a_wrong_file_names_the_problems() -> None:
    plan = plan_template(b"nothing")

    assert plan.definition is None
    assert plan.problems
