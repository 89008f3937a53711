"""The rules for passwords: nothing that can be guessed from the account, however it is repeated."""

from __future__ import annotations

import string
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.access.password_guesses import undressed


def codes(password: str) -> set[str | None]:
    """Return why a password is refused."""
    person = get_user_model()(
        username="fa-test3", first_name="Anna Lena", last_name="Ott", email="anke.roth@example.org"
    )
    try:
        validate_password(password, person)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


def refused(password: str) -> bool:
    return "password_too_similar" in codes(password)


@pytest.mark.parametrize(
    "password",
    ["fa-test3-fa-test3", "correct FA-TEST3 horse", "lenalenalena lena", "my anke.roth battery"],
)
def test_password_that_contains_something_of_the_person_is_refused(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize("password", ["correct horse battery", "Otter am Wasser", "example.org x2"])
def test_other_passwords_are_not_too_close(password: str) -> None:
    assert not refused(password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("passwordpassword", "password_too_common"),
        ("passwortpasswort", "password_too_common"),
        ("Passwort2026", "password_too_common"),
        ("passwort1234", "password_too_common"),
        ("!!2026Passwort", "password_too_common"),
        ("P4$$w0rt2026", "password_too_common"),
        ("We1come2026!", "password_too_common"),
        ("pass-word-2026", "password_too_common"),
        ("Passwort1Passwort1", "password_too_common"),
        ("September2026", "password_too_common"),
        ("aaaaaaaaaaaa", "password_repeated"),
        ("aaaaaaaaaaab", "password_repeated"),
        ("abcabcabcabc", "password_repeated"),
        ("abc abc abc abc ab", "password_repeated"),
        ("x7#kx7#kx7#k", "password_repeated"),
        ("secdocsecdoc", "password_of_site"),
        ("SecDoc-2026!", "password_of_site"),
        ("mein S3cd0c Konto", "password_of_site"),
        ("unser Haus Netz 1", "password_of_site"),
    ],
)
def test_password_that_anybody_would_try_is_refused(
    password: str, code: str, settings: Any
) -> None:
    settings.SITE_NAME = "Haus-Netz"

    assert code in codes(password)


WORDS = (
    "dragon monkey sommer winter passwort master horse battery staple correct wasser brücke lampe "
    "garten wolke fenster kaffee papier river candle orange silver anchor pencil bottle planet"
).split()


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=4, max_size=4, unique=True),
    between=st.sampled_from(["", " ", "-", ". "]),
    behind=st.sampled_from(["", "7", "!", "2026"]),
)
def test_four_different_words_are_good(words: list[str], between: str, behind: str) -> None:
    validate_password(between.join(words) + behind)


@given(st.text(string.ascii_letters + string.digits, min_size=16, max_size=40))
def test_no_password_is_too_much_to_undress(password: str) -> None:
    assert password.casefold() in undressed(password)
    assert len(undressed(password)) < 100


def test_very_long_password_is_looked_at_in_no_time() -> None:
    assert codes("ab" * 500_000) == {"password_repeated"}
