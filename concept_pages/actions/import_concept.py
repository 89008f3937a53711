"""Brings answers from outside into the draft of a concept; what does not fit is named, not stored.

ConceptDataRefused    nothing can be imported; the text is a translated sentence
NotPossible           (workflows) a right is missing, or the concept is not in draft
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.errors import RightMissing
from workflows.models import Release
from workflows.pages import refuse_unless_editable
from workflows.rights import authority

from ..definition.answer_types import Context, findings
from ..definition.elements import Definition, Question
from ..definition.emptiness import is_blank, is_empty_row
from ..definition.references import service_keys
from ..definition.situation import Situation
from ..models import ConceptPage, Service
from ..models.pinned import pinned
from ..queries.concepts import releases_in_force
from .concepts import create_concept
from .tailoring import REASON_LENGTH, may_tailor, switchable


@dataclass(frozen=True)
class ConceptData:
    """What a file says about one concept."""

    service: str
    template: str
    version: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something about one answer that the person should know; `question` is its key."""

    question: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.question}: {self.sentence}" if self.question else self.sentence


@dataclass(frozen=True)
class ImportedConcept:
    """What an import came to: the page, how many answers it took, and notes about the others."""

    page: ConceptPage
    is_new: bool
    stored: int
    notes: tuple[Note, ...]


