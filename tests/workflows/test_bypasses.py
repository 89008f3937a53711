"""Every door of Wagtail's admin that leads past a release, tried over HTTP by a superuser.

Whatever Wagtail answers, the page has to stay as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, TaskState
from wagtail.test.utils.form_data import querydict_from_html

from tests.workflows.conftest import draft, fresh, rewrite
from tests.workflows.notes.models import NotePage, ParagraphPage
from workflows import actions
from workflows.errors import Frozen, NotPossible
from workflows.models import Release, RightTask, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def sue(root: Any, log_in: Callable[[Any], Client]) -> Client:
    """A superuser's browser."""
    return log_in(root)


@pytest.fixture
def in_review(note: Any, editor: Any) -> NotePage:
    """A note that waits for the owner."""
    actions.submit(note, by=editor)
    return fresh(note)


@pytest.fixture
def released(in_review: Any, owner: Any, officer: Any) -> NotePage:
    """A note in version 1."""
    actions.approve(in_review, by=owner)
    actions.approve(in_review, by=officer)
    return fresh(in_review)


ALL_STATES = ("note", "in_review", "released")
STATES = pytest.mark.parametrize("state", ALL_STATES)


def doors(*names: str) -> Any:
    """Parametrize by state and door; a first draft may be deleted, so that is no bypass."""
    cases = [(s, n) for s in ALL_STATES for n in names if (s, n) != ("note", "delete")]
    return pytest.mark.parametrize(("state", "name"), cases)


@pytest.fixture
def page(request: pytest.FixtureRequest, state: str) -> NotePage:
    """The note in the state that the test is about."""
    return request.getfixturevalue(state)


def snapshot(page: Page) -> dict[str, Any]:
    """Return everything that a bypass could change."""
    page = fresh(page)
    return {
        "status": page.status,
        "live": page.live,
        "text": page.text,
        "live revision": page.live_revision_id,
        "latest revision": page.latest_revision_id,
        "path": page.path,
        "released": page.lifecycle.released_id,
        "pages": Page.objects.count(),
        "releases": Release.objects.count(),
        "schedule": (page.go_live_at, page.expire_at),
        "scheduled": Revision.objects.filter(approved_go_live_at__isnull=False).count(),
    }


def edit_url(page: Page) -> str:
    """Return the address of the editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(client: Client, page: Page) -> Any:
    """Return what the editor's form would send as it stands."""
    html = client.get(edit_url(page)).content.decode()
    return querydict_from_html(html, form_id="page-edit-form")


def send(client: Client, page: Page, data: Any, **changes: str) -> Any:
    """Send the editor's form with changes."""
    data = data.copy()
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return client.post(edit_url(page), data)


def autosave(client: Client, page: Page, data: Any, **changes: str) -> Any:
    """Send the editor's form as autosave does."""
    data = data.copy()
    for name, value in changes.items():
        data[name] = value
    return client.post(edit_url(page), data, headers={"accept": "application/json"})


# Publishing and taking away -----------------------------------------------------------------------


@STATES
def test_publish_button_publishes_nothing(sue: Client, page: NotePage) -> None:
    form = form_of(sue, page)
    before = fresh(page)

    send(sue, page, form, text="sneaked in", action__publish="1")

    after = fresh(page)
    assert (after.live, after.live_revision_id) == (before.live, before.live_revision_id)
    assert after.status == before.status
    if before.live:
        assert after.text == before.text


@doors("unpublish", "delete", "copy", "move", "convert_alias", "set_page_position")
def test_wagtails_page_actions_change_nothing(
    sue: Client, page: NotePage, shelf: Page, name: str
) -> None:
    before = snapshot(page)
    data = {
        "new_title": "Copy", "new_slug": "copy", "new_parent_page": shelf.pk,
        "copy_subpages": "1", "publish_copies": "1", "alias": "1",
    }  # fmt: skip

    sue.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data)

    assert snapshot(page) == before


@STATES
def test_move_confirmation_changes_nothing(sue: Client, page: NotePage) -> None:
    elsewhere = Page.objects.get(depth=1).add_child(instance=Page(title="Else", slug="else"))
    before = snapshot(page)

    sue.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]))

    assert snapshot(page) == before


