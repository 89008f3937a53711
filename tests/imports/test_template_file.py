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
        (b"", "The file is empty."),
        (b"# only a comment\n", "The file is empty."),
        (b"\x00\xff\xfe", "The file is not UTF-8 text (byte 1)."),
        (b"key: [1, 2", "Line 2: The file is not valid YAML. The list that opens with “[”"),
        (b"a: 1\nb: {x: 1\n  y: 2}\n", "Line 3: The file is not valid YAML. The entries"),
        (b"a: 1\nc: 'y\n", "Line 3: The file is not valid YAML. The quotation mark"),
        (b"a: 1\nb: x: y\n", "Line 2: The file is not valid YAML. A colon cannot stand here."),
        (b"a: 1\nb: 2026-13-45\n", "Line 2: “2026-13-45” cannot be read: no such date"),
        (b"a: 1\nb: @x\n", "Line 2: The file is not valid YAML. A text cannot begin"),
        (b"a: 1\n---\nb: 2\n", "Line 2: The file is not valid YAML. The file has several parts"),
        (b"key: one\nlabel: {de: A}\nkey: two\n",
         "Line 3: The entry “key” is there twice, first in line 1."),
        (b"a: &x [1]\nb: *x\n", "Line 2: The file uses the alias"),
        (b"[" * 100_000, "Line 1: The file nests more than"),
        (b"just words", "template: This is no template in the format template/1."),
        (b"- a\n- b\n", "template: This is no template in the format template/1."),
        (b"a: 1\nchapters: []\n", "format: This is no template in the format template/1."),
        (b"x" * 6_000_000, "The file is too large"),
        (b"!!python/object/apply:os.system ['true']", "Line 1: The file is not valid YAML. A word"),
    ],
    ids=[
        "empty", "comment", "binary", "cut off", "syntax", "quotation", "colon", "date", "sign",
        "parts", "named twice", "alias", "deep", "text", "list", "other entries", "large",
        "python object",
    ],
)  # fmt: skip
def test_file_that_is_no_template_is_refused(source: bytes, sentence: str) -> None:
    refused = refusal_of(source)

    assert len(refused) == 1
    assert refused[0].startswith(sentence)


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


def test_wrong_place_is_named_with_its_line() -> None:
    wrong = group("a", question("b"), question("c", max_length=-1))
    source = yaml.safe_dump(template_data(group("first", question("x")), wrong)).encode()

    (refused,) = refusal_of(source)

    line = 1 + source.decode().splitlines().index("    max_length: -1")
    assert refused.startswith(f"Line {line}, a / c / max_length: Expected a whole number")


def test_key_used_twice_is_named_with_its_line() -> None:
    source = yaml_of(group("a", question("b"), question("b")))

    (refused,) = refusal_of(source)

    lines = source.decode().splitlines()
    last = max(number for number, line in enumerate(lines, start=1) if line.endswith("key: b"))
    assert refused.startswith("Line ")
    assert int(refused.removeprefix("Line ").partition(",")[0]) <= last


@pytest.mark.parametrize("cut", ["", "chapters: []\n", "chapters:\n"])
def test_file_without_chapters_is_refused(cut: str) -> None:
    whole = yaml_of(group("a", question("b"))).decode()
    head = "".join(yaml.safe_dump({k: v}) for k, v in yaml.safe_load(whole).items()
                   if k != "chapters")  # fmt: skip

    (refused,) = refusal_of((head + cut).encode())

    assert "chapters: The file has no chapters" in refused


def test_no_python_words_are_said() -> None:
    source = yaml_of(group("a", question("b", label=[1], required=None, columns={"x": 1})))

    refused = " ".join(refusal_of(source))

    assert "Expected named entries here, found a list." in refused
    assert "Expected a list here, found named entries." in refused
    assert "dict" not in refused


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
