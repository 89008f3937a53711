"""Field classes that several models share."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from ..blocks.packing import PackedBlockWidget
from ..definition.reading import KEY

validate_key = RegexValidator(
    rf"^{KEY.pattern}\Z",
    _("A key has small letters, digits and underscores, and starts with a letter."),
)
"""The shape of every key that files refer to."""


def say_shape_of_key(field: Any) -> None:
    """Let a form field refuse a key in our words: Django's would allow what we do not."""
    field.error_messages["invalid"] = validate_key.message


class UnmigratedStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    The blocks are code, the stored JSON does not depend on them, and a migration for each changed
    help text would bury the real ones.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(*(args or ([],)), **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Return the field without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form field with blocks that are packed once."""
        return super().formfield(**{"widget": PackedBlockWidget(self.stream_block), **kwargs})
