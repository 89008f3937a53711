"""`manage.py` says in a sentence what an installation lacks, and ends with status 1."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ProgrammingError

from cms.command_line import database_sentence, run
from concept_pages.models import Service
from tests.authoring import english

pytestmark = pytest.mark.usefixtures("english")
__all__ = ["english"]


def manage(folder: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *args],
        env={**kept, "SECDOC_VAR_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "Set SECRET_KEY in the environment"),
        ({"SECDOC_DEMO": "1", "DATABASE_URL": "quatsch"}, "DATABASE_URL must look like"),
        ({"SECDOC_DEMO": "1", "TIME_ZONE": "Bayern"}, "TIME_ZONE must look like Europe/Berlin"),
        ({"SECDOC_DEMO": "1", "EMAIL_PORT": "x"}, "EMAIL_PORT must be a whole number"),
        ({"SECDOC_DEMO": "1", "LANGUAGE_CODE": "en"}, "“manage.py migrate”"),
        (
            {"SECDOC_DEMO": "1", "DATABASE_URL": "sqlite:////nowhere/x.sqlite3"},
            "DATABASE_URL",
        ),
    ],
    ids=["key", "database", "zone", "number", "not migrated", "not reachable"],
)
def test_what_the_installation_lacks_is_said_in_one_line(
    environment: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    ended = manage(tmp_path, "export_template", **environment)

    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""


def test_traceback_is_shown_to_those_who_ask_for_it(tmp_path: Path) -> None:
    ended = manage(tmp_path, "check_integrity", "--traceback")

    assert "Traceback" in ended.stderr


@pytest.mark.django_db(transaction=True)
def test_missing_table_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.schema_editor() as editor:
        editor.alter_db_table(Service, Service._meta.db_table, "elsewhere")
    try:
        with pytest.raises(SystemExit) as end:
            run(["manage.py", "export_concept", "dns", "--format=pdf", "--as=x", "--output=x"])
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Service, "elsewhere", Service._meta.db_table)

    assert str(end.value) == "The database lacks tables or columns. Run “manage.py migrate” first."


def test_wrong_query_of_our_own_is_not_hidden() -> None:
    assert database_sentence(ProgrammingError("syntax error at or near SELECT")) == ""
