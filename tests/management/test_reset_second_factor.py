"""The way back for who has lost telephone and recovery codes, where no administrator is left."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_totp.models import TOTPDevice

from concept_pages.models import AuditEntry
from tests.authoring import english
from tests.factories.people import UserFactory
from tests.factories.second_factor import equip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


def test_second_factor_is_removed_in_the_name_of_the_system() -> None:
    equip(UserFactory(username="alice"))
    bob = UserFactory(username="bob")
    equip(bob)
    out = StringIO()

    call_command("reset_second_factor", "alice", stdout=out)

    assert "The second factor of “alice” was removed" in out.getvalue()
    assert TOTPDevice.objects.get().user == bob
    entry = AuditEntry.objects.get(event=AuditEntry.Event.SECOND_FACTOR_REMOVED)
    assert (entry.by, "alice" in entry.about) == (None, True)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nobody", "There is no user “nobody”."), ("alice", "“alice” has no second factor.")],
)
def test_it_says_why_nothing_was_removed(name: str, sentence: str) -> None:
    UserFactory(username="alice")

    with pytest.raises(CommandError, match=sentence):
        call_command("reset_second_factor", name)


def test_it_works_for_deactivated_people() -> None:
    person: Any = UserFactory(username="alice", is_active=False)
    equip(person)

    call_command("reset_second_factor", "alice", stdout=StringIO())

    assert not TOTPDevice.objects.exists()
