"""What the scripts of the concept editor ask for: services by name, files to store and to fetch."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from workflows.errors import NotPossible

from ...access.grants import Grants, grants_of
from ...access.rights import CONCEPT_EDITOR_RIGHTS
from ...actions.attachments import AttachmentRefused, attach
from ...actions.audit import record
from ...models import Attachment, AuditEntry, ConceptPage, Service

OFFERED = 30
"""So many services are offered at once; typing more narrows them down."""


@require_GET
def services(request: HttpRequest) -> JsonResponse:
    """Return services whose names or keys contain every word of `q`; names are not confidential."""
    found = Service.objects.filter(retired=False).select_related("group")
    for word in request.GET.get("q", "")[:200].split():
        found = found.filter(
            Q(name_de__icontains=word) | Q(name_en__icontains=word) | Q(key__icontains=word)
        )
    return JsonResponse(
        {
            "services": [
                {"key": s.key, "name": str(s), "group": s.group.display_title()}
                for s in found[:OFFERED]
            ]
        }
    )


@require_POST
def upload(request: HttpRequest, page_id: int) -> JsonResponse:
    """Store a file for a question of a concept and return the answer that names it."""
    # What the draft asks: a newer template, or the owner of the service, may have added a question.
    page: ConceptPage = get_object_or_404(ConceptPage, pk=page_id).get_latest_revision_as_object()
    file = request.FILES.get("file")
    if file is None:
        return _refused(_("No file has arrived."))
    question = request.POST.get("question", "")
    if question in _unseen(request, page):
        return _refused(_("You have no clearance for this question."), status=403)
    try:
        answer = attach(page, question=question, file=file, by=request.user)
    except (AttachmentRefused, NotPossible) as error:
        return _refused(error.sentence)
    return JsonResponse({"answer": answer})


@require_GET
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Send a stored file to somebody who works with the concept and is cleared for the answer.

    It is always saved, never shown: an SVG shown from our address could run scripts.
    """
    stored = get_object_or_404(Attachment.objects.select_related("concept"), pk=pk)
    page = stored.concept
    grants = grants_of(request.user)
    if not _works_on(grants, page) or any(
        _is_above(request, stored, one) for one in _versions(page)
    ):
        raise PermissionDenied
    taken = {"page": page.pk, "attachment": stored.pk, "question": stored.question}
    own = grants.of_her_own
    record(
        AuditEntry.Event.EXPORTED,
        by=request.user,
        about=page.title,
        detail=taken,
        in_own_right=_works_on(own, page) and own.clearance_on(page) == grants.clearance_on(page),
    )
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=PurePath(stored.name).name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _works_on(grants: Grants, page: ConceptPage) -> bool:
    return grants.where_any(CONCEPT_EDITOR_RIGHTS).includes_page(page)


def _versions(page: ConceptPage) -> tuple[ConceptPage, ConceptPage]:
    """Return a concept as readers have it and as it is worked on; templates may differ."""
    return page, page.get_latest_revision_as_object()


def _is_above(request: HttpRequest, stored: Attachment, page: ConceptPage) -> bool:
    """Return whether a file answers, or answered, a question that the person has no clearance for.

    An upgrade may have carried the answer to another question than the file was stored for.
    """
    answered = {
        key
        for key, value in page.stored_answers.items()
        if isinstance(value, dict) and value.get("attachment") == stored.pk
    }
    return bool({stored.question, *answered} & _unseen(request, page))


def _unseen(request: HttpRequest, page: ConceptPage) -> frozenset[str]:
    return page.questions_hidden_from(request.user)


def _refused(sentence: str, *, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
