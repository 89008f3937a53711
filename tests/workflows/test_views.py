"""What people see of a lifecycle in the admin, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, WorkflowState

from tests.workflows.conftest import fresh, rewrite
from tests.workflows.notes.models import NotePage
from workflows import actions
from workflows.models import Release, ReviewDemand, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings: Any) -> Any:
    """Read the screens in English."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def in_review(note: Any, editor: Any) -> NotePage:
    """A note that waits for the owner."""
    actions.submit(note, by=editor, comment="please look")
    return fresh(note)


@pytest.fixture
def released(in_review: Any, owner: Any, officer: Any) -> NotePage:
    """A note in version 1."""
    actions.approve(in_review, by=owner)
    actions.approve(in_review, by=officer)
    return fresh(in_review)


def review_url(page: Page) -> str:
    """Return the address of the review."""
    return reverse("lifecycle:review", args=[page.pk])


def move_url(page: Page, slug: str) -> str:
    """Return the address of a move."""
    return reverse("lifecycle:move", args=[page.pk, slug])


def waiting(page: Page) -> int:
    """Return the task state that waits, as the form of the review carries it along."""
    state = page.specific.current_workflow_state
    return state.current_task_state_id if state else 0


def text_of(response: Any) -> str:
    """Return what a page says."""
    return response.content.decode()


# Review -------------------------------------------------------------------------------------------


def test_review_shows_the_frozen_content(in_review: Any, owner: Any, log_in: Any) -> None:
    NotePage.objects.filter(pk=in_review.pk).update(text="slipped in later")

    html = text_of(log_in(owner).get(review_url(in_review)))

    assert "<dd>first</dd>" in html
    assert "slipped in later" not in html
    assert "please look" in html


def test_review_approves(in_review: Any, owner: Any, log_in: Any) -> None:
    response = log_in(owner).post(
        review_url(in_review),
        {"decision": "approve", "comment": "ok", "seen": waiting(in_review)},
        follow=True,
    )

    assert Submission.objects.get().approvals[0]["comment"] == "ok"
    assert "Next step: Security review." in text_of(response)


def test_last_approval_names_the_version(
    in_review: Any, owner: Any, officer: Any, log_in: Any
) -> None:
    actions.approve(in_review, by=owner)

    response = log_in(officer).post(
        review_url(in_review), {"decision": "approve", "seen": waiting(in_review)}, follow=True
    )

    assert "is released as version 1." in text_of(response)


@pytest.mark.parametrize("decision", ["approve", "request-changes"])
def test_review_refuses_what_the_reviewer_has_not_seen(
    in_review: Any, editor: Any, owner: Any, log_in: Any, decision: str
) -> None:
    seen = waiting(in_review)
    actions.withdraw(in_review, by=editor)
    rewrite(in_review, "changed behind her back", by=editor)
    actions.submit(in_review, by=editor)

    response = log_in(owner).post(
        review_url(in_review), {"decision": decision, "comment": "I typed this", "seen": seen}
    )

    html = text_of(response)
    assert "Meanwhile something else waits for a decision here." in html
    assert "changed behind her back" in html
    assert "I typed this" in html
    assert fresh(in_review).status == "in_review"
    assert Submission.objects.latest("pk").approvals == []


def test_review_asks_whoever_does_not_say_what_she_saw(
    in_review: Any, owner: Any, log_in: Any
) -> None:
    log_in(owner).post(review_url(in_review), {"decision": "approve"})

    assert Submission.objects.get().approvals == []


def test_review_sends_back(in_review: Any, owner: Any, log_in: Any) -> None:
    log_in(owner).post(
        review_url(in_review),
        {"decision": "request-changes", "comment": "too short", "seen": waiting(in_review)},
    )

    assert fresh(in_review).status == "draft"


def test_review_keeps_the_page_when_the_reason_is_missing(
    in_review: Any, owner: Any, log_in: Any
) -> None:
    response = log_in(owner).post(
        review_url(in_review), {"decision": "request-changes", "seen": waiting(in_review)}
    )

    assert "Please say why" in text_of(response)
    assert fresh(in_review).status == "in_review"


def test_review_tells_whoever_cannot_decide_who_can(
    in_review: Any, editor: Any, owner: Any, log_in: Any
) -> None:
    html = text_of(log_in(editor).get(review_url(in_review)))

    assert 'value="approve"' not in html
    assert "It waits for “Professional release”: Olga Example." in html


