"""The review: what was handed in as a document, and the decision on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .. import actions
from ..errors import NotPossible
from ..guards import refusals
from ..queries import open_submission
from ..states import Move
from .pages import LifecycleView
from .standing import attempt_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..records import Submission

DECISIONS: dict[str, tuple[Callable[..., Any], Any]] = {
    "approve": (actions.approve, gettext_lazy("Page “%(title)s” was approved.")),
    "request-changes": (
        actions.request_changes,
        gettext_lazy("Page “%(title)s” was sent back to its editors."),
    ),
}
"""What the buttons of the review do, and what is said then."""


class DecisionForm(forms.Form):
    """The comment on a decision; the guard says where one is needed."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed to request changes: it tells the editors what to do."),
    )


class ReviewView(LifecycleView):
    """Shows a submission to whoever may read it, and lets reviewers decide."""

    template_name = "workflows/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "glasses"
    form: DecisionForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Say so where nothing is under review, as after somebody else's decision."""
        if open_submission(self.page) is None:
            messages.info(request, _("Nothing is under review on this page."))
            return redirect(self.way_back())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide; a refusal shows the review again with what was typed."""
        self.form = DecisionForm(request.POST)
        self.form.is_valid()
        decision = request.POST.get("decision", "")
        if decision not in DECISIONS:
            return self.get(request, *args, **kwargs)
        act, done = DECISIONS[decision]
        try:
            act(self.page, by=request.user, comment=self.form.cleaned_data["comment"])
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
            return self.get(request, *args, **kwargs)
        messages.success(request, done % {"title": self.page.get_admin_display_title()})
        return HttpResponseRedirect(self.way_back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document, the release before, and what keeps the person from deciding."""
        context = super().get_context_data(**kwargs)
        submission: Any = open_submission(self.page)
        previous = self.page.lifecycle.released
        language = self._language()
        return {
            **context,
            "submission": submission,
            "previous": previous,
            "document": self.page.review_html(
                submission, previous, language, user=self.request.user
            ),
            "language": language,
            "languages": settings.LANGUAGES,
            "form": self.form or DecisionForm(),
            "reasons": self._reasons(submission),
        }

    def _language(self) -> str:
        asked = self.request.GET.get("language", "")
        known = [code for code, _name in settings.LANGUAGES]
        return asked if asked in known else (get_language() or settings.LANGUAGE_CODE)[:2]

    def _reasons(self, submission: Submission) -> list[str]:
        attempt = attempt_on(self.page, Move.APPROVE, self.request.user, submission)
        return [refusal.sentence for refusal in refusals(attempt)]
