"""Concepts as pages: the filled-in template of one or more services."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList
from wagtail.models import Page

from workflows.pages import LifecyclePage

from ..blocks.clearance import clearance_of, questions_above
from ..blocks.form import ConceptForm
from ..blocks.panel import AnswersPanel
from ..blocks.stored import STORED_BLOCKS
from ..blocks.values import answers_of_body, body_from_answers
from ..definition.completeness import problems_in
from ..definition.parking import from_data
from ..definition.references import service_keys
from ..definition.situation import Situation
from .concept_marks import keep_marks, marks_without, open_marks
from .concept_problems import ConceptProblem, by_question, count_said, said
from .fields import UnmigratedStreamField, validate_key
from .pinned import Asked, Pinned, asked, definition_frozen_as, pinned
from .preview import draft_preview
from .review import review_renderer
from .service import Service
from .structure import StableKeyForm, StructurePage
from .titles import BilingualTitle

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString
    from wagtail.models import Revision

    from workflows.models import Release, Submission

    from ..definition.compare import Mark
    from ..definition.elements import Confidentiality, Definition, Text
    from ..definition.parking import ParkedAnswer

NEXT_REVIEW_QUESTION = "next_review"
"""The question, of type month, in which a concept says when it wants to be looked at again."""


class ConceptIndexPage(StructurePage, BilingualTitle, Page):
    """The root of all concepts."""

    add_right = "service.edit"

    parent_page_types = ["concept_pages.HomePage"]
    subpage_types = ["concept_pages.ServiceGroupPage"]
    max_count = 1

    class Meta:
        verbose_name = _("security concepts")
        verbose_name_plural = _("security concepts")


class ServiceGroupPage(StructurePage, BilingualTitle, Page):
    """A service group ("Dienstgruppe"): the place that roles are assigned for."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[validate_key],
        help_text=_("Chosen once: small letters, digits and underscores. Files refer to it."),
    )
    comment = models.TextField(
        _("comment"), blank=True, help_text=_("What belongs here, for those who administer it.")
    )

    edit_right = "service.edit"
    add_right = "concept.create"
    delete_right = "service.delete"
    base_form_class = StableKeyForm
    content_panels = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("key"),
        FieldPanel("comment"),
    ]
    promote_panels: list[FieldPanel] = []
    settings_panels: list[FieldPanel] = []
    parent_page_types = ["concept_pages.ConceptIndexPage"]
    subpage_types = ["concept_pages.ConceptPage"]

    class Meta:
        verbose_name = _("service group")
        verbose_name_plural = _("service groups")

    def is_empty(self) -> bool:
        """Return whether neither a concept nor a service belongs to this group."""
        return self.is_leaf() and not self.services.exists()