@doors("publish", "unpublish", "move", "delete")
def test_bulk_actions_change_nothing(sue: Client, page: NotePage, shelf: Page, name: str) -> None:
    elsewhere = Page.objects.get(depth=1).add_child(instance=Page(title="Else", slug="else"))
    before = snapshot(page)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])

    sue.post(f"{url}?id={page.pk}", {"include_descendants": "1", "chooser": elsewhere.pk})

    assert snapshot(page) == before


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_bulk_actions_on_the_branch_change_nothing(
    sue: Client, released: NotePage, shelf: Page, action: str
) -> None:
    before = snapshot(released)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    sue.post(f"{url}?id={shelf.pk}", {"include_descendants": "1"})

    assert snapshot(released) == before


def test_branch_with_something_submitted_is_not_deleted(
    sue: Client, in_review: NotePage, shelf: Page
) -> None:
    response = sue.post(reverse("wagtailadmin_pages:delete", args=[shelf.pk]), follow=True)

    assert NotePage.objects.filter(pk=in_review.pk).exists()
    assert "DNS" in response.content.decode()


def test_branch_is_not_unpublished_with_its_pages(
    sue: Client, released: NotePage, shelf: Page
) -> None:
    before = snapshot(released)

    sue.post(reverse("wagtailadmin_pages:unpublish", args=[shelf.pk]), {"include_descendants": "1"})

    assert snapshot(released) == before


def test_first_draft_can_be_deleted(sue: Client, note: NotePage) -> None:
    sue.post(reverse("wagtailadmin_pages:delete", args=[note.pk]))

    assert not Page.objects.filter(pk=note.pk).exists()


def test_reviewer_does_not_delete_a_draft_that_she_may_not_edit(
    note: NotePage, editor: Any, officer: Any
) -> None:
    may_delete = [note.permissions_for_user(one).can_delete() for one in (editor, officer)]

    assert may_delete == [True, False]


def test_withdrawn_draft_is_not_deleted_for_it_has_a_history(
    sue: Client, in_review: NotePage, editor: Any
) -> None:
    actions.withdraw(in_review, by=editor)

    sue.post(reverse("wagtailadmin_pages:delete", args=[in_review.pk]))

    assert Page.objects.filter(pk=in_review.pk).exists()


def test_code_cannot_publish_or_unpublish(released: NotePage) -> None:
    draft_revision = released.revisions.order_by("pk").first()

    with pytest.raises(Frozen):
        draft_revision.publish()
    with pytest.raises(Frozen):
        released.unpublish()


def test_stale_page_object_does_not_hide_a_release(
    note: NotePage, editor: Any, owner: Any, officer: Any
) -> None:
    before_release = fresh(note)
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    actions.approve(note, by=officer)

    with pytest.raises(Frozen):
        before_release.save()

    assert fresh(note).live


def test_wagtails_publish_action_called_by_code_is_refused(note: NotePage, root: Any) -> None:
    action = PublishPageRevisionAction(note.latest_revision, user=root)

    with pytest.raises(Frozen):
        action.execute(skip_permission_checks=True)

    assert not fresh(note).live


def test_new_page_is_never_live(shelf: Page) -> None:
    page = shelf.add_child(instance=NotePage(title="Live?", live=True))

    assert not fresh(page).live
    assert fresh(page).status == "draft"


def test_created_page_is_neither_published_nor_left_half_submitted(
    sue: Client, shelf: Page
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["notes", "notepage", shelf.pk])
    form = querydict_from_html(sue.get(url).content.decode(), form_id="page-edit-form")
    form["title"], form["slug"], form["text"] = "New", "new", "incomplete"

    for action in ("action-publish", "action-submit"):
        form["slug"] = action
        sue.post(url, {**form.dict(), action: "1"})

    for page in NotePage.objects.filter(title="New"):
        assert (page.live, page.status, page.current_workflow_state) == (False, "draft", None)


def test_aliases_are_refused(released: NotePage, shelf: Page) -> None:
    with pytest.raises(Frozen):
        released.create_alias(parent=shelf, update_slug="alias")


def test_old_revision_leaves_state_and_release(released: NotePage, editor: Any) -> None:
    first = released.revisions.order_by("pk").first()
    actions.start_version(released, by=editor)
    page = first.as_object()

    page.save()

    assert fresh(released).status == "draft"
    assert fresh(released).lifecycle.released is not None
    assert fresh(released).live


