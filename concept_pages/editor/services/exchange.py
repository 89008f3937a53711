"""The catalogue as a file in the admin: upload, look at what would change, apply; and export."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ...access.grants import grants_of
from ...actions.audit import record
from ...actions.catalogue import (
    CatalogueChanged,
    CatalogueError,
    CataloguePlan,
    apply_catalogue,
    plan_catalogue,
)
from ...definition.catalogue import Catalogue, Entry
from ...definition.problems import Problem
from ...imports.catalogue_problems import all_that_is_wrong
from ...imports.catalogue_upload import CatalogueFile, read_catalogue_file
from ...imports.catalogue_writer import WRITERS
from ...imports.yaml_file import MAX_BYTES, FileError
from ...models import AuditEntry
from ...queries.catalogue import stored_catalogue, visible_scope
from ...queries.catalogue_words import circle_in_words, facts_in_words, sentence_of

LIST = "services_modeladmin_index"
KEPT = "catalogue_import"
"""Where the session keeps the file that was looked at."""
LOOK = "look"
TYPES = {"yaml": "application/yaml; charset=utf-8", "csv": "text/csv; charset=utf-8"}


class UploadForm(forms.Form):
    """One file of the catalogue."""

    file = forms.FileField(
        label=gettext_lazy("Catalogue file"),
        help_text=gettext_lazy("A table (CSV) or a YAML file, as the export writes them."),
        widget=forms.FileInput(attrs={"accept": ".csv,.yaml,.yml"}),
    )

    def clean_file(self) -> Any:
        """Return the file; what it says is looked at by the plan."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)d MB are read."),
                params={"most": MAX_BYTES // (1024 * 1024)},
            )
        return upload


@require_admin_access
def import_view(request: HttpRequest) -> HttpResponse:
    """Upload a file, look at what it would change, apply it.

    The plan is shown after a redirect, so that reload and “Back” work: the file that was looked at
    last waits in the session until it is imported.
    """
    if not grants_of(request.user).where("service.edit"):
        raise PermissionDenied
    if request.method != "POST":
        kept = _kept(request) if LOOK in request.GET else None
        return _look(request, *kept) if kept else _page(request, UploadForm())
    if "source" in request.POST:
        return _apply(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    upload = form.cleaned_data["file"]
    return _keep(request, upload.read(), upload.name)


@require_admin_access
def export_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Save the part of the catalogue that the person sees as a file."""
    scope = visible_scope(grants_of(request.user))
    if not scope:
        raise PermissionDenied
    if kind not in WRITERS:
        raise Http404
    with transaction.atomic():
        content = WRITERS[kind](stored_catalogue(scope))
        name = f"services.{kind}"
        detail = {"format": kind}
        record(AuditEntry.Event.EXPORTED, by=request.user, about=name, detail=detail)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _keep(request: HttpRequest, source: bytes, name: str) -> HttpResponse:
    """Remember a file, packed, and lead to what it would change."""
    packed = base64.b64encode(zlib.compress(source)).decode()
    request.session[KEPT] = {"source": packed, "name": name}
    return redirect(f"{reverse('catalogue:import')}?{LOOK}=1")


def _kept(request: HttpRequest) -> tuple[bytes, str] | None:
    """Return the file that was looked at last, with its name; None where there is none."""
    kept = request.session.get(KEPT)
    return (zlib.decompress(base64.b64decode(kept["source"])), kept["name"]) if kept else None


def _look(request: HttpRequest, source: bytes, name: str) -> HttpResponse:
    """Show what a file would change, or what is wrong with it; nothing is written."""
    try:
        read = read_catalogue_file(source, name)
    except FileError as error:
        return _page(request, UploadForm(), problems=all_that_is_wrong(error, by=request.user))
    plan = plan_catalogue(read.catalogue, by=request.user)
    return _planned(request, source, name, read, plan)


def _apply(request: HttpRequest) -> HttpResponse:
    """Import what was looked at; what has changed since is shown once more instead."""
    try:
        source = base64.b64decode(request.POST["source"], validate=True)
    except (binascii.Error, ValueError):
        return _page(request, UploadForm())
    name = request.POST.get("name", "")
    try:
        read = read_catalogue_file(source, name)
    except FileError as error:
        return _page(request, UploadForm(), problems=all_that_is_wrong(error, by=request.user))
    plan = plan_catalogue(read.catalogue, by=request.user)
    try:
        if plan.problems or _fingerprint(plan) != request.POST.get("seen"):
            raise CatalogueChanged
        changes = apply_catalogue(read.catalogue, by=request.user, seen=plan.changes)
    except CatalogueChanged:
        messages.warning(
            request, _("Nothing was imported: the catalogue has changed meanwhile. Look again.")
        )
        return _keep(request, source, name)
    except CatalogueError as error:
        return _page(request, UploadForm(), problems=read.locate(error.problems))
    request.session.pop(KEPT, None)
    added, changed = changes.counts
    messages.success(
        request,
        _("Catalogue imported: %(added)d added, %(changed)d changed.")
        % {"added": added, "changed": changed},
    )
    return redirect(LIST)


def _planned(
    request: HttpRequest, source: bytes, name: str, read: CatalogueFile, plan: CataloguePlan
) -> HttpResponse:
    if plan.problems:
        return _page(request, UploadForm(), problems=read.locate(plan.problems))
    changes = plan.changes
    return _page(
        request,
        UploadForm(),
        plan=plan,
        added=list(_added(changes.added)),
        changed=[
            sentence_of(one) for one in (*changes.departments, *changes.groups, *changes.services)
        ],
        circles=[circle_in_words(names) for names in plan.circles],
        counts=changes.counts,
        source=base64.b64encode(source).decode(),
        name=name,
        seen=_fingerprint(plan),
    )


def _added(added: Catalogue) -> Iterator[tuple[str, Entry, str]]:
    """Yield what is added: what it is, its names and key, and what else is said of it."""
    lists = (
        (_("Department"), added.departments),
        (_("Service group"), added.groups),
        (_("Service"), added.services),
    )
    for kind, entries in lists:
        for entry in entries:
            yield kind, entry, facts_in_words(entry)


def _page(
    request: HttpRequest, form: UploadForm, *, problems: tuple[Problem, ...] = (), **shown: Any
) -> HttpResponse:
    context = {"form": form, "problems": [problem.say(_) for problem in problems], **shown}
    return render(request, "concept_pages/admin/catalogue_import.html", context)


def _fingerprint(plan: CataloguePlan) -> str:
    """Return a sign of what a plan changes, so that nothing else is applied than was looked at."""
    changes = plan.changes
    parts = (changes.added, changes.changed, changes.before)
    said = [
        [(e, sorted(getattr(e, "needs", None) or ())) for e in (*p.departments, *p.groups)]
        for p in parts
    ]
    services = [
        [(e.key, e.name, e.group, e.department, sorted(e.needs or ()), e.comment, e.retired)
         for e in p.services]
        for p in parts
    ]  # fmt: skip
    return hashlib.sha256(repr((said, services)).encode()).hexdigest()