class ConceptPage(BilingualTitle, LifecyclePage):
    """A security concept ("Sicherheitskonzept"). Its answers mirror the template release it pins.

    The services it covers point at it (`Service.concept`): a service has at most one concept.
    """

    template_release = models.ForeignKey(
        "workflows.Release",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("template release"),
    )
    body = UnmigratedStreamField(STORED_BLOCKS, blank=True, verbose_name=_("answers"))
    tailoring = models.JSONField(_("not applicable"), default=dict, blank=True)
    additions = models.JSONField(_("questions of the service"), default=list, blank=True)
    parked = models.JSONField(_("parked answers"), default=list, blank=True)
    marks = models.JSONField(_("new for its people"), default=dict, blank=True)

    submit_right = "concept.edit"
    review_rights = ("concept.release", "concept.review")
    retire_right = "concept.review"
    merges_edits = True

    base_form_class = ConceptForm
    edit_handler = ObjectList([AnswersPanel(), CommentPanel()], base_form_class=ConceptForm)
    parent_page_types = ["concept_pages.ServiceGroupPage"]
    subpage_types: list[str] = []

    # Answers refer to services by key, which no index of references sees.
    wagtail_reference_index_ignore = True
    # Only the title is searched in the admin, and it is indexed where it is made; keeping the index
    # up to date on every save would read all of it during each autosave.
    search_auto_update = False

    class Meta:
        verbose_name = _("security concept")
        verbose_name_plural = _("security concepts")

    # What is asked and answered -------------------------------------------------------------------

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Return the page that a revision holds.

        Releases are never deleted, so the pinned one need not be looked up: it is a whole template.
        """
        content = {name: value for name, value in data.items() if name != "template_release"}
        page = super().from_serializable_data(content, *args, **kwargs)
        page.template_release_id = data.get("template_release")
        return page

    def serializable_data(self) -> dict[str, Any]:
        """Return what a revision holds: not what people have seen of the template."""
        data: dict[str, Any] = super().serializable_data()
        return {name: value for name, value in data.items() if name != "marks"}

    def with_content_json(self, content: dict[str, Any]) -> ConceptPage:
        """Return the page with a revision's content; what people have seen is no part of it."""
        page: Any = super().with_content_json(content)
        page.marks = self.marks
        found: ConceptPage = page
        return found

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision of the draft, and count what is marked in it."""
        revision = super().save_revision(*args, **kwargs)
        keep_marks(self)
        return revision

    def save_revision_of_move(self, *args: Any, **kwargs: Any) -> Revision:
        """Save the revision of a move, and count what is marked in it."""
        revision = super().save_revision_of_move(*args, **kwargs)
        keep_marks(self)
        return revision

    @cached_property
    def has_workflow(self) -> bool:
        """Whether a workflow is assigned; Wagtail asks several times on one screen."""
        return bool(super().has_workflow)

    @property
    def pinned_template(self) -> Pinned:
        """The definition that this concept pins, with the fingerprint of its release."""
        known = self.__dict__.get("_pinned")
        if known is None or known.release_id != self.template_release_id:
            known = self.__dict__["_pinned"] = pinned(self.template_release_id)
        return known

    @property
    def asked(self) -> Asked:
        """The pinned template with what this service adds to it, and a fingerprint of both."""
        return asked(self.pinned_template, self.additions)

    @property
    def definition(self) -> Definition:
        """What is asked: as frozen by the template release, then what this service adds."""
        return self.asked.definition

    def template_frozen_as(self, sha256: str) -> Definition | None:
        """Return what a template asked in the release with this fingerprint; None without one."""
        return definition_frozen_as(sha256)

    @property
    def stored_answers(self) -> dict[str, Any]:
        """The answers in the body, by question key."""
        return answers_of_body(self.body.raw_data)

    @property
    def parked_answers(self) -> list[ParkedAnswer]:
        """The answers that a newer template had no place for, settled ones included."""
        return [from_data(entry) for entry in self.parked]

    def parked_answers_for(self, user: Any) -> list[ParkedAnswer]:
        """Return the parked answers that a person is cleared for."""
        clearance = clearance_of(user, self)
        return [answer for answer in self.parked_answers if answer.is_seen_at(clearance)]

    @cached_property
    def covered_services(self) -> list[Service]:
        """The services that this concept covers, with their group."""
        return list(self.services.select_related("group").order_by("key"))

    @property
    def relation_answers(self) -> dict[str, Any]:
        """The answers that the relation to services gives: service group and services."""
        if not self.definition.service_questions or not self.covered_services:
            return {}
        group, services = self.definition.service_questions
        keys = [service.key for service in self.covered_services]
        return {group: self.covered_services[0].group.key, services: keys}

    @property
    def answers(self) -> dict[str, Any]:
        """Every answer by question key: the stored ones and those of the relation."""
        return self.stored_answers | self.relation_answers

    @property
    def situation(self) -> Situation:
        """The definition in the light of the answers: what is visible, and why not."""
        return Situation(self.definition, self.answers, self.tailoring)

    def questions_hidden_from(self, user: Any) -> frozenset[str]:
        """Return the keys of the questions whose answers a person has no clearance for."""
        clearance = clearance_of(user, self)
        return questions_above(self.definition, clearance) | self._parked_above(clearance)

    def _parked_above(self, clearance: Confidentiality) -> frozenset[str]:
        """Return the keys of questions no longer asked whose answers were more confidential."""
        parked = (answer for answer in self.parked_answers if not answer.is_seen_at(clearance))
        asked = self.definition.questions
        return frozenset(answer.question for answer in parked if answer.question not in asked)

    def author_of_answer(self, question: str) -> Any:
        """Return who brought in the stored answer, as far as the last revisions tell."""
        stored, author = self.stored_answers.get(question), None
        for revision in self.revisions.select_related("user").order_by("-created_at", "-pk")[:20]:
            body = json.loads(revision.content.get("body") or "[]")
            if answers_of_body(body).get(question) != stored:
                break
            author = revision.user
        return author

    def store(self, answers: dict[str, Any]) -> None:
        """Put answers into the body, in the order of the template; the page is not saved."""
        given = self.definition.service_questions or ()
        own = {key: answer for key, answer in answers.items() if key not in given}
        self.body = body_from_answers(self.definition, own)  # type: ignore[assignment] # see Creator

    def service_names(self, answers: dict[str, Any]) -> dict[str, Text]:
        """Return the names of the services that answers refer to, as far as they exist.

        Each service is looked up once for a page in memory.
        """
        return self._names_of(service_keys(self.definition, answers))

    def parked_names(self) -> dict[str, Text]:
        """Return the names of the services that parked answers refer to."""
        keys: set[str] = set()
        for answer in self.parked_answers:
            if answer.asked is not None:
                keys |= service_keys(answer.asked, {answer.question: answer.value})
        return self._names_of(keys)

    def _names_of(self, keys: Collection[str]) -> dict[str, Text]:
        known: dict[str, Text | None] = self.__dict__.setdefault("_service_names", {})
        unknown = set(keys) - known.keys()
        if unknown:
            found = {s.key: s.label for s in Service.objects.filter(key__in=unknown)}
            known |= {key: found.get(key) for key in unknown}
        return {key: name for key in keys if (name := known[key]) is not None}

    # What is new for its people -------------------------------------------------------------------

    @property
    def open_marks(self) -> dict[str, Mark]:
        """What is new or changed since the last release and was not seen yet, by key."""
        return open_marks(self)

    def see(self, keys: Collection[str]) -> None:
        """Take the marks of groups and questions away; the page is not saved."""
        self.marks = marks_without(self, keys)

    # What `workflows` asks ------------------------------------------------------------------------

    def problems(self, answers: dict[str, Any] | None = None) -> list[ConceptProblem]:
        """Return what is missing or implausible, in the active language."""
        answers = self.answers if answers is None else answers
        situation = Situation(self.definition, answers, self.tailoring)
        found = problems_in(situation, services=self.service_names(answers))
        # Nobody typed what the relation answers, and a group may be younger than the template.
        related = self.relation_answers
        return said(self.definition, [p for p in found if p.question not in related])

    def submission_problems(self) -> list[ConceptProblem]:
        """Return what keeps the draft from being handed in, one problem for each question."""
        return by_question(self.problems())

    def incomplete_sentence(self, problems: Sequence[ConceptProblem]) -> str:
        """Return how many questions keep the draft from being handed in, by kind."""
        return count_said(problems)

    def release_content(self) -> dict[str, Any]:
        """Return what a release of this concept binds."""
        answers, services = self.answers, self.covered_services
        names = self.service_names(answers) | self.parked_names()
        return {
            "format": "concept-release/1",
            "title": {"de": self.title, "en": self.title_en},
            "service_group": _named(services[0].group) if services else None,
            "services": [_named(service) for service in services],
            "answers": answers,
            "not_applicable": self.tailoring,
            "additions": self.additions,
            "parked": self.parked,
            "template": {
                "key": self.definition.key,
                "version": self.definition.version,
                "sha256": self.pinned_template.sha256,
            },
            "names": {
                **({services[0].group.key: _text(services[0].group)} if services else {}),
                **{key: {"de": name.de, "en": name.en} for key, name in names.items()},
            },
        }

    def after_release(self, release: Release, by: AbstractBaseUser | None) -> None:
        """Begin anew with what is new: from now on it is what comes after this release."""
        ConceptPage.objects.filter(pk=self.pk).update(marks={})

    def release_based_on(self) -> Release:
        """Return the template release that the answers belong to."""
        return self.template_release

    def next_review_date(self, released_on: date) -> date | None:
        """Return the last day of the month that the concept itself names, or a year from now.

        A month that has passed names no next review: who confirms a concept unchanged in 2028
        cannot change the “2027” in it.
        """
        month = str(self.answers.get(NEXT_REVIEW_QUESTION, ""))
        in_a_year = released_on + timedelta(days=365)
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:
            return in_a_year
        named = first.replace(day=monthrange(first.year, first.month)[1])
        return named if named > released_on else in_a_year

    def review_html(
        self,
        submission: Submission,
        previous_release: Release | None,
        language: str,
        *,
        user: AbstractBaseUser,
    ) -> SafeString:
        """Return the submission as a document, rendered by whoever registered for it."""
        render = review_renderer("concept")
        if render is None:
            return super().review_html(submission, previous_release, language, user=user)
        return render(self, submission, previous_release, language, user=user)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Return the draft as readers would see it, by whoever registered for it."""
        return draft_preview()(request, self)

    def get_admin_display_title(self) -> str:
        """Return the title in the language of the screen."""
        return self.display_title()


def _named(thing: Service | ServiceGroupPage) -> dict[str, str]:
    return {"key": thing.key, **_text(thing)}


def _text(thing: Service | ServiceGroupPage) -> dict[str, str]:
    return {"de": thing.label.de, "en": thing.label.en}
