"""Stores a file that answers a question; never changed, as releases name its fingerprint.

AttachmentRefused     the file is not one that the question takes; the text says why
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from workflows.errors import RightMissing
from workflows.pages import refuse_unless_editable
from workflows.rights import authority

from ..definition.elements import AnswerType, Question
from ..models import Attachment, ConceptPage

MEGABYTE = 1024 * 1024
DEFAULT_MAX_MB = 10

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odg": (b"PK\x03\x04",),
    "vsdx": (b"PK\x03\x04",),
}
"""How files of a kind begin. Kinds that are not listed are text, and may not hold a zero byte."""

RUNNABLE = (b"MZ", b"\x7fELF", b"#!")


class AttachmentRefused(Exception):
    """The file is not one that the question takes."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def attach(page: ConceptPage, *, question: str, file: UploadedFile, by: Any) -> dict[str, Any]:
    """Store a file for a question of a draft and return the answer that names it.

    The answer is not saved: the form does that when the person saves.

    Raises:
        RightMissing: the person may not edit the concept.
        Frozen: the concept is not in draft.
        AttachmentRefused: there is no such question, or the file is not of its kind or size.
    """
    if not authority().may(by, page.submit_right, page):
        raise RightMissing(_("You may not edit this concept."), by=by, right=page.submit_right)
    refuse_unless_editable(page)
    asked = page.definition.questions.get(question)
    if asked is None or asked.type is not AnswerType.FILE:
        raise AttachmentRefused(_("This question takes no file."))
    name = _checked_name(asked, file)
    digest = _checked_content(asked, file, name)
    attachment = Attachment.objects.create(
        concept=page,
        question=question,
        name=name,
        file=file,
        sha256=digest,
        size=file.size or 0,
        uploaded_by=by,
    )
    return {"name": name, "sha256": digest, "attachment": attachment.pk, "size": file.size}


def _checked_name(question: Question, file: UploadedFile) -> str:
    name = PurePath(file.name or "").name  # Django has cut it to 255 characters
    if question.accept and _suffix(name) not in question.accept:
        raise AttachmentRefused(
            _("This question takes files of these kinds: %(kinds)s.")
            % {"kinds": ", ".join(question.accept)}
        )
    return name


def _checked_content(question: Question, file: UploadedFile, name: str) -> str:
    """Return the SHA-256 of the file, whose size and first bytes have to fit."""
    limit, size = question.max_size_mb or DEFAULT_MAX_MB, file.size or 0
    if size > limit * MEGABYTE:
        raise AttachmentRefused(
            _("The file is too large: at most %(size)s MB are stored.") % {"size": limit}
        )
    if not size:
        raise AttachmentRefused(_("The file is empty."))
    head = file.read(1024)
    starts = SIGNATURES.get(_suffix(name))
    fits = head.startswith(starts) if starts else b"\0" not in head
    if not fits or head.startswith(RUNNABLE):
        raise AttachmentRefused(_("The content of the file does not fit its name."))
    digest = hashlib.sha256(head)
    for chunk in iter(lambda: file.read(64 * 1024), b""):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").lower()