def test_review_tells_a_superuser_about_four_eyes(note: Any, root: Any, log_in: Any) -> None:
    actions.submit(note, by=root)
    client = log_in(root)

    assert "You submitted this yourself" in text_of(client.get(review_url(note)))
    client.post(review_url(note), {"decision": "approve", "seen": waiting(note)})

    assert Submission.objects.get().approvals == []


def test_reader_may_look_but_not_decide(
    in_review: Any, person: Callable[..., Any], log_in: Any
) -> None:
    client = log_in(person("rita", "note.read"))

    assert "<dd>first</dd>" in text_of(client.get(review_url(in_review)))
    client.post(review_url(in_review), {"decision": "approve", "seen": waiting(in_review)})

    assert Submission.objects.get().approvals == []


def test_stranger_sees_nothing(in_review: Any, person: Callable[..., Any], log_in: Any) -> None:
    response = log_in(person("otto")).get(review_url(in_review))

    assert response.status_code == 302
    assert "first" not in text_of(response)


def test_review_after_the_decision_leads_back(released: Any, officer: Any, log_in: Any) -> None:
    response = log_in(officer).get(review_url(released), follow=True)

    assert "Nothing is under review on this page." in text_of(response)


def test_comment_that_came_after_the_decision_is_given_back(
    in_review: Any, owner: Any, log_in: Any
) -> None:
    reviewer = log_in(owner)
    actions.request_changes(in_review, by=owner, comment="first")
    typed = {"decision": "request_changes", "comment": "<b>name the hosts</b>"}

    response = reviewer.post(review_url(in_review), typed, follow=True)

    said = "Your comment was not sent. You wrote: &lt;b&gt;name the hosts&lt;/b&gt;"
    assert said in text_of(response)


def test_last_approver_is_told_that_readers_see_the_comment(
    in_review: Any, owner: Any, officer: Any, log_in: Any
) -> None:
    told = "it stands in the released document, where all readers see it."

    assert told not in text_of(log_in(owner).get(review_url(in_review)))
    actions.approve(in_review, by=owner)
    assert told in text_of(log_in(officer).get(review_url(in_review)))


def test_review_of_a_page_without_lifecycle_is_not_found(
    shelf: Page, root: Any, log_in: Any
) -> None:
    assert log_in(root).get(review_url(shelf)).status_code == 404


def test_review_offers_both_languages(in_review: Any, owner: Any, log_in: Any) -> None:
    html = text_of(log_in(owner).get(review_url(in_review) + "?language=de"))

    assert 'class="lifecycle-document" lang="de"' in html


# Moves --------------------------------------------------------------------------------------------


def test_new_version_asks_first_and_moves_on_post(released: Any, editor: Any, log_in: Any) -> None:
    client = log_in(editor)

    client.get(move_url(released, "new-version"))
    assert fresh(released).status == "approved"

    client.post(move_url(released, "new-version"))
    assert fresh(released).status == "draft"


@pytest.mark.parametrize(
    ("slug", "status"),
    [("retire", "retired"), ("confirm-unchanged", "approved"), ("new-version", "draft")],
)
def test_moves_of_a_released_page(
    released: Any, person: Callable[..., Any], log_in: Any, slug: str, status: str
) -> None:
    chief = person("carla", "note.edit", "note.review", "note.retire")

    log_in(chief).post(move_url(released, slug), {"comment": "because"})

    assert fresh(released).status == status


def test_move_that_needs_a_reason_asks_for_it(released: Any, owner: Any, log_in: Any) -> None:
    response = log_in(owner).post(move_url(released, "retire"), {"comment": ""})

    assert response.status_code == 200
    assert fresh(released).status == "approved"


def test_move_says_why_it_is_not_possible(note: Any, owner: Any, log_in: Any) -> None:
    html = text_of(log_in(owner).get(move_url(note, "reactivate")))

    assert "This is not possible while the page is in the state “draft”." in html
    assert "<form method" not in html


def test_move_that_is_refused_is_answered_with_a_sentence(
    note: Any, owner: Any, log_in: Any
) -> None:
    response = log_in(owner).post(move_url(note, "abandon-version"))

    assert response.status_code == 200
    assert "No version is released yet." in text_of(response)


def test_unknown_move_is_not_found(note: Any, owner: Any, log_in: Any) -> None:
    assert log_in(owner).get(move_url(note, "publish")).status_code == 404


# The editor ---------------------------------------------------------------------------------------


