"""What every command of ours says about wrong arguments and files, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, ManagementUtility, get_commands, load_command_class
from django.utils import translation

from concept_pages.management.files import read_file, write_file
from tests.authoring import english
from workflows.management.plain import NOBODY_READS, PlainCommand, argument_sentence

pytestmark = pytest.mark.usefixtures("english")
__all__ = ["english"]

OURS = sorted(name for name, app in get_commands().items() if app in ("concept_pages", "workflows"))


def ended(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[object, list[str]]:
    """Run a command line and return its status and the lines on its standard error."""
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["manage.py", *args]).execute()
    return end.value.code, capsys.readouterr().err.splitlines()


def test_command_whose_output_nobody_reads_ends_without_a_word() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "manage.py", "who_can", "--help"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONUNBUFFERED": ""}

    ended = subprocess.run(
        command,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env=environment,
        check=False,
    )
    os.close(write)

    assert (ended.returncode, ended.stderr) == (NOBODY_READS, "")


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_plain(name: str) -> None:
    assert isinstance(load_command_class(get_commands()[name], name), PlainCommand)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("import_template", "Missing: FILE."),
        ("import_concept x.yaml", "Missing: --as."),
        ("export_concept dns --format pdf", "Missing: --as, --output."),
        ("export_template now", "Not known, or one too many: now."),
        ("export_template --now", "Not known, or one too many: --now."),
        ("export_template --draft --release 1", "--release and --draft exclude each other."),
        ("export_template --release", "--release needs a value."),
        ("export_template --draft=1", "--draft takes no value."),
        ("upgrade_concepts --to 1", "One of these is needed: --preview --apply."),
        (
            "import_template x --breaking y",
            "--breaking cannot be “y”; possible are refuse, park.",
        ),
    ],
)
def test_wrong_arguments_get_a_sentence_and_the_usage(
    line: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = ended(capsys, *line.split())

    assert status == 1
    assert sentence in said[0]
    assert said[1].startswith(f"Usage: manage.py {line.split()[0]} ")


def test_wrong_arguments_are_told_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("de"):
        _status, said = ended(capsys, "import_template")

    assert "required" not in said[0]


def test_what_argparse_says_otherwise_is_passed_on() -> None:
    assert argument_sentence("too much") == "The arguments do not fit: too much."


def test_refusal_is_its_sentence_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.yaml"

    assert ended(capsys, "import_services", str(path)) == (1, [f"There is no file {path}."])


def test_help_shows_examples_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        ManagementUtility(["manage.py", "export_template", "--help"]).execute()

    said = capsys.readouterr().out.splitlines()
    assert "  manage.py export_template --draft --output template.yaml" in said
    assert not any("--pythonpath" in line for line in said)


def test_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(CommandError, match="There is no file"):
        read_file(tmp_path / "file" / "x")
    with pytest.raises(CommandError, match=r"file is no folder\.$"):
        write_file(tmp_path / "file" / "x", b"x")


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no folder .*nowhere\.$"):
        write_file(tmp_path / "nowhere" / "x", b"x")
