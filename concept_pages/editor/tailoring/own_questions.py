"""Chapters and questions that one service adds: added, changed, moved and removed by its owner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import ChangedMeanwhile, NotPossible

from ...actions import own_questions
from ...definition import own_editing as editing
from ...definition.elements import AnswerType
from ...models import ConceptPage
from ...requests.posting import posted_only
from .own_question_forms import ChapterForm, Data, LabelledForm, QuestionForm, said_label
from .views import ServiceQuestionsView, may_look


class OwnFormView(ServiceQuestionsView):
    """Adds or changes a chapter or question of the service; `key` is empty for a new one."""

    template_name = "concept_pages/admin/concept_own_form.html"
    key = ""
    element: Data
    form: LabelledForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may add questions; the action decides again."""
        page = get_object_or_404(ConceptPage, pk=kwargs["page_id"])
        if not may_look(request.user, page) or not own_questions.may_add(request.user, page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self._find(kwargs.get("key", ""))
        self.form = self.make_form(initial=self.initial())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; what is refused is shown again as it was typed."""
        self._find(kwargs.get("key", ""), may_be_gone=True)
        self.form = self.make_form(data=request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            self.save(self.form.data_for(self.element), self.form.cleaned_data["base"])
        except NotPossible as error:
            self.form.add_error(None, error.sentence)
            if isinstance(error, ChangedMeanwhile):
                self._take_over_base()
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('concepts:tailor', args=[self.page.pk])}#own")

    def _find(self, key: str, *, may_be_gone: bool = False) -> None:
        """Take what is to be changed from the draft."""
        self.key = key
        found = editing.own_element(self.page.additions, key) if key else {}
        if found is None and not may_be_gone:
            raise Http404
        self.element = found or {}

    def _take_over_base(self) -> None:
        """Let the next save replace what somebody else has saved: the person has been told."""
        base = editing.fingerprint_of(self.page.additions, self.key)
        self.form.data = {**self.form.data.dict(), "base": base}  # type: ignore[attr-defined] # a QueryDict

    def initial(self) -> Data:
        """Return what the form shows at first."""
        label, told = self.element.get("label", {}), self.element.get("help", {})
        return {
            **{f"label_{code}": label.get(code, "") for code in ("de", "en")},
            **{f"help_{code}": told.get(code, "") for code in ("de", "en")},
            "confidentiality": self.element.get("confidentiality", ""),
            "base": editing.fingerprint_of(self.page.additions, self.key),
        }

    def make_form(self, **kwargs: Any) -> LabelledForm:
        """Return the form."""
        raise NotImplementedError

    def save(self, element: Data, base: str) -> None:
        """Hand what was typed to the action."""
        raise NotImplementedError

    def places_between(self) -> list[dict[str, Any]]:
        """Return the way over the tailoring."""
        address = reverse("concepts:tailor", args=[self.page.pk])
        return [{"url": address, "label": _("Tailor to the service")}]

    def get_context_data(self, **kwargs: Any) -> Data:
        """Add the form."""
        return super().get_context_data(**kwargs) | {"form": self.form, "key": self.key}


class ChapterView(OwnFormView):
    """A chapter of the service."""

    @property
    def page_title(self) -> str:
        """The name of the page."""
        return _("Chapter of this service") if self.key else _("New chapter for this service")

    def make_form(self, **kwargs: Any) -> LabelledForm:
        """Return the form."""
        return ChapterForm(**kwargs)

    def save(self, element: Data, base: str) -> None:
        """Save the chapter."""
        own_questions.save_chapter(
            self.page, {**element, "key": self.key}, by=self.request.user, base=base
        )


class QuestionView(OwnFormView):
    """A question of the service."""

    form: QuestionForm

    @property
    def page_title(self) -> str:
        """The name of the page."""
        return _("Question of this service") if self.key else _("New question for this service")

    def initial(self) -> Data:
        """Return what the form shows at first."""
        options = self.element.get("options", [])
        chapter = editing.chapter_of(self.page.additions, self.key) if self.key else None
        asked = self.request.GET.get("chapter", "")
        return super().initial() | {
            "type": self.element.get("type", AnswerType.TEXT.value),
            "required": self.element.get("required", False),
            "chapter": chapter["key"] if chapter else asked,
            **{
                f"options_{code}": "\n".join(option.get(code, "") for option in options).strip()
                for code in ("de", "en")
            },
        }

    def make_form(self, **kwargs: Any) -> LabelledForm:
        """Return the form."""
        return QuestionForm(chapters=self.page.additions, old=self.element, **kwargs)

    def save(self, element: Data, base: str) -> None:
        """Save the question."""
        own_questions.save_question(
            self.page,
            {**element, "key": self.key},
            into=self.form.cleaned_data["chapter"],
            by=self.request.user,
            base=base,
        )


class RemoveView(ServiceQuestionsView):
    """Asks once more before a chapter or question of the service is removed."""

    template_name = "concept_pages/admin/concept_own_remove.html"
    page_title = gettext_lazy("Remove from this service")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may add questions; the action decides again."""
        page = get_object_or_404(ConceptPage, pk=kwargs["page_id"])
        if not own_questions.may_add(request.user, page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> Data:
        """Add what is to be removed, and how many answers it has."""
        found = editing.own_element(self.page.additions, kwargs["key"])
        if found is None:
            raise Http404
        gone = set(editing.own_keys(self.page.additions))
        gone -= set(editing.own_keys(editing.without(self.page.additions, kwargs["key"])))
        return super().get_context_data(**kwargs) | {
            "label": said_label(found["label"], (get_language() or "de")[:2]),
            "questions": len(gone) - ("type" not in found),
            "is_chapter": "type" not in found,
            "answers": len(gone & self.page.stored_answers.keys()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it; answers are parked."""
        try:
            count = own_questions.remove_own(self.page, kwargs["key"], by=request.user)
        except NotPossible as error:
            messages.error(request, error.sentence)
        else:
            sentence = ngettext(
                "Removed. %(count)d answer is parked with the concept.",
                "Removed. %(count)d answers are parked with the concept.",
                count,
            )
            messages.success(request, sentence % {"count": count} if count else _("Removed."))
        return redirect(f"{reverse('concepts:tailor', args=[self.page.pk])}#own")


@posted_only(lambda page_id, key: f"{reverse('concepts:tailor', args=[page_id])}#{key}")
@require_admin_access
def move(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Move a chapter or question of the service one place up or down."""
    page = get_object_or_404(ConceptPage, pk=page_id)
    direction = request.POST.get("direction", "")
    if not may_look(request.user, page) or direction not in editing.DIRECTIONS:
        raise PermissionDenied
    try:
        own_questions.move_own(page, key, direction, by=request.user)
    except NotPossible as error:
        messages.error(request, error.sentence)
    return redirect(f"{reverse('concepts:tailor', args=[page_id])}#{key}")
