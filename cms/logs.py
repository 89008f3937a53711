"""What the log leaves out."""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied


class RefusalsAreOneLine(logging.Filter):
    """Takes the traceback from log records about refused access: a refusal is no error of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass; those of PermissionDenied keep their line only."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True
