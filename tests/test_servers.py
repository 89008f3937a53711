"""The servers that tests start are real ones."""

from __future__ import annotations

import smtplib

import psycopg2
import pytest

from .servers import mail_server, main, postgres


@pytest.mark.postgres
def test_postgres_answers_and_is_gone_afterwards() -> None:
    with postgres() as url:
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 6 * 7")
            answer = cursor.fetchone()
        connection.close()

    assert answer == (42,)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)


@pytest.mark.postgres
def test_command_line_passes_on_the_exit_status() -> None:
    assert (
        main(["postgres", "--", "sh", "-c", 'case "$DATABASE_URL" in postgres:*) exit 7;; esac'])
        == 7
    )


def test_command_line_explains_wrong_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["postgres"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_mail_server_keeps_messages() -> None:
    with mail_server() as server, smtplib.SMTP(server.host, server.port) as client:
        client.sendmail("a@example.org", ["b@example.org"], "Subject: Hallo\n\nGuten Tag")

    assert [message["Subject"] for message in server.messages] == ["Hallo"]
