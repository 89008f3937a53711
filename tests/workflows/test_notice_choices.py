"""The choices on Wagtail's account page, in the place of Wagtail's own switches."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from workflows.models import NoticeChoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(editor: Any, log_in: Any) -> Any:
    """Edith's browser, in English."""
    client = log_in(editor)
    client.cookies["django_language"] = "en"
    return client


def form(editor: Any, **choices: str) -> dict[str, str]:
    """Return the fields of the account page."""
    return {
        "name_email-first_name": editor.first_name,
        "name_email-last_name": editor.last_name,
        "name_email-email": editor.email,
        "locale-preferred_language": "en",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        **{f"notices-{name}": value for name, value in choices.items()},
    }


def test_account_page_shows_our_choices_and_not_wagtails_switches(account: Any) -> None:
    page = account.get(reverse("wagtailadmin_account")).content.decode()

    assert "notices-comments" in page
    assert 'name="initial-notices-comments" value="at_once"' in page
    assert "approved_notifications" not in page
    assert "updated_comments_notifications" not in page


def test_choices_are_saved_with_the_account(account: Any, editor: Any) -> None:
    account.post(
        reverse("wagtailadmin_account"),
        form(editor, comments="daily", reviews="none", deputies="daily"),
    )

    kept = NoticeChoice.objects.get(user=editor)
    assert (kept.comments, kept.reviews, kept.deputies) == ("daily", "none", "daily")
    assert kept.released == "at_once"


def test_saving_the_rest_of_the_account_changes_no_choice(account: Any, editor: Any) -> None:
    NoticeChoice.objects.create(user=editor, comments="none")

    account.post(reverse("wagtailadmin_account"), form(editor) | {"name_email-first_name": "Eda"})

    editor.refresh_from_db()
    assert editor.first_name == "Eda"
    assert NoticeChoice.objects.get().comments == "none"
