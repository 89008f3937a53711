"""The different words of the index, so that parts of words are found without reading all texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexedWord(models.Model):
    """A word that some release says, as `queries.search.words` folds it.

    It tells nobody anything by itself: a search turns the part of a word into the words around it,
    and then asks `ReadableText` for these words, where each reader meets only her own rows. Words
    that no release says any more may stay; they lead nowhere.
    """

    word = models.CharField(_("word"), max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("indexed word")
        verbose_name_plural = _("indexed words")

    def __str__(self) -> str:
        return self.word
