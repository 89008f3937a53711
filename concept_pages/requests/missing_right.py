"""Says which right opens an area of the admin that somebody was turned away from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..access.grants import grants_of
from ..access.rights import RIGHTS

OPENED_BY = {
    "assignments": "role.delegate",
    "role-assignments": "role.delegate",
    "roles": "role.create",
    "secdoc_audit": "audit.read",
    "secdoc_mails": "user.edit",
    "wagtailadmin_reports:page_types_usage": "audit.read",
    "wagtailadmin_reports:site_history": "audit.read",
    "wagtailusers_groups": "user.edit",
    "wagtailusers_users": "user.edit",
}
"""Which right opens which area, or one list of it, as the addresses are named; the one that most
people need."""


def missing_right(request: HttpRequest) -> str:
    """Return the right that opens the area of a request, if the person holds it nowhere.

    Who holds it was turned away for another reason: a place, or an account above her own.
    """
    match = request.resolver_match
    name = match.view_name.removesuffix("_results") if match else ""
    area = name.partition(":")[0].partition("_modeladmin")[0]
    right = OPENED_BY.get(name) or OPENED_BY.get(area, "")
    return right if right and not grants_of(request.user).where(right) else ""


def tell_right(request: HttpRequest, right: str) -> None:
    """Leave a message that names a right and who gives it; nothing where none is known."""
    if right in RIGHTS:
        sentence = _("The right “%(right)s” is missing for that. Administrators give it.")
        messages.error(request, sentence % {"right": RIGHTS[right].label})
