"""Comments in the editor are told to editors and participants, never to who wrote them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from tests.workflows.conftest import fresh
from workflows.models import NoticeChoice, WaitingNotice
from workflows.records import Delivery

pytestmark = pytest.mark.django_db

SECRET = "the admin password is on the fridge"


@pytest.fixture
def comment(log_in: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Return a function that comments on a note in the editor and returns who got a mail."""

    def write(note: Any, by: Any, answering: Comment | None = None) -> list[str]:
        mail.outbox.clear()
        said = answering.text if answering else SECRET
        data = {"title": note.title, "slug": note.slug, "text": note.text,
                "comments-TOTAL_FORMS": "1", "comments-0-contentpath": "text",
                "comments-0-position": "", "comments-0-text": said,
                "comments-INITIAL_FORMS": "1" if answering else "0",
                "comments-0-id": str(answering.pk) if answering else "",
                "comments-0-replies-INITIAL_FORMS": "0",
                "comments-0-replies-TOTAL_FORMS": "1" if answering else "0",
                "comments-0-replies-0-text": SECRET}  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            response = log_in(by).post(reverse("wagtailadmin_pages:edit", args=[note.pk]), data)
        assert response.status_code == 302
        return sorted(message.to[0].split("@")[0] for message in mail.outbox)

    return write


def test_comment_is_told_to_the_other_editors(
    note: Any, editor: Any, owner: Any, officer: Any, comment: Any
) -> None:
    assert comment(note, by=editor) == ["olga"]

    assert Comment.objects.get().text == SECRET
    assert SECRET not in mail.outbox[0].body
    assert f"/admin/pages/{note.pk}/edit/" in mail.outbox[0].body


def test_answer_is_told_to_who_took_part(
    note: Any, editor: Any, owner: Any, officer: Any, comment: Any
) -> None:
    asked = Comment.objects.create(page=note, user=officer, text="?", contentpath="text")

    assert comment(note, by=editor, answering=asked) == ["ivo", "olga"]
    assert CommentReply.objects.get().text == SECRET


def test_comments_follow_the_choice_of_their_reader(
    note: Any, editor: Any, owner: Any, comment: Any
) -> None:
    choice = NoticeChoice.objects.create(user=owner, comments=Delivery.NONE)
    assert comment(note, by=editor) == []

    choice.comments = Delivery.DAILY
    choice.save()
    assert comment(fresh(note), by=editor) == []
    assert WaitingNotice.objects.get().person == owner
