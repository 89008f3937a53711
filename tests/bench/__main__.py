"""`make bench`: measure what people wait for, with many services in the database.

With `DATABASE_URL` in the environment that database is filled and measured; without, a fresh SQLite
file and then a fresh PostgreSQL cluster are.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ..servers import postgres


def main() -> int:
    """Read the arguments; measure here, or once for each kind of database."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument(
        "--catalogue", action="store_true", help="only the screens of the catalogue of services"
    )
    arguments = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        return _measure(arguments)
    with tempfile.TemporaryDirectory(prefix="secdoc-bench-") as folder:
        failed = _again(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    with postgres() as url:
        return _again(url) or failed


def _again(url: str) -> int:
    """Run this command on a database; return its exit status."""
    command = [sys.executable, "-m", "tests.bench", *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def _measure(arguments: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 - the settings read the environment that was set above

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory(prefix="secdoc-bench-var-") as folder:
        # Files that an earlier run has rendered would make the first time a second one.
        os.environ["SECDOC_VAR_DIR"] = folder
        django.setup()

        from .measure import measure, measure_catalogue  # noqa: PLC0415 - need Django

        asked = measure_catalogue if arguments.catalogue else measure
        print(asked(arguments.services, arguments.requests))
    return 0


if __name__ == "__main__":
    sys.exit(main())
