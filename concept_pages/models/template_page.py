"""Templates as pages: a template with nestable groups that hold typed questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from workflows.models import Release
from workflows.pages import LifecyclePage, LifecyclePart
from workflows.states import State

from ..blocks.question_blocks import OPTION_SET_BLOCKS, QUESTION_BLOCKS
from ..definition.codec import decode, encode
from ..definition.compare import compare, is_breaking
from ..definition.elements import Confidentiality
from ..definition.versions import next_version
from .fields import UnmigratedStreamField, validate_key
from .review import review_renderer
from .structure import StructurePage
from .template_draft import definition_of_draft, group_data
from .template_forms import QuestionGroupForm, TemplateForm
from .template_gate import release_problems
from .template_keys import keys_of_definition
from .template_panels import GROUP_PANELS, TEMPLATE_PANELS
from .template_preview import PreviewedInBothLanguages, preview_of
from .template_problems import DraftProblem
from .template_tree import write_definition
from .template_vocabulary import default_vocabulary
from .titles import BilingualTitle

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from workflows.models import Submission

CONFIDENTIALITY_CHOICES = [
    (Confidentiality.PUBLIC.value, _("public")),
    (Confidentiality.INTERNAL.value, _("internal")),
    (Confidentiality.CONFIDENTIAL.value, _("confidential")),
    (Confidentiality.STRICTLY_CONFIDENTIAL.value, _("strictly confidential")),
]

UNRELEASED = frozenset({State.DRAFT, State.IN_REVIEW})
"""The states in which there is something to release."""


class TemplateIndexPage(StructurePage, BilingualTitle, Page):
    """The shelf of templates."""

    add_right = "template.create"

    parent_page_types = ["concept_pages.HomePage"]
    subpage_types = ["concept_pages.TemplatePage"]
    max_count = 1

    class Meta:
        verbose_name = _("templates")
        verbose_name_plural = _("templates")


class TemplatePage(PreviewedInBothLanguages, BilingualTitle, LifecyclePage):
    """A template ("Vorlage"): what is asked in every concept made from it."""

    submit_right = "template.edit"
    review_rights = ("template.release",)
    retire_right = "template.release"
    read_right = "template.edit"

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        blank=True,
        allow_unicode=False,
        validators=[validate_key],
        help_text=_("Files refer to it. Leave it empty and it is made from the title."),
    )
    description_de = models.TextField(_("German description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    document_title_de = models.CharField(
        _("German document title"),
        max_length=255,
        blank=True,
        default="Sicherheitskonzept für {services}",
    )
    document_title_en = models.CharField(
        _("English document title"),
        max_length=255,
        blank=True,
        default="Security concept for {services}",
    )
    language_default = models.CharField(
        _("main language"),
        max_length=2,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
    )
    confidentiality_default = models.CharField(
        _("default confidentiality"),
        max_length=30,
        choices=CONFIDENTIALITY_CHOICES,
        default="internal",
    )
    vocabulary = models.JSONField(
        _("names of levels and patterns"), default=default_vocabulary, blank=True
    )
    option_sets = UnmigratedStreamField(
        OPTION_SET_BLOCKS, blank=True, collapsed=True, verbose_name=_("option sets")
    )
    proposed_version = models.CharField(
        _("version of the imported file"), max_length=20, blank=True
    )
    reserved_keys = models.JSONField(
        _("keys that were released once, and what they stood for"), default=dict, blank=True
    )
    upgrade_decisions = models.JSONField(
        _("what happens to answers of the release before"), default=dict, blank=True
    )
    in_force = models.BooleanField(_("offered for new concepts"), default=True)

    parent_page_types = ["concept_pages.TemplateIndexPage"]
    subpage_types = ["concept_pages.QuestionGroupPage"]
    base_form_class = TemplateForm
    edit_handler = TEMPLATE_PANELS
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    # What a release of a template is --------------------------------------------------------------

    def release_content(self) -> dict[str, Any]:
        """Return the frozen definition, with the number that the release will have."""
        number = self.release_number(self.last_version())
        return encode(definition_of_draft(self, version=number))

    def release_number(self, previous: Release | None) -> str:
        """Return 1.0 or what the imported file says; then minor or major after what changed."""
        if previous is None:
            return next_version("", breaking=False, proposed=self.proposed_version)
        draft = definition_of_draft(self.get_latest_revision_as_object())
        breaking = is_breaking(compare(decode(previous.content), draft))
        return next_version(previous.number, breaking=breaking, proposed=self.proposed_version)

    def last_version(self) -> Release | None:
        """Return the newest release of this template."""
        return self.releases.filter(kind=Release.Kind.VERSION).order_by("sequence").last()

    def submission_problems(self) -> list[DraftProblem]:
        """Return what keeps the draft from being released, with links to the places."""
        return release_problems(self)

    def incomplete_sentence(self, problems: Sequence[Any]) -> str:
        """Return the sentence that introduces what keeps the draft from being released."""
        sentence = ngettext(
            "%(count)d thing keeps this template from being released.",
            "%(count)d things keep this template from being released.",
            len(problems),
        )
        return sentence % {"count": len(problems)}

    def changed_since(self, submission: Submission) -> bool:
        """Return whether the template or one of its groups is no longer what was handed in."""
        return self.release_content() != submission.content

    def last_editor(self) -> AbstractBaseUser | None:
        """Return who last saved the template or one of its groups."""
        newest = (
            Revision.objects.filter(pk__in=self.parts().values("latest_revision"))
            .order_by("created_at")
            .last()
        )
        own = self.latest_revision
        if newest is None or (own is not None and own.created_at > newest.created_at):
            return super().last_editor()
        return newest.user

    def after_release(self, release: Release, by: AbstractBaseUser | None) -> None:
        """Reserve the released keys for ever; what was declared belongs to this release alone."""
        released = keys_of_definition(decode(release.content))
        TemplatePage.objects.filter(pk=self.pk).update(
            reserved_keys={**self.reserved_keys, **released},
            proposed_version="",
            upgrade_decisions={},
        )

    def restore(self, release: Release, by: AbstractBaseUser | None) -> None:
        """Make the draft and its whole tree what was released."""
        # What it declared is about the answers before it, and says nothing about the next one.
        write_definition(self, replace(decode(release.content), upgrade=()), by)

    def with_content_json(self, content: dict[str, Any]) -> TemplatePage:
        """Return the page with a revision's content; what releases decided is not part of it."""
        page: TemplatePage = super().with_content_json(content)
        for name in ("reserved_keys", "in_force", "proposed_version", "upgrade_decisions"):
            setattr(page, name, getattr(self, name))
        return page

    def parts(self) -> QuerySet[QuestionGroupPage]:
        """Return all groups, in the order of the document."""
        found: QuerySet[QuestionGroupPage] = QuestionGroupPage.objects.descendant_of(self)
        return found.order_by("path")

    def standing_notes(self) -> list[str]:
        """Say that a released template is out of force."""
        if self.in_force or not self.lifecycle.released_id:
            return []
        return [str(_("It is out of force: no concept is made from it or brought to it."))]

    def standing_links(self, user: AbstractBaseUser) -> list[tuple[str, str]]:
        """Lead to the release check of a draft, and to the versions there are."""
        pages: list[tuple[str, Any]] = []
        if self.lifecycle.in_state in UNRELEASED:
            pages.append(("gate", _("Release check")))
        if self.lifecycle.released_id:
            pages.append(("versions", _("Versions")))
        return [
            (str(label), reverse(f"secdoc_templates:{name}", args=[self.pk]))
            for name, label in pages
        ]

    # How it is looked at --------------------------------------------------------------------------

    def review_html(
        self,
        submission: Submission,
        previous_release: Release | None,
        language: str,
        *,
        user: AbstractBaseUser,
    ) -> SafeString:
        """Return the submission as a document, rendered by whoever registered for it."""
        render = review_renderer("template")
        if render is None:
            return super().review_html(submission, previous_release, language, user=user)
        return render(self, submission, previous_release, language, user=user)

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """Return nothing: readers see concepts, never templates."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the whole form as an operator will see it."""
        return preview_of(request, self, mode_name)


