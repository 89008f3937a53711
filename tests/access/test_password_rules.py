"""The rules for passwords: nothing that can be guessed from the account, however it is repeated."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


def refused(password: str) -> bool:
    person = get_user_model()(
        username="fa-test3", first_name="Anna Lena", last_name="Ott", email="anke.roth@example.org"
    )
    try:
        validate_password(password, person)
    except ValidationError as error:
        return any(one.code == "password_too_similar" for one in error.error_list)
    return False


@pytest.mark.parametrize(
    "password",
    ["fa-test3-fa-test3", "correct FA-TEST3 horse", "lenalenalena lena", "my anke.roth battery"],
)
def test_password_that_contains_something_of_the_person_is_refused(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize("password", ["correct horse battery", "Otter am Wasser", "example.org x2"])
def test_other_passwords_are_not_too_close(password: str) -> None:
    assert not refused(password)
