"""Looking into the directory: people to add, groups to give a role to, and who is in a group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.people import name_of

from ...access.delegation import visible_assignments
from ...access.grants import grants_of
from ...actions.directory.accounts import create_account
from ...actions.directory.entries import DirectoryDown, Entry, SignInRefused
from ...directory.config import is_configured
from ...directory.door import (
    MOST,
    key_of,
    look_up_groups,
    look_up_people,
    members_of_group,
    people_with,
)
from ...models import DirectoryGroup
from ..roles.filters import delegation_scope
from .lists import may_open

SHORTEST = 2
"""So many characters are needed: one letter would find half the directory."""


@dataclass(frozen=True)
class Row:
    """A person in the directory, and what is known of her here."""

    entry: Entry
    user: Any | None = None
    is_other: bool = False


@require_http_methods(["GET", "POST"])
@require_admin_access
def people(request: HttpRequest) -> HttpResponse:
    """Search for a person in the directory, and make her an account."""
    if not (is_configured() and grants_of(request.user).where("user.edit")):
        raise PermissionDenied
    if request.method == "POST":
        return _add(request, request.POST.get("id", ""))
    found, context = _search(request, look_up_people)
    context["rows"] = _rows(found[:MOST])
    return render(request, "concept_pages/admin/directory_people.html", context)


def _add(request: HttpRequest, unique_id: str) -> HttpResponse:
    """Make the account of somebody who was found, and lead on to her roles."""
    user: Any = request.user
    back = f"{reverse('secdoc_directory:people')}?{urlencode({'q': request.POST.get('q', '')})}"
    try:
        entry = people_with([unique_id]).get(unique_id)
        if entry is None:
            messages.error(request, _("The directory does not know this person any more."))
            return redirect(back)
        added = create_account(entry, by=user)
    except SignInRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    messages.success(
        request,
        _("%(person)s was added. The directory checks the password. Which role does she get?")
        % {"person": name_of(added)},
    )
    return redirect(_way_to_roles(user, added))


def _way_to_roles(by: Any, added: Any) -> str:
    """Return where roles are given, or the account for whoever gives none."""
    if delegation_scope(grants_of(by)):
        return f"{reverse('role-assignments_modeladmin_create')}?user={added.pk}"
    return reverse("wagtailusers_users:inspect", args=[added.pk])


@require_GET
@require_admin_access
def groups(request: HttpRequest) -> HttpResponse:
    """Search for a group in the directory."""
    if not may_open(request.user):
        raise PermissionDenied
    found, context = _search(request, look_up_groups)
    context["groups"] = found[:MOST]
    return render(request, "concept_pages/admin/directory_groups.html", context)


@require_GET
@require_admin_access
def members(request: HttpRequest) -> HttpResponse:
    """Say who is in a group, and what she gets by that; of rows only those that one may see."""
    if not may_open(request.user):
        raise PermissionDenied
    dn = request.GET.get("dn", "")
    context: dict[str, Any] = {"dn": dn, "most": MOST}
    try:
        found = members_of_group(dn)
    except DirectoryDown as error:
        context["problem"] = error.sentence
        return render(request, "concept_pages/admin/directory_members.html", context)
    given = DirectoryGroup.objects.filter(dn_key=key_of(dn) or "-")
    seen = given.filter(visible_assignments(grants_of(request.user)))
    context |= {
        "exists": found is not None,
        "rows": _rows((found or [])[:MOST]),
        "has_more": len(found or []) > MOST,
        "given": list(seen.select_related("role", "service_group")),
        "gives_more": given.count() > seen.count(),
    }
    return render(request, "concept_pages/admin/directory_members.html", context)


def _search(
    request: HttpRequest, look_up: Callable[[str], list[Any]]
) -> tuple[list[Any], dict[str, Any]]:
    """Return what the directory finds, and what every screen of a search shows."""
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"words": words, "most": MOST}
    if len(words) < SHORTEST:
        if words:
            context["problem"] = _("Type at least two characters.")
        return [], context
    try:
        found = look_up(words)
    except DirectoryDown as error:
        return [], context | {"problem": error.sentence}
    return found, context | {"searched": True, "has_more": len(found) > MOST}


def _rows(entries: Iterable[Entry]) -> list[Row]:
    """Return the people with who of them is here already, in one query."""
    entries = list(entries)
    users = get_user_model()._default_manager.select_related("directory_account")
    known: dict[str, Any] = {}
    names: set[str] = set()
    accounts = {entry.account for entry in entries} | {entry.account.lower() for entry in entries}
    ids = [entry.unique_id for entry in entries]
    for user in (
        users.filter(directory_account__unique_id__in=ids) | users.filter(username__in=accounts)
    ).distinct():
        names.add(user.get_username().lower())
        if hasattr(user, "directory_account"):
            known[user.directory_account.unique_id] = user
    return [
        Row(
            entry,
            known.get(entry.unique_id),
            entry.unique_id not in known and entry.account.lower() in names,
        )
        for entry in entries
    ]
