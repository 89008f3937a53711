"""The one kind of workflow task: it waits for anybody who holds a right on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Task, TaskState, get_page_models

from . import queries
from .actions import reviewing, submitting
from .pages import LifecyclePage
from .people import User

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page, WorkflowState


class ReasonForm(TaskStateCommentForm):
    """Asks why; an answer is needed."""

    comment = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4}))


class RightSelect(forms.Select):
    """Offers the rights that some page asks for in its review."""

    def optgroups(self, *args: Any, **kwargs: Any) -> Any:
        """Look the rights up when the form is shown: apps register their pages until then."""
        self.choices = [(right, right) for right in rights_of_reviews()]
        return super().optgroups(*args, **kwargs)


def rights_of_reviews() -> list[str]:
    """Return the rights that reviews of any type of page need."""
    types = [model for model in get_page_models() if issubclass(model, LifecyclePage)]
    return sorted({right for model in types for right in model.review_rights})


class RightTask(Task):
    """A review step for whoever holds `right` on the page; never one task per service.

    Wagtail starts it, offers it and ends it; what may happen is decided in `workflows.actions`.
    """

    name_en = models.CharField(
        _("name in English"),
        max_length=255,
        blank=True,
        help_text=_("Shown to whoever works in English; where it is empty, the name is."),
    )
    right = models.CharField(_("right"), max_length=40)

    admin_form_fields = [*Task.admin_form_fields, "name_en", "right"]
    admin_form_widgets = {"right": RightSelect}
    admin_form_readonly_on_edit_fields = [*Task.admin_form_readonly_on_edit_fields, "right"]

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")

    @classmethod
    def get_description(cls) -> Any:
        """Return the sentence by which an administrator chooses this kind of task."""
        return _("Whoever holds a right on the page can approve this task, except who submitted it")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Wait for a decision on what was handed in; hand it in, if this starts the review."""
        submitting.take_in(workflow_state, self, by=user)
        # The generic foreign key keeps the page as it was before the reviewed revision was frozen.
        workflow_state.content_object.refresh_from_db()
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        comment: str = "",
        **kwargs: Any,
    ) -> None:
        """Approve or send back; the decision is put on record before Wagtail moves on."""
        if action_name == "approve":
            waiting = reviewing.record_approval(task_state, by=user, comment=comment)
            super().on_action(waiting, user, action_name, comment=comment)
            reviewing.record_step(waiting, by=user, comment=comment)
        elif action_name == "reject":
            waiting = reviewing.record_request(task_state, by=user, comment=comment)
            super().on_action(waiting, user, action_name, comment=comment)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        """Return what the user may decide: nothing on what she submitted or last edited herself."""
        if not queries.may_decide(obj, user, self.right):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve"), True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form of a decision; sending back needs a reason."""
        return ReasonForm if action == "reject" else TaskStateCommentForm

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Return True: reviewers request changes, they do not make them."""
        return True

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        """Return whether the user is asked to decide; the editor is read-only for her."""
        return queries.may_decide(obj, user, self.right)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for the user at this step, in a constant number of queries."""
        return TaskState.objects.filter(
            pk__in=queries.waiting_for(user, self.right).values(
                "workflow_state__current_task_state"
            ),
            task=self,
        )
