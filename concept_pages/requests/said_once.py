"""Keeps each message once until somebody reads it: five refusals in a row are one sentence."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage


class OnceStorage(FallbackStorage):
    """Django's usual storage; what waits already is not kept a second time."""

    def _store(self, messages: list[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep the messages, each at its first place."""
        once: list[Any] = []
        for message in messages:
            if message not in once:
                once.append(message)
        kept: list[Any] = super()._store(once, response, *args, **kwargs)  # type: ignore[misc] # not in the stubs
        return kept