class ConceptDataRefused(Exception):
    """Nothing can be imported."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def import_concept(data: ConceptData, *, by: Any) -> ImportedConcept:
    """Put answers into the draft of a service's concept; start one where there is none.

    Answers that the data do not mention stay as they are. Answers to hidden questions are stored
    and noted; those that fit no question, or not theirs, are noted only.

    Raises:
        ConceptDataRefused: there is no such service or template.
        NotPossible: a right is missing, or the concept is not in draft.
    """
    service = _service(data.service)
    is_new = service.concept_id is None
    page = _new_concept(data, service, by) if is_new else _draft_of(service)
    if not authority().may(by, page.submit_right, page):
        sentence = _("You may not edit the concept of “%(service)s”.")
        raise RightMissing(sentence % {"service": service}, by=by, right=page.submit_right)
    refuse_unless_editable(page)
    _refuse_other_template(data, page)
    sifted = _Sieve(page, by).sift(data.answers)
    before = page.stored_answers
    page.store(before | sifted.answers)
    page.see({key for key, answer in sifted.answers.items() if answer != before.get(key)})
    notes = [*_version_note(data, page.definition), *_tailor(page, data, by), *sifted.notes]
    page.save_revision(user=by, log_action="wagtail.edit", clean=False)
    notes += _hidden_notes(page, sifted)
    return ImportedConcept(page, is_new, len(sifted.answers), tuple(notes))


def _service(key: str) -> Service:
    service = Service.objects.select_for_update().filter(key=key).first()
    if service is None:
        raise ConceptDataRefused(_("There is no service with the key “%(key)s”.") % {"key": key})
    return service


def _draft_of(service: Service) -> ConceptPage:
    page = ConceptPage.objects.select_for_update().get(services=service)
    draft: ConceptPage = page.get_latest_revision_as_object()
    return draft


def _new_concept(data: ConceptData, service: Service, by: Any) -> ConceptPage:
    release = _release(data)
    questions = pinned(release.pk).definition.service_questions
    named = data.answers.get(questions[1]) if questions else None
    keys = {key for key in named if isinstance(key, str)} if isinstance(named, list) else set()
    covered = Service.objects.filter(key__in=keys | {service.key})
    page = create_concept(services=covered, template_release=release, by=by)
    return ConceptPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def _release(data: ConceptData) -> Release:
    """Return the release of the named template that is in force."""
    for release in releases_in_force():
        if pinned(release.pk).definition.key == data.template:
            return release
    raise ConceptDataRefused(
        _("No template with the key “%(key)s” is in force.") % {"key": data.template}
    )


def _refuse_other_template(data: ConceptData, page: ConceptPage) -> None:
    if page.definition.key != data.template:
        raise ConceptDataRefused(
            _("The concept is made from the template “%(own)s”, the file from “%(other)s”.")
            % {"own": page.definition.key, "other": data.template}
        )


def _version_note(data: ConceptData, definition: Definition) -> Iterator[Note]:
    if data.version and data.version != definition.version:
        yield Note(
            "",
            _("The file was made for version %(other)s of the template, the concept has %(own)s.")
            % {"other": data.version, "own": definition.version},
        )


def _tailor(page: ConceptPage, data: ConceptData, by: Any) -> Iterator[Note]:
    """Switch off what the file says is not applicable, if the person may."""
    if not data.not_applicable:
        return
    if not may_tailor(by, page):
        yield Note("", _("The right to switch questions off is missing, so none is switched off."))
        return
    offered = switchable(page, by)
    known = page.definition.questions.keys() | page.definition.groups_by_key.keys()
    reasons = {}
    for key, reason in data.not_applicable.items():
        if key not in known:
            yield Note(key, _("The template has no such question or group; not switched off."))
        elif key not in offered:
            yield Note(key, _("This is not yours to switch off; not switched off."))
        elif not reason.strip():
            yield Note(key, _("The reason is missing; not switched off."))
        else:
            reasons[key] = reason.strip()[:REASON_LENGTH]
    page.tailoring = {**page.tailoring, **reasons}


# Sifting ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sifted:
    answers: dict[str, Any]
    notes: list[Note]


class _Sieve:
    """Keeps the answers that a person may give and that fit their questions."""

    def __init__(self, page: ConceptPage, by: Any) -> None:
        self.page = page
        self.definition = page.definition
        self.unseen = page.questions_hidden_from(by)
        self.language = (get_language() or "de")[:2]

    def sift(self, answers: Mapping[str, Any]) -> _Sifted:
        """Return what can be stored, and a note on everything else."""
        found = _Sifted({}, [])
        keys = service_keys(self.definition, answers)
        known = frozenset(Service.objects.filter(key__in=keys).values_list("key", flat=True))
        context = Context(self.definition, known)
        for key, answer in answers.items():
            reason = self.refusal(key, answer)
            if reason:
                found.notes.append(Note(key, reason))
            elif key not in self.page.relation_answers:
                self.take(self.definition.questions[key], answer, context, found)
        return found

    def refusal(self, key: str, answer: Any) -> str:
        """Return why an answer cannot be looked at at all; "" if it can."""
        if key not in self.definition.questions:
            return _("The template has no such question; not stored.")
        if key in self.unseen:
            return _("The clearance for this question is missing; not stored.")
        given = self.page.relation_answers.get(key)
        if given is not None and given != answer:
            return _("Follows from the services that the concept covers; not stored.")
        return ""

    def take(self, question: Question, answer: Any, context: Context, found: _Sifted) -> None:
        """Store an answer without the cells and rows that do not fit."""
        wrong = [f for f in findings(_lenient(question), answer, context) if f.kind != "missing"]
        for finding in wrong:
            place = _place(question, finding.row, finding.column, self.language)
            said = finding.message.say(_, self.language)
            problem = f"{place}: {said}" if place else said
            sentence = _("%(problem)s Not stored.") % {"problem": problem}
            found.notes.append(Note(question.key, sentence))
        left = _without(answer, [(f.row, f.column) for f in wrong])
        if not is_blank(left):
            found.answers[question.key] = left


def _lenient(question: Question) -> Question:
    """Return the question as it checks a draft: there may be too little of everything."""
    return replace(question, min_rows=None, min_selected=None, min_length=None)


def _place(question: Question, row: int | str | None, column: str, language: str) -> str:
    labels = {c.key: c.label.say(language) for c in question.columns}
    number = _("Row %(number)s") % {"number": row + 1} if isinstance(row, int) else row or ""
    return ", ".join(part for part in (number, labels.get(column, column)) if part)


def _without(answer: Any, wrong: list[tuple[int | str | None, str]]) -> Any:
    """Return an answer without what is wrong in it; None where the whole is wrong."""
    if any(row is None for row, _column in wrong):
        return None
    if isinstance(answer, dict):
        return {key: part for key, part in answer.items() if (key, "") not in wrong}
    if not isinstance(answer, list) or not wrong:
        return answer
    rows = [
        {name: cell for name, cell in row.items() if (number, name) not in wrong}
        for number, row in enumerate(answer)
        if isinstance(row, dict) and (number, "") not in wrong
    ]
    return [row for row in rows if not is_empty_row(row)]


def _hidden_notes(page: ConceptPage, sifted: _Sifted) -> Iterator[Note]:
    situation = Situation(page.definition, page.answers, page.tailoring)
    for key in sifted.answers:
        if not situation.is_visible(key):
            yield Note(key, _("Stored, but hidden: the other answers do not ask for it."))