def editor_of(client: Client, page: Page) -> str:
    """Return the editor's page."""
    return text_of(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))


def test_editor_says_that_this_is_a_draft(note: Any, editor: Any, log_in: Any) -> None:
    html = editor_of(log_in(editor), note)

    assert "This is a draft. No version is released yet." in html
    assert 'name="action-submit"' in html


def test_editor_lists_what_is_missing(note: Any, editor: Any, log_in: Any) -> None:
    rewrite(note, "incomplete", by=editor)

    assert "The text is incomplete." in editor_of(log_in(editor), note)


def test_editor_offers_no_way_to_publish(note: Any, root: Any, log_in: Any) -> None:
    html = editor_of(log_in(root), note)

    for name in ("action-publish", "action-unpublish", "action-restart-workflow"):
        assert f'name="{name}"' not in html


def test_editor_names_who_is_asked(in_review: Any, editor: Any, owner: Any, log_in: Any) -> None:
    html = editor_of(log_in(editor), in_review)

    assert "It waits for “Professional release”: Olga Example." in html
    assert move_url(in_review, "withdraw") in html


def test_editor_leads_reviewers_to_the_review(in_review: Any, owner: Any, log_in: Any) -> None:
    html = editor_of(log_in(owner), in_review)

    assert html.count(f'href="{review_url(in_review)}"') == 2  # above the form and below it


def test_editor_of_a_released_page_offers_a_new_version(
    released: Any, editor: Any, log_in: Any
) -> None:
    html = editor_of(log_in(editor), released)

    assert "To change it, start a new version." in html
    assert move_url(released, "new-version") in html


def test_editor_shows_the_comment_that_came_back(
    in_review: Any, owner: Any, editor: Any, log_in: Any
) -> None:
    actions.request_changes(in_review, by=owner, comment="name the hosts")

    html = editor_of(log_in(editor), in_review)

    assert "Olga Example (olga) requested changes." in html
    assert "name the hosts" in html


def test_editor_shows_open_demands(released: Any, editor: Any, log_in: Any) -> None:
    actions.raise_demand(released, ReviewDemand.Reason.INCIDENT, detail="stolen laptop")

    assert "stolen laptop" in editor_of(log_in(editor), released)


def test_editor_offers_only_moves_that_the_person_may_make(
    released: Any, editor: Any, log_in: Any
) -> None:
    html = editor_of(log_in(editor), released)

    assert move_url(released, "retire") not in html
    assert move_url(released, "confirm-unchanged") not in html


def test_page_without_lifecycle_keeps_publishing_and_is_not_submitted(
    shelf: Page, root: Any, log_in: Any
) -> None:
    html = editor_of(log_in(root), shelf)

    assert 'name="action-publish"' in html
    assert 'name="action-submit"' not in html


# History ------------------------------------------------------------------------------------------


def test_history_lists_releases_and_moves(released: Any, officer: Any, log_in: Any) -> None:
    html = text_of(log_in(officer).get(reverse("lifecycle:history", args=[released.pk])))

    assert Release.objects.get().sha256 in html
    assert "Submitted for review" in html
    assert "Olga Example (olga)" in html


def test_wagtails_history_names_the_moves(released: Any, officer: Any, log_in: Any) -> None:
    html = text_of(log_in(officer).get(reverse("wagtailadmin_pages:history", args=[released.pk])))

    assert "Approved: version 1" in html


# My tasks -----------------------------------------------------------------------------------------


def start_page(client: Client) -> str:
    """Return the start page of the admin."""
    return text_of(client.get(reverse("wagtailadmin_home")))


def test_my_tasks_show_what_waits_for_me(in_review: Any, owner: Any, log_in: Any) -> None:
    html = start_page(log_in(owner))

    assert "My tasks" in html
    assert review_url(in_review) in html
    assert "Edith Example (edith)" in html
    assert "Notes" in html


def test_my_tasks_leave_out_what_waits_for_others(
    in_review: Any, officer: Any, log_in: Any
) -> None:
    assert "My tasks" not in start_page(log_in(officer))


def test_my_tasks_leave_out_what_i_submitted(note: Any, owner: Any, log_in: Any) -> None:
    actions.submit(note, by=owner)

    html = start_page(log_in(owner))

    assert "My tasks" not in html
    assert "Your submissions" in html


def test_my_tasks_show_what_came_back_with_the_comment(
    in_review: Any, editor: Any, owner: Any, log_in: Any
) -> None:
    actions.request_changes(in_review, by=owner, comment="name the hosts")

    html = start_page(log_in(editor))

    assert "Sent back to you" in html
    assert "name the hosts" in html