class QuestionGroupPage(PreviewedInBothLanguages, BilingualTitle, LifecyclePart):
    """A chapter, a section, or a group below; it holds its own questions and further groups."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        blank=True,
        allow_unicode=False,
        validators=[validate_key],
        help_text=_("Leave it empty and it is made from the title."),
    )
    number = models.CharField(_("number"), max_length=20, blank=True)
    help_de = models.TextField(_("German help"), blank=True)
    help_en = models.TextField(_("English help"), blank=True)
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=30,
        choices=CONFIDENTIALITY_CHOICES,
        blank=True,
        help_text=_("Applies to every answer in this group that is not classified more strictly."),
    )
    visible_if = models.JSONField(_("when the group is shown"), null=True, blank=True)
    questions = UnmigratedStreamField(
        QUESTION_BLOCKS, blank=True, collapsed=True, verbose_name=_("questions")
    )

    parent_page_types = ["concept_pages.TemplatePage", "concept_pages.QuestionGroupPage"]
    subpage_types = ["concept_pages.QuestionGroupPage"]
    base_form_class = QuestionGroupForm
    edit_handler = GROUP_PANELS
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = _("question group")
        verbose_name_plural = _("question groups")

    @property
    def template(self) -> TemplatePage | None:
        """The template this group is a part of."""
        return self.whole if isinstance(self.whole, TemplatePage) else None

    def get_admin_display_title(self) -> str:
        """Return number and title in the active language."""
        return f"{self.number} {self.display_title()}".strip()

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """Return nothing: readers see concepts, never templates."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show this group as an operator will see it."""
        template = self.template or self.get_parent().specific
        return preview_of(request, template, mode_name, group_data(self.serializable_data()))
