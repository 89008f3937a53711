"""One page per move that asks once more, and for the reason where one is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from .. import actions
from ..actions.journal import right_of_move
from ..errors import NotPossible
from ..eyes import acted_for
from ..guards import needs_comment, refusals
from ..people import in_whose_name
from ..queries import open_submission
from ..states import Move
from ..words import VERBS
from .pages import LifecycleView
from .standing import SLUGS, attempt_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Asked:
    """What a confirmation page asks, does and says afterwards."""

    act: Callable[..., Any]
    question: str | Promise
    done: str | Promise
    is_serious: bool = False


ASKED = {
    Move.WITHDRAW: Asked(
        actions.withdraw,
        _("The page goes back to draft, and nobody has to review it any more."),
        _("Page “%(title)s” was withdrawn. It can be edited again."),
    ),
    Move.START_VERSION: Asked(
        actions.start_version,
        _("The page can be edited then. Readers keep what is released until the new version is."),
        _("A new version of “%(title)s” was started. It can be edited now."),
    ),
    Move.ABANDON_VERSION: Asked(
        actions.abandon_version,
        _("The draft becomes what is released. What was written since stays in its history."),
        _("The draft of “%(title)s” was given up; the released version holds."),
        is_serious=True,
    ),
    Move.CONFIRM_UNCHANGED: Asked(
        actions.confirm_unchanged,
        _(
            "You sign that what is released still holds. Open demands for review are answered. "
            "Your comment stands in the released document, where all readers see it."
        ),
        _("The released version of “%(title)s” was confirmed."),
    ),
    Move.RETIRE: Asked(
        actions.retire,
        _("Readers do not see the page any more. Its releases are kept."),
        _("Page “%(title)s” was retired."),
        is_serious=True,
    ),
    Move.REACTIVATE: Asked(
        actions.reactivate,
        _("The page becomes a draft again. Readers see it once a version is released."),
        _("Page “%(title)s” is a draft again."),
    ),
}

BY_SLUG = {slug: move for move, slug in SLUGS.items()}


class CommentForm(forms.Form):
    """The reason of a move."""

    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = needed


class MoveView(LifecycleView):
    """Asks whether a move is meant, and makes it."""

    template_name = "workflows/move.html"
    form: CommentForm | None = None
    move: Move

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page and the move."""
        super().setup(request, *args, **kwargs)
        if kwargs["slug"] not in BY_SLUG:
            raise Http404
        self.move = BY_SLUG[kwargs["slug"]]

    def get_page_title(self) -> str:
        """Return the verb of the move."""
        return str(VERBS[self.move])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the move; a refusal shows the question again with what was typed."""
        self.form = CommentForm(request.POST, needed=needs_comment(self.move))
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        asked, acting_for = ASKED[self.move], self._acting_for()
        try:
            asked.act(self.page, by=request.user, comment=self.form.cleaned_data["comment"])
        except NotPossible as refusal:
            messages.error(request, refusal.sentence)
            return self.get(request, *args, **kwargs)
        done = asked.done % {"title": self.page.get_admin_display_title()}
        messages.success(request, in_whose_name(done, acting_for))
        return HttpResponseRedirect(self.way_back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question and what keeps the person from the move."""
        context = super().get_context_data(**kwargs)
        attempt = attempt_on(self.page, self.move, self.request.user, open_submission(self.page))
        return {
            **context,
            "asked": ASKED[self.move],
            "verb": VERBS[self.move],
            "acting_for": self._acting_for(),
            "form": self.form or CommentForm(needed=needs_comment(self.move)),
            "reasons": [refusal.sentence for refusal in refusals(attempt)],
        }

    def _acting_for(self) -> str:
        """Return the person as whose deputy the reader makes the move; "" for nobody."""
        right = right_of_move(self.move, self.page)
        return acted_for(self.page, self.request.user, right)
