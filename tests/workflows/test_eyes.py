"""A deputy and the person she acts for count as one, also after it ended that day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from tests.workflows.conftest import GroupAuthority
from tests.workflows.notes.models import ParagraphPage
from workflows import rights
from workflows.actions.reviewing import approve
from workflows.actions.submitting import submit
from workflows.errors import FourEyes
from workflows.people import name_of
from workflows.queries import asked_to_decide, may_decide, waiting_for
from workflows.records import Submission, TransitionLog

RIGHT = "note.release"


class Deputies(GroupAuthority):
    """Rights by groups, and one person who is another's deputy."""

    def __init__(self, deputy: Any, person: Any, *, last: int = 0, acting: bool = True) -> None:
        self.deputy, self.person, self.acting = deputy, person, acting
        self.last = timezone.localdate() + timedelta(days=last)

    def acting_for(self, user: Any, right: str, page: Any) -> Any:
        return self.person if self.acting and user == self.deputy else None

    def partners(self, user: int) -> dict[int, Any]:
        pair = {self.deputy.pk: self.person.pk, self.person.pk: self.deputy.pk}
        return {pair[user]: self.last} if user in pair else {}


@pytest.mark.parametrize("submits", ["person", "deputy"])
@pytest.mark.parametrize("acting", [True, False])
def test_deputy_and_person_count_as_one(
    note: Any, owner: Any, person: Any, monkeypatch: Any, submits: str, acting: bool
) -> None:
    dora = person("dagmar", "note.edit", RIGHT)
    monkeypatch.setattr(rights, "_registered", [Deputies(dora, owner, acting=acting)])
    first, second = (owner, dora) if submits == "person" else (dora, owner)
    submission = submit(note, by=first)

    assert not may_decide(note, second, RIGHT)
    assert second not in asked_to_decide(note, RIGHT, submission)
    assert submission not in waiting_for(second, RIGHT)
    with pytest.raises(FourEyes):
        approve(note, by=second)


def test_deputyship_that_ended_the_day_before_leaves_two_people(
    note: Any, owner: Any, person: Any, monkeypatch: Any
) -> None:
    dora = person("dagmar", "note.edit", RIGHT)
    monkeypatch.setattr(rights, "_registered", [Deputies(dora, owner, last=-1, acting=False)])
    submit(note, by=dora)

    approve(note, by=owner)


def test_records_name_both(
    note: Any, editor: Any, owner: Any, person: Any, monkeypatch: Any
) -> None:
    dora = person("dagmar", RIGHT)
    monkeypatch.setattr(rights, "_registered", [Deputies(dora, owner)])
    submit(note, by=editor)
    approve(note, by=dora)

    approval = Submission.objects.get().approvals[0]
    assert (approval["by"], approval["for"]) == (name_of(dora), name_of(owner))
    assert TransitionLog.objects.first().for_name == name_of(owner)


@pytest.mark.parametrize("of_a_part", [False, True])
def test_history_names_both_for_a_page_and_for_its_parts(
    note: Any, owner: Any, person: Any, monkeypatch: Any, of_a_part: bool
) -> None:
    dora = person("dagmar", "note.edit")
    monkeypatch.setattr(rights, "_registered", [Deputies(dora, owner)])
    page = note.add_child(instance=ParagraphPage(title="Part")) if of_a_part else note

    page.save_revision(user=dora, log_action=True)
    page.save_revision(user=owner, log_action=True)

    by_owner, by_dora = PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit")[:2]
    assert (by_dora.data, by_owner.data) == ({"for": name_of(owner)}, {})
    with translation.override("en"):
        assert by_dora.message == f"Draft saved, as deputy of {name_of(owner)}"
        assert by_owner.message == "Draft saved"
