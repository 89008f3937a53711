"""The immutable record of what was approved, by whom, and when; hash-chained per page."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..people import said_to_act


class ImmutableRecordError(RuntimeError):
    """Somebody tried to change or delete an append-only record."""


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that reads and adds, and refuses everything else."""

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: records are never changed."""
        raise ImmutableRecordError("Append-only records cannot be updated.")

    def delete(self) -> NoReturn:
        """Refuse: records are never deleted."""
        raise ImmutableRecordError("Append-only records cannot be deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: records are never changed."""
        raise ImmutableRecordError("Append-only records cannot be updated.")

    def bulk_create(
        self,
        objs: Any,
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Add rows; refuse to change those that exist."""
        if update_conflicts:
            raise ImmutableRecordError("Append-only records cannot be updated.")
        return super().bulk_create(objs, batch_size, ignore_conflicts, False, *args, **kwargs)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; refuse to change one that exists."""
        if not self._state.adding:
            raise ImmutableRecordError(f"{self._meta.verbose_name} {self.pk} cannot be changed.")
        # Django would take a new object with the key of a row that exists for a change of that row.
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: records are never deleted."""
        raise ImmutableRecordError(f"{self._meta.verbose_name} {self.pk} cannot be deleted.")


class Release(AppendOnlyModel):
    """What readers, exports, search and reports read: the content exactly as it was approved.

    A template's release *is* the frozen definition that concepts pin (`based_on`).
    """

    class Kind(models.TextChoices):
        """A new version, or the signed statement that the last one still holds."""

        VERSION = "version", _("version")
        CONFIRMATION = "confirmation", _("confirmed unchanged")

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.PROTECT,
        related_name="releases",
        verbose_name=_("page"),
    )
    sequence = models.PositiveIntegerField(_("position in the chain"))
    number = models.CharField(_("version"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.VERSION)
    title = models.CharField(_("title"), max_length=255)
    content = models.JSONField(_("content"))
    based_on = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="used_by",
        verbose_name=_("template release"),
    )
    revision_id = models.BigIntegerField(_("reviewed revision"), null=True)
    revision_sha256 = models.CharField(_("SHA-256 of the revision"), max_length=64, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    previous_sha256 = models.CharField(
        _("SHA-256 of the release before"), max_length=64, blank=True
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by_name = models.CharField(_("submitted by"), max_length=200)
    submitted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_for_name = models.CharField(
        _("submitted as deputy of"), max_length=200, blank=True, default=""
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by_name = models.CharField(_("released by"), max_length=200)
    approved_for_name = models.CharField(
        _("released as deputy of"), max_length=200, blank=True, default=""
    )
    approved_at = models.DateTimeField(_("released at"))
    comment = models.TextField(_("comment"), blank=True)
    approvals = models.JSONField(_("approval steps"), default=list)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["page", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["page", "sequence"], name="release_sequence_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def people(self) -> list[str]:
        """Who submitted and who approved it, as the record names them, each once."""
        approvals = (
            said_to_act(str(step.get("by", "")), str(step.get("for", "")))
            for step in self.approvals
        )
        names = (self.submitted_by_said, *approvals, self.approved_by_said)
        return list(filter(None, dict.fromkeys(names)))

    @property
    def submitted_by_said(self) -> str:
        """Who submitted it, and as whose deputy."""
        return said_to_act(self.submitted_by_name, self.submitted_for_name)

    @property
    def approved_by_said(self) -> str:
        """Who released it, and as whose deputy."""
        return said_to_act(self.approved_by_name, self.approved_for_name)

    def fingerprint(self) -> str:
        """Return the SHA-256 over everything this record states and the fingerprint before it.

        Nobody acted for anybody in most records, and in none from before there were deputies: the
        two names count only where they are given.
        """
        deputies = {
            "submitted_for": self.submitted_for_name,
            "approved_for": self.approved_for_name,
        }
        return fingerprint_of(
            {
                **{key: name for key, name in deputies.items() if name},
                "page": self.page_id,
                "sequence": self.sequence,
                "number": self.number,
                "kind": self.kind,
                "title": self.title,
                "content": self.content,
                "based_on": self.based_on.sha256 if self.based_on else "",
                "revision": self.revision_sha256,
                "previous": self.previous_sha256,
                "submitted_by": self.submitted_by_name,
                "submitted_at": _moment(self.submitted_at),
                "approved_by": self.approved_by_name,
                "approved_at": _moment(self.approved_at),
                "comment": self.comment,
                "approvals": self.approvals,
            }
        )


def _moment(value: datetime) -> str:
    """Return a time as every database gives it back: in UTC, to the second."""
    return value.astimezone(UTC).replace(microsecond=0).isoformat()


def fingerprint_of(data: Any) -> str:
    """Return the SHA-256 of JSON data, independent of key order and white space."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