# Schedules ----------------------------------------------------------------------------------------


def test_schedule_is_dropped(sue: Client, note: NotePage) -> None:
    soon = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    form = form_of(sue, note)

    send(sue, note, form, go_live_at=soon, expire_at="2099-01-01 00:00")

    page = draft(note)
    assert (page.go_live_at, page.expire_at) == (None, None)


def test_released_page_does_not_expire(released: NotePage) -> None:
    NotePage.objects.filter(pk=released.pk).update(expire_at=timezone.now() - timedelta(days=1))

    with pytest.raises(Frozen):
        call_command("publish_scheduled")

    assert fresh(released).live


def test_scheduled_revision_is_not_published(note: NotePage) -> None:
    Revision.objects.filter(pk=note.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(days=1)
    )

    with pytest.raises(Frozen):
        call_command("publish_scheduled")

    assert not fresh(note).live


@pytest.mark.django_db(transaction=True)
def test_purging_revisions_keeps_what_is_released(
    released: NotePage, editor: Any, owner: Any, officer: Any
) -> None:
    actions.start_version(released, by=editor)
    rewrite(released, "second", by=editor)

    call_command("purge_revisions", stdout=StringIO())

    assert Revision.objects.filter(pk=fresh(released).live_revision_id).exists()


def test_revision_under_review_is_not_deleted(in_review: NotePage) -> None:
    with pytest.raises(ProtectedError):
        in_review.latest_revision.delete()


# Editing what is locked ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["in_review", "released"])
def test_locked_page_is_not_edited(sue: Client, page: NotePage) -> None:
    before = snapshot(page)
    form = form_of(sue, page)

    send(sue, page, form, text="sneaked in")

    assert snapshot(page) == before


@pytest.mark.parametrize("state", ["in_review", "released"])
def test_wagtails_own_lock_is_no_key(sue: Client, root: Any, page: NotePage) -> None:
    NotePage.objects.filter(pk=page.pk).update(locked=True, locked_by=root)
    before = snapshot(page)
    form = form_of(sue, page)

    send(sue, page, form, text="sneaked in")

    assert snapshot(page) == before


@pytest.mark.parametrize("state", ["in_review", "released"])
def test_revert_changes_nothing(sue: Client, page: NotePage) -> None:
    first = page.revisions.order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    form = querydict_from_html(sue.get(url).content.decode(), form_id="page-edit-form")
    before = snapshot(page)

    sue.post(url, form)

    assert snapshot(page) == before


def test_stale_tab_cannot_autosave_into_what_was_submitted(
    note: NotePage, editor: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)
    form = form_of(tab, note)
    saved = autosave(tab, note, form, text="typed").json()
    actions.submit(note, by=editor)
    before = snapshot(note)

    answer = autosave(
        tab, note, form, text="later",
        overwrite_revision_id=str(saved["revision_id"]),
        loaded_revision_created_at=saved["revision_created_at"],
    )  # fmt: skip

    assert "success" not in answer.json() or not answer.json()["success"]
    assert snapshot(note) == before
    assert Revision.objects.get(pk=before["latest revision"]).content["text"] == "typed"


def test_stale_tab_cannot_autosave_into_what_was_released(
    note: NotePage, editor: Any, owner: Any, officer: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)
    form = form_of(tab, note)
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    release = actions.approve(note, by=officer)

    autosave(tab, note, form, text="later", overwrite_revision_id=str(release.revision_id))

    assert Revision.objects.get(pk=release.revision_id).content["text"] == "first"
    assert fresh(note).latest_revision_id == release.revision_id


def test_code_cannot_save_a_revision_of_what_is_under_review(
    in_review: NotePage, editor: Any
) -> None:
    with pytest.raises(PermissionDenied):
        in_review.save_revision(user=editor, overwrite_revision=in_review.latest_revision)


def test_plain_save_of_a_stale_form_overwrites_nothing_and_loses_nothing(
    note: NotePage, editor: Any, owner: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)
    form = form_of(tab, note)
    rewrite(note, "Olga's text", by=owner)

    response = send(tab, note, form, text="Edith's text")

    assert draft(note).text == "Olga's text"
    assert "Edith&#x27;s text" in response.content.decode()


