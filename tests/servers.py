"""Real servers for tests, started for a moment: a PostgreSQL cluster and a mail server.

`python -m tests.servers postgres -- COMMAND …` runs a command with `DATABASE_URL` set to a fresh
cluster and returns its exit status. A part that is missing is an error, never a reason to skip.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller


class MissingServerError(RuntimeError):
    """The machine lacks a program that a test needs; `.ci/packages` names the packages."""


# PostgreSQL ---------------------------------------------------------------------------------------

# Throw-away data may be lost in a crash; that makes the tests several times faster.
FAST_AND_CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL cluster of its own; yield its DATABASE_URL; stop and delete it."""
    bin_dir = _postgres_bin_dir()
    home = Path(tempfile.mkdtemp(prefix="secdoc-pg-"))
    data = home / "data"
    if os.geteuid() == 0:
        shutil.chown(home, user="postgres")
    try:
        _as_postgres(bin_dir / "initdb", "--pgdata", data, "--username=secdoc", "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        # A socket in a directory of our own: no port that somebody else may have taken.
        options = f"-c listen_addresses='' -c unix_socket_directories={home} {FAST_AND_CARELESS}"
        log = home / "log"
        _as_postgres(bin_dir / "pg_ctl", "start", "--wait", "--pgdata", data, "--log", log,
                     "--options", options)  # fmt: skip
        try:
            yield f"postgres://secdoc@{quote(str(home), safe='')}/postgres"
        finally:
            _as_postgres(bin_dir / "pg_ctl", "stop", "--mode=immediate", "--pgdata", data)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _postgres_bin_dir() -> Path:
    """Return the folder of the newest installed PostgreSQL; Debian keeps it off the PATH."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    found = installed[-1] if installed else shutil.which("initdb")
    if not found:
        raise MissingServerError("PostgreSQL's initdb is not installed.")
    return Path(found).resolve().parent


def _as_postgres(*command: str | Path) -> None:
    """Run a command that refuses to run as root; show its output only when it fails."""
    line = [str(part) for part in command]
    account = {"user": "postgres", "group": "postgres", "extra_groups": []}
    with tempfile.TemporaryFile() as output:  # a pipe would wait for the server to close it
        done = subprocess.run(
            line,
            cwd="/",  # the user postgres may not be allowed to enter ours
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            **(account if os.geteuid() == 0 else {}),  # type: ignore[call-overload]
        )
        output.seek(0)
        if done.returncode:
            said = output.read().decode(errors="replace")
            raise MissingServerError(f"{' '.join(line)} failed:\n{said}")


# Mail ---------------------------------------------------------------------------------------------


@dataclass
class MailServer:
    """A mail server that keeps what it gets, and can be told to misbehave meanwhile."""

    host: str = "127.0.0.1"
    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""
    """The beginning of the addresses that it does not know."""
    hangs_up: int = 0
    """So many times it breaks the connection instead of taking a message."""
    delay: float = 0
    """Seconds that it thinks about each message."""

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient; aiosmtpd calls this."""
        if self.refuses and address.startswith(self.refuses):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Keep a message, later or not at all; aiosmtpd calls this."""
        await asyncio.sleep(self.delay)
        if self.hangs_up:
            self.hangs_up -= 1
            server.transport.abort()
            return "421 gone"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


class _AnyPort(Controller):
    """A controller that binds a free port and knows which one it got."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(port: int = 0, **options: Any) -> Iterator[MailServer]:
    """Start a mail server, on a free port unless one is named; it remembers every message.

    `options` are those of aiosmtpd's SMTP class, such as `tls_context` and `authenticator`.
    """
    server = MailServer()
    controller = _AnyPort(server, hostname=server.host, port=port, **options)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate_for_localhost(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that signs itself; return the files of it and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


# Command line -------------------------------------------------------------------------------------

SERVERS: dict[str, Callable[[], Any]] = {"postgres": postgres}


def main(arguments: list[str]) -> int:
    """Run `SERVER -- COMMAND …`; return the command's exit status."""
    if len(arguments) < 3 or arguments[0] not in SERVERS or arguments[1] != "--":
        print(f"Usage: python -m tests.servers {'|'.join(SERVERS)} -- COMMAND …", file=sys.stderr)
        return 2
    with SERVERS[arguments[0]]() as url:
        return subprocess.run(
            arguments[2:], env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
