"""The edit view of concepts: Wagtail's, where several people may save and nothing typed is lost.

The whole request is one transaction that holds the lock of the page, so that merging sees what the
other person has just saved. A stale form is no reason to refuse: `blocks.form` joins both edits.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page

from workflows.actions import submit
from workflows.errors import Incomplete, NotPossible
from workflows.eyes import acted_for
from workflows.people import in_whose_name
from workflows.views.edit import LifecycleEditView

from ...actions.upgrade import may_upgrade
from ...blocks.panel import CHECK_PARAMETER
from ...models import ConceptPage
from ...queries.upgrades import newer_release
from .parked import parked_lines


class ConceptEditView(LifecycleEditView):
    """Edits the draft of a concept."""

    page: ConceptPage
    template_name_with_standing = "concept_pages/admin/concept_edit.html"

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Answer; while something is saved, nobody else saves the same page."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).values("pk").first()
            return super().dispatch(request, page_id, **kwargs)

    def get_object(self) -> ConceptPage:
        """Return the draft; the workflow states that are loaded already go with it."""
        page: ConceptPage = super().get_object()
        if self.request.method == "GET" or self.expects_json_response:
            page._current_workflow_states = self.real_page_record._current_workflow_states
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parked answers, and the newer version of the template if there is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if context["is_partial"]:
            return context
        user: Any = self.request.user
        may = may_upgrade(user, self.page)
        lines = parked_lines(self.page, user, editable=not self.locked_for_user)
        return context | {
            "newer_release": newer_release(self.page) if may else None,
            "parked": lines,
            "parked_open": sum(line.answer.settled is None for line in lines),
            "may_settle": not self.locked_for_user,
        }

    @property
    def is_out_of_date(self) -> bool:
        """Never: the form joins what others have saved meanwhile."""
        return False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; a revision that is not the latest any more is not overwritten but followed."""
        wanted = request.POST.get("overwrite_revision_id")
        if wanted and not self._may_overwrite(wanted):
            posted = request.POST.copy()
            del posted["overwrite_revision_id"]
            request.POST = posted  # type: ignore[assignment] # it is not changed any more
        return super().post(request, *args, **kwargs)

    def _may_overwrite(self, revision_id: str) -> bool:
        latest = self.latest_revision
        return (
            latest is not None
            and str(latest.pk) == revision_id
            and latest.user_id == self.request.user.pk
        )

    def save_action(self) -> HttpResponse:
        """Save the draft; with open conflicts, show the form again with what was typed."""
        response: HttpResponse = super().save_action()
        if self.expects_json_response or not self.form.conflicts:
            return response
        self._say_conflicts()
        return self._show_again()

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again; an autosave that is refused says why, and leaves the page alone."""
        refused = form.errors.get("body")
        if refused and self.expects_json_response and not self.locked_for_user:
            response: HttpResponse = self.json_error_response("validation_error", refused[0])
            return response
        shown: HttpResponse = super().form_invalid(form)
        return shown

    def add_save_confirmation_message(self) -> None:
        """Say that the draft is saved, and what is implausible about it."""
        if self.form.conflicts:
            return
        if self.is_reverting:
            super().add_save_confirmation_message()
            return
        messages.success(self.request, _("The draft is saved."))
        implausible = {p.question for p in self.page.problems() if p.kind == "implausible"}
        if implausible:
            messages.warning(
                self.request,
                ngettext(
                    "%(count)d answer is not plausible; it is marked below.",
                    "%(count)d answers are not plausible; they are marked below.",
                    len(implausible),
                )
                % {"count": len(implausible)},
            )

    def submit_action(self) -> HttpResponse:
        """Save the draft and hand it in; or say what keeps it from being handed in."""
        self.page = self.form.save(commit=not self.page.live)
        self.subscription.save()
        self.page.save_revision(user=self.request.user, log_action=True, clean=False)
        if self.form.conflicts:
            self._say_conflicts()
            return self._show_again()
        for_name = acted_for(self.page, self.request.user, self.page.submit_right)
        try:
            submit(self.page, by=self.request.user)
        except Incomplete as error:
            messages.error(
                self.request,
                _("The draft is saved, but not submitted. %(reason)s") % {"reason": error.sentence},
            )
            return redirect(f"{self.get_edit_url()}?{CHECK_PARAMETER}=1")
        except NotPossible as error:
            messages.error(self.request, error.sentence)
            return redirect(self.get_edit_url())
        done = _("“%(title)s” is submitted for release.") % {
            "title": self.page.get_admin_display_title()
        }
        messages.success(self.request, in_whose_name(done, for_name))
        return redirect(self.next_url or "concepts:index")

    def _say_conflicts(self) -> None:
        count = len(self.form.conflicts)
        messages.warning(
            self.request,
            ngettext(
                "The draft is saved, but for %(count)d answer that somebody else has changed "
                "meanwhile. Choose which one holds.",
                "The draft is saved, but for %(count)d answers that somebody else has changed "
                "meanwhile. Choose which ones hold.",
                count,
            )
            % {"count": count},
        )

    def _show_again(self) -> HttpResponse:
        """Show what was typed; the scripts say that it is not saved, once it is filled in."""
        return self.render_to_response(self.get_context_data())

    def render_partials(self) -> str:
        """Return nothing: an autosave changes neither the title nor the state of a concept."""
        return ""

    def get_editing_sessions(self) -> EditingSessionsModule | None:
        """Show who else is here; a newer version is no danger, so nobody is warned of it."""
        module: EditingSessionsModule | None = super().get_editing_sessions()
        if module is None:
            return None
        module.revision_id = module.revision_created_at = None
        return module
