"""Keeps the index of answers: what the releases in force say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import transaction
from wagtail.models import Page

from workflows.models import Lifecycle, Release

from ..definition.answer_types import Names, names_from_data, plain_text
from ..definition.classification import classification
from ..definition.elements import Confidentiality, Text
from ..definition.parking import ParkedAnswer, from_data
from ..definition.situation import Situation
from ..models import AnswerEntry, ConceptPage, IndexedWord, ReadableText, ServiceGroupPage
from ..models.pinned import asked_by
from ..queries.search.query import SHORTEST_PART
from ..queries.search.words import distinct_words_to_index, words_to_compare, words_to_index


@transaction.atomic
def index_answers(concept: Page) -> int:
    """Make the index say what the release in force of a concept says; nothing if there is none.

    Returns:
        The number of answers in the index.
    """
    forget_answers(concept)
    lifecycle = Lifecycle.objects.filter(page_id=concept.pk).select_related("released").first()
    release = lifecycle.released if lifecycle else None
    if release is None or release.based_on_id is None:
        return 0
    situation = Situation(
        asked_by(release),
        release.content.get("answers", {}),
        release.content.get("not_applicable", {}),
    )
    group = ServiceGroupPage.objects.ancestor_of(concept).values_list("pk", flat=True).get()
    entries = list(_entries(release, situation, group))
    parked = list(_parked_entries(release, group))
    AnswerEntry.objects.bulk_create([*entries, *parked])
    texts = list(_texts(release, situation, entries, group))
    if parked:
        texts += _texts(release, situation, parked, group, parked=True)
    ReadableText.everything.bulk_create(texts)
    _remember_words(texts)
    return len(entries)


def forget_answers(concept: Page) -> None:
    """Take a concept out of the index."""
    AnswerEntry.everything.filter(concept_id=concept.pk).delete()
    ReadableText.everything.filter(concept_id=concept.pk).delete()


def move_answers(concept: Page, to: ServiceGroupPage) -> None:
    """Let the index follow a concept to another service group, with other readers."""
    AnswerEntry.everything.filter(concept_id=concept.pk).update(service_group=to)
    ReadableText.everything.filter(concept_id=concept.pk).update(service_group=to)


def rebuild_index() -> tuple[int, int]:
    """Write the whole index anew, one concept in each transaction; asked twice, it says the same.

    Returns:
        The number of concepts and of answers in the index.
    """
    concepts = answers = 0
    for concept in ConceptPage.objects.only("pk", "path", "depth").order_by("pk").iterator():
        count = index_answers(concept)
        answers += count
        concepts += bool(count)
    return concepts, answers


def _remember_words(texts: Iterable[ReadableText]) -> None:
    """Add the words of some texts to those inside which search looks for parts."""
    fields = (field for text in texts for field in (text.title, text.answers, text.questions))
    words = {word for field in fields for word in field.split() if len(word) > SHORTEST_PART}
    known = IndexedWord.objects.filter(pk__in=words).values_list("pk", flat=True)
    # In a fixed order, so that two releases at once wait for each other and never in a circle.
    new = [IndexedWord(word) for word in sorted(words.difference(known))]
    IndexedWord.objects.bulk_create(new, ignore_conflicts=True)


def _entries(release: Release, situation: Situation, group: int) -> Iterator[AnswerEntry]:
    """Yield a row for each answer that counts: visible, applicable and not empty."""
    definition = situation.definition
    names = names_from_data(release.content.get("names", {}))
    positions = {key: place for place, key in enumerate(definition.questions)}
    for key, value in situation.given.items():
        question = definition.questions[key]
        german = plain_text(definition, question, value, "de", names)
        english = plain_text(definition, question, value, "en", names)
        answer = Text(german, english if english != german else "")
        yield AnswerEntry(
            concept_id=release.page_id,
            service_group_id=group,
            release=release,
            question=key,
            position=positions[key],
            rank=definition.confidentiality_of(key).rank,
            question_de=question.label.say("de"),
            question_en=question.label.say("en"),
            text_de=answer.de,
            text_en=answer.en,
            words=words_to_compare(_both(answer), _both(question.label)),
            value=value,
        )


def _parked_entries(release: Release, group: int) -> Iterator[AnswerEntry]:
    """Yield a row for each parked answer, settled ones included."""
    names = names_from_data(release.content.get("names", {}))
    for position, data in enumerate(release.content.get("parked", ())):
        parked = from_data(data)
        answer = Text(_said(parked, "de", names), _said(parked, "en", names))
        if answer.en == answer.de:
            answer = Text(answer.de)
        yield AnswerEntry(
            concept_id=release.page_id,
            service_group_id=group,
            release=release,
            question=parked.question,
            position=position,
            rank=parked.confidentiality.rank,
            question_de=parked.label.say("de"),
            question_en=parked.label.say("en"),
            text_de=answer.de,
            text_en=answer.en,
            words=words_to_compare(_both(answer), _both(parked.label)),
            value=parked.value,
            parked=True,
        )


def _said(parked: ParkedAnswer, language: str, names: Names) -> str:
    if parked.asked is None or parked.old_question is None:
        return str(parked.value)
    return plain_text(parked.asked, parked.old_question, parked.value, language, names)


def _texts(
    release: Release,
    situation: Situation,
    entries: list[AnswerEntry],
    group: int,
    *,
    parked: bool = False,
) -> Iterator[ReadableText]:
    """Yield a row for each thing that readers of different clearance see."""
    title = words_to_index(_titles(release.content))
    people = [] if parked else release.people

    def seen_by(clearance: Confidentiality) -> tuple[int, tuple[int, ...]]:
        seen = tuple(n for n, entry in enumerate(entries) if entry.rank <= clearance.rank)
        return classification(situation, clearance).rank, seen

    for (rank, places), levels in groupby(Confidentiality, seen_by):
        ranks = [level.rank for level in levels]
        seen = [entries[place] for place in places]
        yield ReadableText(
            concept_id=release.page_id,
            service_group_id=group,
            lowest=ranks[0],
            highest=ranks[-1],
            classification=rank,
            parked=parked,
            title=title,
            answers=words_to_index(
                (*people, *(text for entry in seen for text in _both(entry.text)))
            ),
            questions=distinct_words_to_index(
                text for entry in seen for text in _both(entry.question_text)
            ),
        )


def _both(text: Text) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys((text.de, text.en))))


def _titles(content: dict[str, Any]) -> list[str]:
    """Return what a concept and its services are called, in both languages and by key."""
    named = [content.get("title", {}), *content.get("services", ())]
    words = (thing.get(name, "") for thing in named for name in ("de", "en", "key"))
    return list(filter(None, dict.fromkeys(words)))
