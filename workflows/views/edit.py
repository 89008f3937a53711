"""Wagtail's edit view for pages with a lifecycle: it submits through our actions and says where
the page stands."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import PageSubscription

from ..actions import submit, withdraw
from ..errors import Incomplete, NotPossible, RightMissing
from ..eyes import acted_for
from ..notifications.audiences import keepers
from ..notifications.delivery import deliver_later
from ..notifications.messages import COMMENTED, MESSAGES, written
from ..pages import LifecyclePage, LifecyclePart
from ..people import in_whose_name, looks_on, name_of, said_to_act_lazily
from ..rights import authority
from .standing import MOST_PROBLEMS, standing_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page


class LifecycleEditView(EditView):
    """The edit view of pages with a lifecycle and of their parts."""

    template_name_with_standing = "workflows/edit.html"
    page: Any

    @cached_property
    def whole(self) -> LifecyclePage | None:
        """The page with the lifecycle: this one, or the one that it belongs to."""
        page: Any = self.page
        return page.whole if isinstance(page, LifecyclePart) else page

    def get_template_names(self) -> list[str]:
        """Put the standing above the form; partial answers stay Wagtail's."""
        names: list[str] = super().get_template_names()
        return (
            [self.template_name_with_standing]
            if names == ["wagtailadmin/pages/edit.html"]
            else names
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the page stands for this person."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.locked_for_user:
            context["autosave_enabled"] = False  # nothing that is typed would be taken
            context["locked_because"] = self.lock.get_description(self.request.user)
        if self.whole and not context["is_partial"]:
            context["standing"] = standing_of(self.whole, self.request.user)
            context["whole"] = self.whole
        return context

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody saved since the form was opened, and the form cannot join the two."""
        return not getattr(self.page, "merges_edits", False) and super().is_out_of_date

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw, refuse to overwrite a newer draft, or go Wagtail's way."""
        if request.POST.get("action-cancel-workflow"):
            return self.withdraw_action()
        try:
            self._demand_right()
        except RightMissing as refusal:
            return self._refuse_without_right(refusal)
        if self.is_out_of_date and not self.expects_json_response and not self.locked_for_user:
            return self.refuse_stale()
        self._forget_stale_autosave(request)
        return super().post(request, *args, **kwargs)

    def _demand_right(self) -> None:
        """Let whoever may edit the page pass, whatever its state.

        Raises:
            RightMissing: she only reads; Wagtail would tell her that the page is locked.
        """
        whole, user = self.whole, self.request.user
        if whole and self.locked_for_user and not authority().may(user, whole.submit_right, whole):
            sentence = _("You may read this draft, but not edit it.")
            raise RightMissing(sentence, by=user, right=whole.submit_right)

    def _refuse_without_right(self, refusal: RightMissing) -> HttpResponse:
        """Say why nothing is saved; what was typed, before the right was taken away, is shown."""
        if self.expects_json_response:
            return self.json_error_response("permission_denied", refusal.sentence)
        return self._give_back(refusal.sentence)

    def refuse_stale(self) -> HttpResponse:
        """Show the form again with what was typed; saving once more is a decision then."""
        return self._give_back(
            _(
                "Somebody else saved this page after you opened it. Nothing is lost: your text is "
                "still here. Saving again replaces the other version."
            )
        )

    def _give_back(self, sentence: str) -> HttpResponse:
        """Show the form with what was typed, and why it was not saved."""
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.has_unsaved_changes = True
        messages.error(self.request, sentence)
        return self.render_to_response(self.get_context_data())

    def _forget_stale_autosave(self, request: HttpRequest) -> None:
        """Let a form that joins edits save anew where its own revision is the latest no more."""
        own = request.POST.get("overwrite_revision_id")
        if own and getattr(self.page, "merges_edits", False):
            latest = self.latest_revision
            if latest is None or own != str(latest.pk):
                data: Any = request.POST.copy()
                del data["overwrite_revision_id"]
                request.POST = data

    def submit_action(self) -> HttpResponse:
        """Save the draft, then hand it in; what keeps it from being handed in is listed."""
        try:
            self.page = self.form.save(commit=not self.page.live)
            self.subscription.save()
            revision = self.page.save_revision(
                user=self.request.user, log_action=True, previous_revision=self.previous_revision
            )
        except PermissionDenied as error:
            return self._say(str(error))
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)
        for_name = acted_for(self.page, self.request.user, self.page.submit_right)
        try:
            submit(self.page, by=self.request.user)
        except NotPossible as refusal:
            return self._say(explain(refusal))
        done = _("Page “%(title)s” was submitted for review.") % {
            "title": self.page.get_admin_display_title()
        }
        messages.success(self.request, in_whose_name(done, for_name))
        response = self.run_hook("after_edit_page", self.request, self.page)
        return response or self.redirect_and_remain()

    restart_workflow_action = submit_action

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Tell who follows the comments that there are new ones; Wagtail would quote them."""
        page = self.whole
        if page and (changes["new_comments"] or changes["new_replies"]):
            followers = followers_of(self.page, page, changes).exclude(pk=self.request.user.pk)
            user = self.request.user
            for_name = acted_for(page, user, page.submit_right)
            facts = {"person": said_to_act_lazily(name_of(user), for_name)}
            deliver_later(lambda: written(MESSAGES[COMMENTED], page, followers, facts))

    def withdraw_action(self) -> HttpResponse:
        """Take back what is under review."""
        try:
            withdraw(self.page, by=self.request.user)
        except NotPossible as refusal:
            return self._say(refusal.sentence)
        messages.success(
            self.request,
            _("Page “%(title)s” was withdrawn. It can be edited again.")
            % {"title": self.page.get_admin_display_title()},
        )
        return self.redirect_and_remain()

    def get_editing_sessions(self) -> Any:
        """Return who else is here; whoever only sees as somebody else is not here herself."""
        if looks_on(self.request.user):
            return None
        return super().get_editing_sessions()

    def _say(self, sentence: Any) -> HttpResponse:
        messages.error(self.request, sentence)
        return self.redirect_and_remain()


class LifecycleRevertView(LifecycleEditView, RevisionsRevertView):
    """Takes an earlier revision as the draft; locked as the editor is."""

    def get_template_names(self) -> list[str]:
        """Keep Wagtail's page: it says which revision is shown."""
        return RevisionsRevertView.get_template_names(self)


