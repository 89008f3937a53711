"""A concept's content to a Document: which answers are printed, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..definition.answer_types import names_from_data
from ..definition.classification import classification
from ..definition.elements import (
    Confidentiality,
    Definition,
    Group,
    Question,
    Text,
)
from ..definition.keys import is_own
from ..definition.parking import ParkedAnswer
from ..definition.situation import Situation
from ..definition.tailoring import level_of_reason
from ..definition.vocabulary import LEVELS
from .document import Block, Document, Entry, Fact, Paragraph, Run, Section, State, printable
from .parked import parked_in, parked_section
from .provenance import Provenance
from .saying import say_answer


class Assembly:
    """The content of one concept on its way to a Document, for one clearance in one language.

    Must be used while that language is active.
    """

    def __init__(
        self,
        definition: Definition,
        content: Mapping[str, Any],
        *,
        clearance: Confidentiality,
        language: str,
    ) -> None:
        self.definition = definition
        self.content = content
        self.clearance = clearance
        self.language = language
        self.situation = Situation(
            definition, content.get("answers", {}), content.get("not_applicable", {})
        )
        self.names = names_from_data(content.get("names", {}))
        self.level_labels = {
            option.key: self.say(option.label)
            for option in (*LEVELS, *definition.confidentiality_levels)
        }

    def say(self, text: Text) -> str:
        """Return a text in the language of the document."""
        return printable(text.say(self.language))

    # The document as a whole ----------------------------------------------------------------------

    def document(
        self, provenance: Provenance, *, unanswered: bool = True, parked: bool = False
    ) -> Document:
        """Return the finished document; `parked` adds what the template does not ask any more."""
        sections = tuple(self.sections(self.definition.groups))
        withheld = sum(map(len, self.withheld_by_group.values()))
        if not unanswered:
            sections = tuple(without_unanswered(sections))
        level = self.classification(parked=parked).value
        if parked:
            sections += tuple(filter(None, [self.parked_section()]))
        notices = provenance.notices
        if withheld:
            notices = (*notices, withheld_notice(withheld))
        return Document(
            kind="concept",
            language=self.language,
            title=self.title,
            subtitle=self.service_group,
            publisher=settings.SITE_NAME,
            classification=level,
            classification_label=self.level_labels.get(level, level),
            version=provenance.version,
            version_label=provenance.version_label,
            date=provenance.date,
            fingerprint=provenance.fingerprint,
            draft=provenance.draft,
            facts=(*self.subject_facts(), *provenance.facts),
            notices=notices,
            sections=sections,
            withheld=withheld,
        )

    @property
    def title(self) -> str:
        """The title that the template gives its documents, with the names of the services."""
        services = ", ".join(self.service_names) or self.say(_text(self.content.get("title")))
        pattern = self.say(self.definition.document_title)
        return pattern.replace("{services}", services) if pattern else services

    @property
    def service_names(self) -> tuple[str, ...]:
        """The names of the services that the concept covers, as they were then."""
        return tuple(self.say(_text(service)) for service in self.content.get("services", ()))

    @property
    def service_group(self) -> str:
        """The name of the service group, as it was then."""
        return self.say(_text(self.content.get("service_group")))

    def subject_facts(self) -> Iterator[Fact]:
        """Yield what the document is about: services, service group, template."""
        if self.service_names:
            yield Fact("services", _("Services"), self.service_names)
        if self.service_group:
            yield Fact("service_group", _("Service group"), (self.service_group,))
        template = f"{self.say(self.definition.label)}, {self.definition.version}"
        yield Fact("template", _("Template"), (template,))

    # What was parked ------------------------------------------------------------------------------

    @cached_property
    def parked(self) -> list[ParkedAnswer]:
        """What an upgrade has set aside, settled ones included."""
        return parked_in(self.content)

    def classification(self, *, parked: bool) -> Confidentiality:
        """Return the level of the strictest answer that is printed."""
        levels = [classification(self.situation, self.clearance)]
        if parked:
            shown = (one for one in self.parked if one.is_seen_at(self.clearance))
            levels += [one.confidentiality for one in shown]
        strictest: Confidentiality = max(levels, key=lambda level: level.rank)
        return strictest

    def parked_section(self) -> Section | None:
        """Return the section of parked answers, if there are any."""
        return parked_section(
            self.parked,
            clearance=self.clearance,
            language=self.language,
            names=self.names,
            levels=self.level_labels,
        )

    # Its sections ---------------------------------------------------------------------------------

    def sections(self, groups: tuple[Group, ...]) -> Iterator[Section]:
        """Yield the groups that have something to say."""
        for group in groups:
            section = self.section(group)
            if section.entries or section.sections or section.notes:
                yield section

    def section(self, group: Group) -> Section:
        """Return a group with its entries; empty where the group is hidden."""
        section = Section(
            key=group.key,
            number=printable(group.number),
            label=self.say(group.label),
            level_label=self.stricter_than_usual(group.confidentiality),
        )
        reason = self.why_not_applicable(group.key)
        if reason is not None:
            told = not_applicable(reason if self.may_see(group) else "")
            return replace(section, state=State.NOT_APPLICABLE, notes=(told,))
        withheld = self.withheld_by_group.get(group.key, [])
        return replace(
            section,
            notes=tuple(self.notes(group, len(withheld))),
            entries=tuple(self.entries(group)),
            sections=tuple(self.sections(group.groups)),
        )

    def notes(self, group: Group, withheld: int) -> Iterator[str]:
        """Yield what is to be known about a group: whose it is, and what is not shown of it."""
        is_chapter = len(self.definition.ancestors[group.key]) == 1
        if is_chapter and is_own(group.key) and group.questions:
            yield _("These questions are asked of this service only.")
        if withheld:
            yield withheld_notice(withheld)

    def entries(self, group: Group) -> Iterator[Entry]:
        """Yield the questions of a group that this reader sees, answered or not."""
        for question in group.questions:
            level = self.definition.confidentiality_of(question.key)
            if level.rank > self.clearance.rank:
                continue
            entry = Entry(
                key=question.key,
                label=self.say(question.label),
                blocks=(),
                level=level.value,
                level_label=self.stricter_than_usual(level, group),
            )
            reason = self.why_not_applicable(question.key)
            if reason is not None:
                yield replace(
                    entry, state=State.NOT_APPLICABLE, blocks=_sentence(not_applicable(reason))
                )
            elif self.situation.is_visible(question.key):
                yield self.answered(entry, question)

    def answered(self, entry: Entry, question: Question) -> Entry:
        """Return an entry with the answer, or with the sentence that there is none."""
        value = self.situation.value(question.key)
        blocks = say_answer(self.definition, question, value, self.language, self.names)
        if value is None or not blocks:
            return replace(entry, state=State.NOT_ANSWERED, blocks=_sentence(_("not answered")))
        return replace(entry, value=value, blocks=blocks)

    # Who sees what --------------------------------------------------------------------------------

    def may_see(self, group: Group) -> bool:
        """Return whether the clearance reaches the level of a group and of those around it."""
        return level_of_reason(self.definition, group.key).rank <= self.clearance.rank

    @cached_property
    def withheld_by_group(self) -> dict[str, list[str]]:
        """The keys of the questions with an answer above the clearance, by group."""
        found: dict[str, list[str]] = {}
        for key in self.situation.given:
            if self.definition.confidentiality_of(key).rank > self.clearance.rank:
                found.setdefault(self.definition.group_of[key].key, []).append(key)
        return found

    def why_not_applicable(self, key: str) -> str | None:
        """Return the reason for which a group or question itself was switched off, or None."""
        hidden = self.situation.why_hidden(key)
        if hidden and hidden.cause == "not_applicable" and hidden.key == key:
            return printable(hidden.reason)
        return None

    def stricter_than_usual(self, level: Confidentiality | None, group: Group | None = None) -> str:
        """Return the label of a level that is stricter than the usual one and than its group's."""
        usual = [self.definition.confidentiality_default]
        if group:
            above = (one.confidentiality for one in self.definition.ancestors[group.key])
            usual += [one for one in above if one]
        if level is None or level.rank <= max(one.rank for one in usual):
            return ""
        return self.level_labels.get(level.value, level.value)


def without_unanswered(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Yield the sections without questions that nobody answered, and none that is empty then."""
    for section in sections:
        kept = replace(
            section,
            entries=tuple(e for e in section.entries if e.state is not State.NOT_ANSWERED),
            sections=tuple(without_unanswered(section.sections)),
        )
        if kept.entries or kept.sections or kept.notes:
            yield kept


def not_applicable(reason: str) -> str:
    """Return the sentence for what was switched off for this service."""
    return _("Not applicable: %(reason)s") % {"reason": reason} if reason else _("Not applicable.")


def withheld_notice(count: int) -> str:
    """Return the sentence that says how many answers this reader is not cleared for."""
    return ngettext(
        "%(count)d answer is more confidential than your clearance and is not shown.",
        "%(count)d answers are more confidential than your clearance and are not shown.",
        count,
    ) % {"count": count}


def _sentence(text: str) -> tuple[Block, ...]:
    return (Paragraph((Run(text),)),)


def _text(data: Any) -> Text:
    """Return a name as a release keeps it."""
    if not isinstance(data, Mapping):
        return Text()
    return Text(str(data.get("de", "")), str(data.get("en", "")))
