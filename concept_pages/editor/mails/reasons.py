"""Says in plain words why a mail was not sent."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_REACHED = gettext_lazy("The mail server cannot be reached.")

REASONS: dict[str, str | Promise] = {
    "SMTPRecipientsRefused": gettext_lazy("The mail server refuses the address."),
    "SMTPSenderRefused": gettext_lazy("The mail server refuses the sender, DEFAULT_FROM_EMAIL."),
    "SMTPDataError": gettext_lazy("The mail server refuses the mail."),
    "SMTPAuthenticationError": gettext_lazy(
        "The mail server refuses our user name or password (EMAIL_HOST_USER, EMAIL_HOST_PASSWORD)."
    ),
    "SMTPNotSupportedError": gettext_lazy(
        "The mail server does not know what the settings ask for: EMAIL_USE_TLS or a password."
    ),
    "SMTPServerDisconnected": gettext_lazy("The mail server broke the connection."),
    "SMTPConnectError": NOT_REACHED,
    "ConnectionRefusedError": NOT_REACHED,
    "OSError": NOT_REACHED,
    "gaierror": gettext_lazy("The name of the mail server is not known (EMAIL_HOST)."),
    "TimeoutError": gettext_lazy("The mail server did not answer in time."),
    "SSLCertVerificationError": gettext_lazy("The certificate of the mail server is not trusted."),
    "SSLError": gettext_lazy("The mail server speaks another TLS than the settings say."),
}
"""By the name of the error."""


def reason_of(log: Any) -> str:
    """Return the reason that the last attempt noted; what is not known is quoted."""
    known = REASONS.get(log.exception_type)
    return str(known) if known else _("Unknown error: %(error)s") % {"error": log.message[:200]}
