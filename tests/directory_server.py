"""A real LDAP server for tests: slapd with a certificate of its own authority, on free ports.

A part that is missing is an error, never a reason to skip.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .servers import MissingServerError

BASE = "dc=example,dc=org"
PEOPLE = f"ou=people,{BASE}"
GROUPS = f"ou=groups,{BASE}"
SERVICE = f"cn=secdoc,{BASE}"
SECRET = "service, secret"
PASSWORD = "Grüße, *(welt)\\"

_CONFIGURATION = """
modulepath /usr/lib/ldap
moduleload back_mdb
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {home}/pid
TLSCACertificateFile {home}/ca.pem
TLSCertificateFile {home}/server.pem
TLSCertificateKeyFile {home}/server.key
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
rootpw {secret}
directory {home}/data
maxsize 16777216
dbnosync
index objectClass,uid,entryUUID,member eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by * none
"""


@dataclass
class DirectoryServer:
    """A running server; `change` speaks to it as its owner."""

    home: Path
    port: int
    tls_port: int

    @property
    def url(self) -> str:
        """The address for StartTLS."""
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def tls_url(self) -> str:
        """The address for TLS from the first byte."""
        return f"ldaps://127.0.0.1:{self.tls_port}"

    @property
    def ca_file(self) -> str:
        """The authority that has signed the certificate."""
        return str(self.home / "ca.pem")

    @property
    def other_ca_file(self) -> str:
        """An authority that has not."""
        return str(self.home / "other.pem")

    @contextmanager
    def change(self) -> Iterator[Any]:
        """Yield a connection that may change everything."""
        import ldap  # noqa: PLC0415 - only here may the library be missing until it is asked for

        link = ldap.initialize(self.url)
        link.simple_bind_s(f"cn=root,{BASE}", SECRET)
        try:
            yield link
        finally:
            link.unbind_s()

    def add(self, dn: str, **attributes: Any) -> None:
        """Add an entry; values are texts, bytes or lists of them."""
        with self.change() as link:
            link.add_s(dn, [(name, _values(value)) for name, value in attributes.items()])

    def add_person(self, uid: str, first: str = "Anna", last: str = "Test", **more: Any) -> str:
        """Add a person with the password of all; return her distinguished name."""
        from ldap.dn import escape_dn_chars  # noqa: PLC0415

        dn = f"uid={escape_dn_chars(uid)},{PEOPLE}"
        values = {"givenName": first, "sn": last, "cn": f"{first} {last}", "uid": uid, **more}
        self.add(dn, objectClass="inetOrgPerson", userPassword=PASSWORD, **values)
        return dn

    def add_group(self, name: str, *members: str) -> str:
        """Add a group of names; return its distinguished name."""
        dn = f"cn={name},{GROUPS}"
        self.add(dn, objectClass="groupOfNames", cn=name, member=list(members))
        return dn

    def modify(self, dn: str, **attributes: Any) -> None:
        """Replace attributes of an entry."""
        import ldap  # noqa: PLC0415

        with self.change() as link:
            link.modify_s(
                dn, [(ldap.MOD_REPLACE, name, _values(v)) for name, v in attributes.items()]
            )

    def delete(self, dn: str) -> None:
        """Delete an entry."""
        with self.change() as link:
            link.delete_s(dn)

    def rename(self, dn: str, new: str) -> str:
        """Give an entry another first part; return its new distinguished name."""
        with self.change() as link:
            link.rename_s(dn, new, delold=1)
        return f"{new},{dn.partition(',')[2]}"

    def empty(self) -> None:
        """Delete all people and groups."""
        import ldap  # noqa: PLC0415

        with self.change() as link:
            for base in (GROUPS, PEOPLE):
                for dn, _found in link.search_s(base, ldap.SCOPE_ONELEVEL, attrlist=["1.1"]):
                    link.delete_s(dn)


@contextmanager
def directory_server() -> Iterator[DirectoryServer]:
    """Start a server with two empty branches; stop and delete it."""
    home = Path(tempfile.mkdtemp(prefix="secdoc-ldap-"))
    server = DirectoryServer(home, _free_port(), _free_port())
    try:
        _make_certificates(home)
        (home / "data").mkdir()
        configuration = _CONFIGURATION.format(home=home, base=BASE, secret=SECRET, service=SERVICE)
        configuration = configuration.replace(f"rootpw {SECRET}", f'rootpw "{SECRET}"')
        (home / "slapd.conf").write_text(configuration, "utf-8")
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [_program("slapd"), "-f", home / "slapd.conf", "-d", "0",
                 "-h", f"{server.url}/ {server.tls_url}/"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            _wait_for(server, process)
            _plant(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def silent_server() -> Iterator[int]:
    """Listen on a port, take connections, and never answer; yield the port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        yield listener.getsockname()[1]


def _plant(server: DirectoryServer) -> None:
    server.add(BASE, objectClass=["dcObject", "organization"], dc="example", o="Example")
    for branch in (PEOPLE, GROUPS):
        server.add(branch, objectClass="organizationalUnit", ou=branch.split(",")[0][3:])
    server.add(
        SERVICE,
        objectClass=["organizationalRole", "simpleSecurityObject"],
        cn="secdoc",
        userPassword=SECRET,
    )


def _make_certificates(home: Path) -> None:
    """Make an authority, another one, and a certificate for this machine by the first."""
    openssl = _program("openssl")
    for name in ("ca", "other"):
        _run(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", f"/CN={name}", "-keyout", home / f"{name}.key",
             "-out", home / f"{name}.pem")  # fmt: skip
    _run(openssl, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=localhost", "-keyout", home / "server.key",
         "-out", home / "server.csr")  # fmt: skip
    names = home / "names"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    _run(openssl, "x509", "-req", "-in", home / "server.csr", "-CA", home / "ca.pem", "-CAkey",
         home / "ca.key", "-CAcreateserial", "-days", "2", "-extfile", names,
         "-out", home / "server.pem")  # fmt: skip


def _wait_for(server: DirectoryServer, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.tls_port)) == 0:
                return
        time.sleep(0.05)
    raise MissingServerError(f"slapd does not start:\n{(server.home / 'log').read_text()}")


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        raise MissingServerError(f"{name} is not installed.")
    return found


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise MissingServerError(f"{command[0]} failed:\n{done.stderr.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _values(value: Any) -> list[bytes]:
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, bytes) else one.encode() for one in values]