def followers_of(page: Page, whole: LifecyclePage, changes: dict[str, Any]) -> QuerySet[Any]:
    """Return who edits the page, who asked to be told, and who took part in what is answered."""
    asked = PageSubscription.objects.filter(page_id=page.pk, comment_notifications=True)
    threads = [comment.pk for comment, _replies in changes["new_replies"]]
    takes_part = Q(wagtail_admin_comments__in=threads) | Q(comment_replies__comment__in=threads)
    people = get_user_model()._default_manager.filter(is_active=True)
    edits = Q(pk__in=keepers(whole, None).values("pk"))
    return people.filter(Q(pk__in=asked.values("user")) | takes_part | edits)


def explain(refusal: NotPossible) -> Any:
    """Return the sentence of a refusal with the first problems, linked where they can be."""
    problems = refusal.problems if isinstance(refusal, Incomplete) else ()
    if not problems:
        return refusal.sentence
    lines = [link_to(problem) for problem in problems[:MOST_PROBLEMS]]
    more = len(problems) - len(lines)
    if more:
        lines.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("{}<ul>{}</ul>", refusal.sentence, items)


def link_to(problem: Any) -> Any:
    """Return a problem as text, linked to its place in the editor if it names one."""
    where = getattr(problem, "where", "")
    if not where or not str(where).startswith(("#", "/")):
        return str(problem)
    return format_html('<a href="{}">{}</a>', where, str(problem))
