"""Carries mails to the server over one connection, and knows when it is no use to go on."""

from __future__ import annotations

import logging
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from types import TracebackType
from typing import Any

from django.core.mail import get_connection
from post_office.settings import get_backend

logger = logging.getLogger(__name__)

MOST_BREAKS = 3
"""After so many broken connections in a row the server is left alone until the next time."""


class Carrier:
    """A connection to the mail server for one run of the sender."""

    def __init__(self) -> None:
        self.connection = get_connection(get_backend())
        self.breaks = 0
        self.hopeless: Exception | None = None

    def __enter__(self) -> Carrier:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._close()

    def carry(self, mail: Any) -> Exception | None:
        """Hand a mail to the server; return what went wrong, or None.

        Once the server cannot be reached, the mails that follow get the same answer at once.
        """
        if self.hopeless is not None:
            return self.hopeless
        try:
            self.connection.open()
        except Exception as error:
            logger.warning("The mail server cannot be reached: %s", error)
            self.hopeless = error
            return error
        try:
            mail.dispatch(commit=False, disconnect_after_delivery=False, connection=self.connection)
        except Exception as error:  # one mail must not keep the others from being sent
            logger.warning("Mail %s was not sent: %s", mail.pk, type(error).__name__)
            self._after(error)
            return error
        self.breaks = 0
        return None

    def _after(self, error: Exception) -> None:
        """Begin a new connection after an error; give up where the connection breaks again."""
        self._close()
        if not _is_broken(error):
            self.breaks = 0
            return
        self.breaks += 1
        if self.breaks >= MOST_BREAKS:
            self.hopeless = error

    def _close(self) -> None:
        try:
            self.connection.close()
        except Exception:
            logger.debug("The connection to the mail server was closed already.", exc_info=True)


def _is_broken(error: Exception) -> bool:
    """Return whether the connection broke, and not only this mail was refused."""
    if isinstance(error, SMTPException):  # which is an OSError, too
        return isinstance(error, SMTPServerDisconnected | SMTPConnectError)
    return isinstance(error, OSError)
