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
from ..errors import CommentMissing, NotPossible, RightMissing
from ..eyes import acted_for
from ..guards import refusals
from ..people import in_whose_name
from ..queries import open_submission
from ..states import Move
from ..words import step_name
from .pages import LifecycleView
from .standing import attempt_on, whose_turn

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..records import Release, Submission

DECISIONS: dict[str, Callable[..., Release | None]] = {
    "approve": actions.approve,
    "request-changes": actions.request_changes,
}
"""What the buttons of the review do."""

NOTHING_SEEN = 0
"""No task state: whoever does not say what she decides on has to look first."""


class DecisionForm(forms.Form):
    """The comment on a decision, and what the person saw; the guard says where one is needed.

    An approval that `releases` puts the comment before the eyes of all readers.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed to request changes: it tells the editors what to do."),
    )

    def __init__(self, *args: Any, releases: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if releases:
            self.fields["comment"].help_text = _(
                "Needed to request changes: it tells the editors what to do. If you approve, it "
                "stands in the released document, where all readers see it."
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
            if comment := request.POST.get("comment", "").strip():
                kept = _("Your comment was not sent. You wrote: %(comment)s")
                messages.warning(request, kept % {"comment": comment})
            return redirect(self.way_back())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide; a refusal shows the review again with what was typed."""
        submission: Any = open_submission(self.page)
        self.form = form = DecisionForm(request.POST, releases=_releases(submission))
        decision = DECISIONS.get(request.POST.get("decision", ""))
        form.is_valid()
        if decision is None:
            return self.get(request, *args, **kwargs)
        acting_for = self._acting_for(submission)
        comment, seen = form.cleaned_data["comment"], form.cleaned_data.get("seen") or NOTHING_SEEN
        try:
            release = decision(self.page, by=request.user, comment=comment, seen=seen)
        except NotPossible as refusal:
            if isinstance(refusal, CommentMissing):
                form.add_error("comment", refusal.sentence)
            messages.error(request, refusal.sentence)
            return self.get(request, *args, **kwargs)
        messages.success(request, in_whose_name(self._done(decision, release), acting_for))
        return HttpResponseRedirect(self.way_back())

    def _done(self, decision: Callable[..., Any], release: Release | None) -> str:
        """Return what came of a decision."""
        title = self.page.get_admin_display_title()
        if release:
            return _("“%(title)s” is released as version %(number)s.") % {
                "title": title,
                "number": release.number,
            }
        if decision is actions.request_changes:
            return _("“%(title)s” was sent back to its editors.") % {"title": title}
        submission: Any = open_submission(self.page)
        return _("Your approval of “%(title)s” is on record. Next step: %(step)s.") % {
            "title": title,
            "step": step_name(submission.open_steps[0]),
        }

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
            "form": self.form or DecisionForm(releases=_releases(submission)),
            "waiting": submission.workflow_state.current_task_state_id,
            "reasons": self._reasons(submission),
            "acting_for": self._acting_for(submission),
        }

    def _language(self) -> str:
        asked = self.request.GET.get("language", "")
        known = [code for code, _name in settings.LANGUAGES]
        return asked if asked in known else (get_language() or settings.LANGUAGE_CODE)[:2]

    def _acting_for(self, submission: Submission | None) -> str:
        """Return the person as whose deputy the reader decides; "" for nobody."""
        attempt = attempt_on(self.page, Move.APPROVE, self.request.user, submission)
        return acted_for(attempt.page, self.request.user, attempt.right)

    def _reasons(self, submission: Submission) -> list[str]:
        attempt = attempt_on(self.page, Move.APPROVE, self.request.user, submission)
        refused = list(refusals(attempt))
        if any(isinstance(refusal, RightMissing) for refusal in refused):
            return [whose_turn(self.page, submission)]
        return [refusal.sentence for refusal in refused]


def _releases(submission: Submission) -> bool:
    """Return whether an approval of the step that waits is the last one."""
    return len(submission.open_steps) == 1
