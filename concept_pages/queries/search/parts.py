"""Parts of words, as the words around them: neither database looks into the middle of a word."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from ...models import IndexedWord

MOST_WORDS = 500
"""A part that stands inside more different words says too little to look for."""


def words_around(parts: Collection[str]) -> dict[str, list[str]]:
    """Return the indexed words inside which each part stands; one query.

    Words that begin with a part are left out, because they are found by that.
    """
    if not parts:
        return {}
    holds_one = Q(*(("word__contains", part) for part in parts), _connector=Q.OR)
    words = list(IndexedWord.objects.filter(holds_one).values_list("word", flat=True))
    return {part: [word for word in words if word.find(part) > 0] for part in parts}
