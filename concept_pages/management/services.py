"""The services that commands take by their key, and what was meant by a key that is none."""

from __future__ import annotations

from difflib import get_close_matches

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from workflows.words import quoted

from ..models import Service


def known_service(key: str) -> Service:
    """Return the service with that key, in capital or small letters.

    Raises:
        CommandError: there is none; keys that look like it are named.
    """
    service = Service.objects.filter(key=key.strip().lower()).first()
    if service is None:
        raise CommandError(_there_is_none(key))
    return service


def _there_is_none(key: str) -> str:
    missing = _("There is no service “%(key)s”.") % {"key": key}
    likely = get_close_matches(key.lower(), Service.objects.values_list("key", flat=True))
    if not likely:
        return missing
    meant = _("Perhaps you mean: %(keys)s.") % {"keys": ", ".join(map(quoted, likely))}
    return f"{missing} {meant}"