def test_saving_once_more_is_a_decision(
    note: NotePage, editor: Any, owner: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)
    form = form_of(tab, note)
    rewrite(note, "Olga's text", by=owner)
    html = send(tab, note, form, text="Edith's text").content.decode()

    send(tab, note, querydict_from_html(html, form_id="page-edit-form"))

    assert draft(note).text == "Edith's text"


def test_draft_is_read_only_without_the_right_to_edit(
    note: NotePage, officer: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(officer)
    form = form_of(tab, note)
    before = snapshot(note)

    send(tab, note, form, text="just a typo")

    assert snapshot(note) == before


def test_approver_without_publish_right_can_release(
    in_review: NotePage, owner: Any, officer: Any
) -> None:
    assert not in_review.permissions_for_user(officer).can_publish()

    actions.approve(in_review, by=owner)
    actions.approve(in_review, by=officer)

    assert fresh(in_review).live


# Wagtail's own workflow doors ---------------------------------------------------------------------


def decide(client: Client, page: Page, action: str, **data: str) -> Any:
    """Decide through Wagtail's own address."""
    task_state = fresh(page).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])
    return client.post(url, data)


def test_wagtails_approval_is_recorded_as_ours(
    in_review: NotePage, owner: Any, officer: Any, log_in: Callable[[Any], Client]
) -> None:
    decide(log_in(owner), in_review, "approve", comment="ok")
    decide(log_in(officer), in_review, "approve", comment="fine")

    assert Release.objects.get().comment == "fine"
    assert fresh(in_review).status == "approved"


def test_wagtails_rejection_needs_a_reason(
    in_review: NotePage, owner: Any, log_in: Callable[[Any], Client]
) -> None:
    decide(log_in(owner), in_review, "reject", comment="")
    assert fresh(in_review).status == "in_review"

    decide(log_in(owner), in_review, "reject", comment="too short")
    assert fresh(in_review).status == "draft"


def test_wagtails_approval_keeps_four_eyes(note: NotePage, root: Any, sue: Client) -> None:
    actions.submit(note, by=root)

    decide(sue, note, "approve", comment="mine")

    assert Submission.objects.get().approvals == []


def test_wagtails_approval_needs_the_right(
    in_review: NotePage, officer: Any, log_in: Callable[[Any], Client]
) -> None:
    decide(log_in(officer), in_review, "approve")

    assert Submission.objects.get().approvals == []


def test_task_that_waits_no_more_decides_nothing(
    in_review: NotePage, owner: Any, root: Any
) -> None:
    first = TaskState.objects.get(status="in_progress")
    actions.approve(in_review, by=owner)

    with pytest.raises(NotPossible):
        first.task.specific.on_action(first, root, "approve")

    assert len(Submission.objects.get().approvals) == 1


def test_wagtails_submit_button_hands_in(
    note: NotePage, editor: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)

    send(tab, note, form_of(tab, note), text="typed", action__submit="1")

    assert fresh(note).status == "in_review"
    assert Submission.objects.get().content["text"] == "typed"


def test_refused_submission_keeps_what_was_typed(
    note: NotePage, editor: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)

    response = tab.post(
        edit_url(note),
        {**form_of(tab, note).dict(), "text": "incomplete", "action-submit": "1"},
        follow=True,
    )

    assert (fresh(note).status, draft(note).text) == ("draft", "incomplete")
    assert "The text is incomplete." in response.content.decode()


def test_wagtails_cancel_button_withdraws(
    in_review: NotePage, editor: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)

    tab.post(edit_url(in_review), {"action-cancel-workflow": "1"})

    assert fresh(in_review).status == "draft"


def test_workflow_started_by_code_hands_in(note: NotePage, editor: Any, workflow: Any) -> None:
    workflow.start(note, editor)

    assert fresh(note).status == "in_review"
    submission = Submission.objects.get()
    task_state = TaskState.objects.get()
    assert task_state.revision_id == submission.revision_id


def test_workflow_started_for_nobody_is_refused(note: NotePage, workflow: Any) -> None:
    with pytest.raises(NotPossible):
        workflow.start(note, None)

    assert (fresh(note).status, note.current_workflow_state) == ("draft", None)


def test_workflow_cancelled_by_code_withdraws(in_review: NotePage, root: Any) -> None:
    in_review.current_workflow_state.cancel(user=root)

    assert fresh(in_review).status == "draft"