def test_what_was_submitted_again_is_not_shown_as_sent_back(
    in_review: Any, editor: Any, owner: Any, log_in: Any
) -> None:
    actions.request_changes(in_review, by=owner, comment="name the hosts")
    actions.submit(in_review, by=editor)

    assert "Sent back to you" not in start_page(log_in(editor))


def test_my_tasks_cost_the_same_for_many(shelf: Page, editor: Any, owner: Any, log_in: Any) -> None:
    client = log_in(owner)

    def hand_in(count: int) -> None:
        for _ in range(count):
            page = shelf.add_child(instance=NotePage(title="N", text="x", owner=editor))
            page.save_revision(user=editor)
            actions.submit(page, by=editor)

    hand_in(1)
    start_page(client)
    with CaptureQueriesContext(connection) as one:
        start_page(client)
    hand_in(3)
    with CaptureQueriesContext(connection) as four:
        start_page(client)

    assert len(four) == len(one)


def test_workflows_of_a_page_are_looked_up_in_the_history_of_its_moves(
    released: Any, officer: Any, log_in: Any
) -> None:
    workflow = WorkflowState.objects.latest("pk")
    client, ours = log_in(officer), reverse("lifecycle:history", args=[released.pk])

    for name, keys in (("", []), ("_detail", [workflow.pk])):
        theirs = f"wagtailadmin_pages:workflow_history{name}"
        assert client.get(reverse(theirs, args=[released.pk, *keys])).url == ours


def test_editor_does_not_say_that_anybody_may_read(note: Any, editor: Any, log_in: Any) -> None:
    html = text_of(log_in(editor).get(reverse("wagtailadmin_pages:edit", args=[note.pk])))

    assert "decided by roles and clearance" in html
    assert "Once live anyone can view" not in html


# The session behind an open editor ----------------------------------------------------------------

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def ask(page: Any) -> str:
    """Return the address that the script of a page's editor asks."""
    return reverse("lifecycle_site:editor_session", args=[page.pk])


def test_script_learns_who_is_signed_in_and_gets_a_token(
    note: Any, editor: Any, log_in: Any
) -> None:
    response = log_in(editor).get(ask(note), headers=SCRIPT)

    assert response.json()["user"] == str(editor.pk)
    assert response.json()["may_edit"] is True
    assert response.json()["token"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("rights", [["note.read"], []])
def test_script_learns_that_the_right_is_gone(
    rights: list[str], note: Any, person: Callable[..., Any], log_in: Any
) -> None:
    response = log_in(person("rita", *rights)).get(ask(note), headers=SCRIPT)

    assert response.json()["may_edit"] is False


def test_script_learns_nothing_about_a_page_that_is_gone(editor: Any, log_in: Any) -> None:
    address = reverse("lifecycle_site:editor_session", args=[999_999])

    assert log_in(editor).get(address, headers=SCRIPT).json()["may_edit"] is False


def test_script_without_a_session_learns_nothing(note: Any) -> None:
    response = Client().get(ask(note), headers=SCRIPT)

    assert response.status_code == 403
    assert "token" not in text_of(response)


def test_person_without_a_session_is_led_over_the_login_back_to_it() -> None:
    response = Client().get(reverse("lifecycle:session"))

    assert (response.status_code, "/login/" in response["Location"]) == (302, True)
    assert response["Location"].endswith("?next=" + reverse("lifecycle:session"))


def test_person_is_told_to_go_on_in_the_other_window(editor: Any, log_in: Any) -> None:
    response = log_in(editor).get(reverse("lifecycle:session"))

    assert "You are signed in again" in text_of(response)


def test_locked_page_is_not_saved_by_itself_and_says_why(
    in_review: Any, editor: Any, log_in: Any
) -> None:
    html = text_of(log_in(editor).get(reverse("wagtailadmin_pages:edit", args=[in_review.pk])))

    assert "You can read this page here, but not edit it." in html
    assert "data-w-autosave-interval-value" not in html
    assert "data-unsaved" not in html


def test_draft_is_saved_by_itself(note: Any, editor: Any, log_in: Any) -> None:
    html = text_of(log_in(editor).get(reverse("wagtailadmin_pages:edit", args=[note.pk])))

    assert "data-w-autosave-interval-value" in html
    assert "data-unsaved" in html
    assert "You can read this page here, but not edit it." not in html