def test_task_state_approved_past_the_task_releases_nothing(in_review: NotePage, root: Any) -> None:
    with pytest.raises(NotPossible):
        TaskState.objects.get(status="in_progress").approve(user=root)

    assert fresh(in_review).status == "in_review"


def test_task_state_rejected_past_the_task_is_undone(in_review: NotePage, root: Any) -> None:
    with pytest.raises(NotPossible):
        TaskState.objects.get(status="in_progress").reject(user=root)

    assert TaskState.objects.filter(status="in_progress").exists()


def test_workflow_without_tasks_publishes_nothing(
    note: NotePage, editor: Any, workflow: Any
) -> None:
    workflow.workflow_tasks.all().delete()

    with pytest.raises(NotPossible):
        workflow.start(note, editor)

    assert (fresh(note).live, fresh(note).status) == (False, "draft")


@pytest.mark.parametrize("right", ["note.release", "note.review"])
def test_disabling_the_task_publishes_nothing(
    sue: Client, in_review: NotePage, owner: Any, right: str
) -> None:
    if right == "note.review":
        actions.approve(in_review, by=owner)
    task = RightTask.objects.get(right=right)

    sue.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))

    task.refresh_from_db()
    assert not task.active
    page = fresh(in_review)
    assert (page.live, page.status, page.current_workflow_state) == (False, "draft", None)


def test_disabling_a_later_task_does_not_shorten_the_way(
    sue: Client, in_review: NotePage, owner: Any
) -> None:
    task = RightTask.objects.get(right="note.review")
    sue.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))

    with pytest.raises(NotPossible):
        actions.approve(in_review, by=owner)

    assert (fresh(in_review).live, fresh(in_review).status) == (False, "in_review")


def test_disabling_the_workflow_publishes_nothing(
    sue: Client, in_review: NotePage, workflow: Any
) -> None:
    sue.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))

    assert (fresh(in_review).live, fresh(in_review).status) == (False, "draft")


def test_page_without_lifecycle_cannot_enter_the_workflow(
    shelf: Page, workflow: Any, root: Any
) -> None:
    with pytest.raises(NotPossible):
        workflow.start(shelf, root)


# Parts --------------------------------------------------------------------------------------------


@pytest.fixture
def part(note: NotePage, editor: Any) -> ParagraphPage:
    """A paragraph of the draft."""
    part = note.add_child(instance=ParagraphPage(title="A", text="one"))
    part.save_revision(user=editor)
    return fresh(part)


def test_part_goes_live_with_its_whole(
    part: ParagraphPage, note: NotePage, editor: Any, owner: Any, officer: Any
) -> None:
    assert not part.live
    actions.submit(note, by=editor)
    actions.approve(note, by=owner)
    actions.approve(note, by=officer)

    assert fresh(part).live


def test_part_is_locked_with_its_whole(
    sue: Client, part: ParagraphPage, note: NotePage, editor: Any
) -> None:
    actions.submit(note, by=editor)
    form = form_of(sue, part)
    before = fresh(part).latest_revision_id

    send(sue, part, form, text="sneaked in")

    assert fresh(part).latest_revision_id == before
    with pytest.raises(Frozen):
        fresh(part).save_revision(user=editor)


@pytest.mark.parametrize("name", ["unpublish", "delete", "copy", "move", "set_page_position"])
def test_part_of_what_is_submitted_stays(
    sue: Client, part: ParagraphPage, note: NotePage, editor: Any, name: str
) -> None:
    actions.submit(note, by=editor)
    count, path = Page.objects.count(), fresh(part).path

    data = {"new_title": "X", "new_slug": "x", "new_parent_page": note.pk, "copy_subpages": ""}
    sue.post(reverse(f"wagtailadmin_pages:{name}", args=[part.pk]), data)

    assert (Page.objects.count(), fresh(part).path) == (count, path)


def test_part_cannot_be_published_by_itself(sue: Client, part: ParagraphPage) -> None:
    form = form_of(sue, part)

    send(sue, part, form, action__publish="1")

    assert not fresh(part).live


def test_json_answers_of_autosave_name_the_lock(
    in_review: NotePage, editor: Any, log_in: Callable[[Any], Client]
) -> None:
    tab = log_in(editor)

    answer = autosave(tab, in_review, form_of(tab, in_review), text="x")

    assert json.loads(answer.content)["success"] is False
