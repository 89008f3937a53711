"""What is plausible as an answer of each type, and what a person is told about what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.definition.answer_types import Context, check, findings, is_empty
from concept_pages.definition.answer_types.kinds import KINDS
from concept_pages.definition.elements import AnswerType, Question, Text
from concept_pages.definition.problems import gettext_noop

from .build import column, definition, options, question, ratings, rows
from .strategies import answered, definitions, rubbish

MISFIT = "This answer has a form that does not fit the question; please enter it again."


def said(made: Question, value: Any, services: Any = None) -> list[str]:
    """Return the English messages about an answer."""
    return [str(message) for message in check(made, value, Context(definition(made), services))]


def of(kind: str, **limits: Any) -> Question:
    return question("q", kind, **limits)


# Every type ---------------------------------------------------------------------------------------


@given(st.data())
def test_plausible_answers_are_accepted(data: st.DataObject) -> None:
    made, answers = data.draw(answered())

    for key, value in answers.items():
        assert findings(made.questions[key], value, Context(made)) == []
        assert not is_empty(made.questions[key].type, value)


@given(st.data())
def test_rubbish_is_never_a_reason_to_fail(data: st.DataObject) -> None:
    made = data.draw(definitions())
    context = Context(made, data.draw(st.sampled_from([None, (), {"dns"}])))
    value = data.draw(rubbish)

    for asked in made.questions.values():
        for finding in findings(asked, value, context):
            assert finding.message.say(gettext_noop, "de")


@pytest.mark.parametrize("kind", AnswerType)
def test_every_type_has_its_place(kind: AnswerType) -> None:
    assert kind in KINDS or kind in (AnswerType.TABLE, AnswerType.MATRIX)


@pytest.mark.parametrize("kind", AnswerType)
@pytest.mark.parametrize("value", [None, "", "  ", [], {}, [""], [None, [], {}]])
def test_nothing_is_empty_and_not_implausible(kind: AnswerType, value: Any) -> None:
    made = of(kind.value, options=options("a"))

    assert is_empty(kind, value)
    assert said(made, value) == []


@pytest.mark.parametrize("value", [False, 0, 0.0, "0", "no", [0], {"a": False}])
def test_false_and_zero_are_answers(value: Any) -> None:
    assert not is_empty(AnswerType.TEXT, value)


def test_preset_row_alone_is_no_answer() -> None:
    assert is_empty(AnswerType.TABLE, [{"row": "hardware", "name": " "}])
    assert not is_empty(AnswerType.TABLE, [{"row": "hardware", "name": "Ada"}])
    assert not is_empty(AnswerType.MATRIX, {"row": "high"})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 5),
        ("longtext", ["a"]),
        ("richtext", {"other": "a"}),
        ("letters", True),
        ("email", 5),
        ("url", ["https://example.org"]),
        ("single_choice", ["a"]),
        ("single_choice", {"other": "a", "more": "b"}),
        ("single_choice", {"other": 5}),
        ("multiple_choice", "a"),
        ("multiple_choice", [["a"]]),
        ("yes_no", "true"),
        ("yes_no", 1),
        ("ip_list", "192.0.2.1"),
        ("ip_list", [5]),
        ("hostname_list", {"a": "b"}),
        ("table", "a"),
        ("table", ["a"]),
        ("table", [{"row": 5, "a": "x"}]),
        ("matrix", ["a"]),
        ("matrix", {"r": 5}),
        ("reference_service", ["dns"]),
        ("file", 5),
        ("file", {"sha256": "0"}),
    ],
)
def test_value_of_another_shape_is_a_misfit(kind: str, value: Any) -> None:
    made = of(kind, options=options("a"), columns=(column("a"),), rows=rows("r"), other=True)

    assert said(made, value) == [MISFIT]


# Texts --------------------------------------------------------------------------------------------


def test_text_may_be_as_long_as_the_limit() -> None:
    made = of("text", min_length=2, max_length=3)

    assert said(made, "abc") == []
    assert said(made, "abcd") == ["The text is too long: 4 characters, at most 3 are allowed."]
    assert said(made, "a") == ["The text is too short: 1 characters, at least 2 are needed."]


def test_line_break_of_a_browser_counts_once() -> None:
    assert said(of("longtext", max_length=3), "a\r\nb") == []


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\ud800", "a\uffff"])
def test_character_that_cannot_be_stored_is_refused(value: str) -> None:
    assert said(of("text"), value) == [
        "The text contains an invisible control character; please type it again."
    ]


@pytest.mark.parametrize("value", ["C", "abc", "Äß"])
def test_letters_are_letters_of_any_alphabet(value: str) -> None:
    assert said(of("letters"), value) == []


@pytest.mark.parametrize("value", ["C1", "C D", "C-D", "1"])
def test_letters_are_nothing_else(value: str) -> None:
    assert said(of("letters"), value) == ["Enter letters only, without digits, blanks or signs."]


@pytest.mark.parametrize(
    "value", ["a@example.org", "first.last+x@sub.example.org", " a@b.de ", "o'brien@example.org"]
)
def test_email_address_is_accepted(value: str) -> None:
    assert said(of("email"), value) == []


@pytest.mark.parametrize(
    "value",
    ["a", "a@b", "a@@b.de", "a b@c.de", "a@b.de, c@d.de", ".a@b.de", "a..b@c.de", "a@-b.de",
     "a@" + "b" * 250 + ".de"],
)  # fmt: skip
def test_other_text_is_no_email_address(value: str) -> None:
    assert said(of("email"), value) == ["Enter one e-mail address such as hotline@example.org."]


@pytest.mark.parametrize(
    "value",
    ["https://example.org", "http://localhost:8000/a?b=c#d", "ldaps://[2001:db8::1]/",
     " https://a "],
)  # fmt: skip
def test_web_address_is_accepted(value: str) -> None:
    assert said(of("url"), value) == []


@pytest.mark.parametrize(
    "value",
    ["example.org", "www.example.org/a", "https://", "https:///a", "javascript:alert(1)",
     "data:text/html,a", "https://a b", "https://[::1", "https://a:99999", "mailto:a@b.de"],
)  # fmt: skip
def test_other_text_is_no_web_address(value: str) -> None:
    (message,) = said(of("url"), value)

    assert message.startswith("Enter a complete web address")


# Patterns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("version_number", "1.0"),
        ("version_number", "2.3.1"),
        ("version_number", "18"),
        ("version_number", "2.0-rc1"),
        ("phone_or_email", "+49 89 1234-567"),
        ("phone_or_email", "(089) 289 / 12345"),
        ("phone_or_email", "089/289-12345"),
        ("phone_or_email", "8808"),
        ("phone_or_email", "a@example.org"),
        ("phone_or_email", "089 1234, a@example.org"),
        ("phone_or_email", "089 1234 a@example.org"),
        ("phone_or_email", "089 1234; 0171 555 666 oder a@example.org"),
        ("port_list", "22"),
        ("port_list", "22, 443, 8000-8010"),
        ("port_list", "53/udp; 8000 – 8010"),
        ("port_list", "1, 65535,"),
    ],
)
def test_pattern_accepts(pattern: str, value: str) -> None:
    assert said(of("text", pattern=pattern), value) == []


@pytest.mark.parametrize(
    ("pattern", "value", "hint"),
    [
        ("version_number", "v", "such as 1.0 or 2.3.1"),
        ("version_number", "1..0", "such as 1.0 or 2.3.1"),
        ("version_number", "1.0, 2.0", "such as 1.0 or 2.3.1"),
        ("phone_or_email", "hotline", "telephone number such as"),
        ("phone_or_email", "12", "telephone number such as"),
        ("phone_or_email", "a@b", "telephone number such as"),
        ("phone_or_email", "089 1234, hotline", "telephone number such as"),
        ("phone_or_email", ",", "telephone number such as"),
        ("port_list", "0", "from 1 to 65535"),
        ("port_list", "65536", "from 1 to 65535"),
        ("port_list", "10-5", "from 1 to 65535"),
        ("port_list", "ssh", "from 1 to 65535"),
        ("port_list", "1-2-3", "from 1 to 65535"),
    ],
)
def test_pattern_refuses_with_an_example(pattern: str, value: str, hint: str) -> None:
    (message,) = said(of("text", pattern=pattern), value)

    assert hint in message


# Quantities ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", 0),
        ("number", -1.5),
        ("number", 3),
        ("date", "2028-02-29"),
        ("month", "2026-12"),
        ("time", "23:59"),
        ("duration", "999:59"),
        ("duration", "00:00"),
    ],
)
def test_quantity_is_accepted(kind: str, value: Any) -> None:
    assert said(of(kind), value) == []


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("integer", "5", "Enter a whole number in digits."),
        ("integer", 5.0, "Enter a whole number in digits."),
        ("integer", True, "Enter a whole number in digits."),
        ("number", "5", "Enter a number in digits."),
        ("number", float("nan"), "Enter a number in digits."),
        ("number", float("inf"), "Enter a number in digits."),
        ("number", 10**400, "Enter a number in digits."),
        ("date", "2026-02-29", "Enter a day that exists in the calendar."),
        ("date", "20260101", "Enter a day that exists in the calendar."),
        ("date", 20260101, "Enter a day that exists in the calendar."),
        ("month", "2026-13", "Enter a month and a year."),
        ("month", "2026-11-21", "Enter a month and a year."),
        ("time", "24:00", "Enter a time of day from 00:00 to 23:59, such as 08:30."),
        ("time", "100:00", "Enter a time of day from 00:00 to 23:59, such as 08:30."),
        ("duration", "9:00", "Enter a duration as hours and minutes, such as 04:30 or 100:00."),
        ("duration", "01:60", "Enter a duration as hours and minutes, such as 04:30 or 100:00."),
        ("duration", "1000:00", "Enter a duration as hours and minutes, such as 04:30 or 100:00."),
    ],
)
def test_other_value_is_no_quantity(kind: str, value: Any, message: str) -> None:
    assert said(of(kind), value) == [message]


def test_bounds_are_allowed_themselves() -> None:
    made = of("integer", min=1, max=9)

    assert said(made, 1) == said(made, 9) == []
    assert said(made, 0) == ["The value is too small; the smallest one allowed is 1."]
    assert said(made, 10) == ["The value is too large; the largest one allowed is 9."]


def test_bound_is_said_in_the_language_with_its_unit() -> None:
    made = of("number", max=0.5, unit=Text("Tage", "days"))
    (message,) = check(made, 1, Context(definition(made)))

    assert message.say(str, "de").endswith("allowed is 0,5 Tage.")
    assert message.say(str, "en").endswith("allowed is 0.5 days.")


def test_durations_are_bounded_as_quantities() -> None:
    made = of("duration", max="720:00")

    assert said(made, "100:00") == []
    assert said(made, "720:01") == ["The value is too large; the largest one allowed is 720 h."]


def test_dates_have_bounds_too() -> None:
    made = of("date", min="2026-11-21")

    assert said(made, "2026-11-20") == [
        "The value is too small; the smallest one allowed is 21 Nov 2026."
    ]


# Choices ------------------------------------------------------------------------------------------


def test_option_that_is_gone_is_named() -> None:
    assert said(of("single_choice", options=options("a")), "b") == [
        "“b” is not among the options (any more); please choose again."
    ]


def test_options_of_a_shared_set_count() -> None:
    made = of("single_choice", option_set="s")
    context = Context(definition(made, option_sets=(("s", options("a")),)))

    assert check(made, "a", context) == []
    assert len(check(made, "b", context)) == 1


def test_open_category_is_accepted_where_there_is_one() -> None:
    value = {"other": "something else"}

    assert said(of("single_choice", options=options("a"), other=True), value) == []
    assert said(of("single_choice", options=options("a")), value) == [
        "Please choose among the options; others are not possible."
    ]


def test_option_chosen_twice_is_named_by_its_label() -> None:
    assert said(of("multiple_choice", options=options("a", "b")), ["a", "b", "a"]) == [
        "“En a” is chosen twice."
    ]


def test_number_of_choices_is_limited() -> None:
    made = of("multiple_choice", options=options("a", "b", "c"), min_selected=2, max_selected=2)

    assert said(made, ["a", "b"]) == []
    assert said(made, ["a"]) == ["Too few are chosen: 1 of at least 2."]
    assert said(made, ["a", "b", "c"]) == ["Too many are chosen: 3 of at most 2."]


def test_blank_choices_do_not_count() -> None:
    made = of("multiple_choice", options=options("a"), other=True, min_selected=2)

    assert said(made, ["a", "", {"other": ""}]) == ["Too few are chosen: 1 of at least 2."]


def test_services_are_checked_where_they_are_known() -> None:
    made = of("reference_service")

    assert said(made, "dns", {"dns"}) == []
    assert said(made, "dns", None) == []
    assert said(made, "dns", set()) == [
        "The service “dns” does not exist (any more); please choose again."
    ]


def test_several_services_are_a_list() -> None:
    made = of("reference_service", multiple=True, other=True)

    assert said(made, ["dns", {"other": "their own"}], {"dns"}) == []
    assert said(made, "dns", {"dns"}) == [MISFIT]


# Addresses and files ------------------------------------------------------------------------------


def test_ip_addresses_and_networks_are_accepted() -> None:
    assert said(of("ip_list"), ["192.0.2.1", "192.0.2.0/24", "2001:db8::/32", " ::1 ", ""]) == []


@pytest.mark.parametrize("value", ["192.0.2", "192.0.2.256", "192.0.2.1/33", "dns", "1" * 100])
def test_other_text_is_no_ip_address(value: str) -> None:
    (message,) = said(of("ip_list"), ["192.0.2.1", value])

    assert message.startswith(f"“{value}” is no IP address or network such as")


def test_ip_addresses_are_of_the_version_asked_for() -> None:
    assert said(of("ip_list", ip_version=4), ["192.0.2.1"]) == []
    assert "is no IPv4 address" in said(of("ip_list", ip_version=4), ["::1"])[0]
    assert "is no IPv6 address" in said(of("ip_list", ip_version=6), ["192.0.2.1"])[0]


@pytest.mark.parametrize(
    "value", ["www.example.org", "host-1", "*.example.org", "_dmarc.example.org.", "büro.example"]
)
def test_host_name_is_accepted(value: str) -> None:
    assert said(of("hostname_list"), [value]) == []


@pytest.mark.parametrize(
    "value",
    ["a b", "-a.de", "a-.de", "a..de", ".", "http://a.de", "a/b", "a" * 64, "a." * 130, "a_b@c"],
)
def test_other_text_is_no_host_name(value: str) -> None:
    (message,) = said(of("hostname_list"), [value])

    assert "is no host name such as www.example.org" in message


def test_file_is_a_name_or_more() -> None:
    made = of("file", accept=("pdf", ".PNG"), max_size_mb=1)

    assert said(made, "plan.pdf") == []
    assert said(made, {"name": "Plan.png", "sha256": "0", "attachment": 1, "size": 1000}) == []


def test_file_of_another_kind_is_refused_with_the_kinds_allowed() -> None:
    assert said(of("file", accept=("pdf", "png")), "virus.exe") == [
        "“virus.exe” is not one of the kinds of files allowed: pdf, png."
    ]


def test_file_that_is_too_large_is_refused() -> None:
    value = {"name": "plan.pdf", "size": 2 * 1024 * 1024}

    assert said(of("file", max_size_mb=1), value) == [
        "The file is too large; at most 1 MB are allowed."
    ]


# Tables -------------------------------------------------------------------------------------------

TABLE = of(
    "table",
    columns=(column("what", required=True), column("n", "integer", max=9)),
    rows=rows("first", "second"),
    preset_column="what",
    allow_add_rows=True,
)


def found(made: Question, value: Any) -> list[tuple[Any, str, str, str]]:
    """Return the findings about an answer as (row, column, kind, message)."""
    return [
        (one.row, one.column, one.kind, str(one.message))
        for one in findings(made, value, Context(definition(made)))
    ]


def test_table_with_preset_and_added_rows_is_accepted() -> None:
    assert found(TABLE, [{"row": "first", "n": 1}, {"what": "third", "n": 2}]) == []


def test_finding_names_row_and_column() -> None:
    value = [{"row": "first", "n": 1}, {"what": "x", "n": 10}]

    (one,) = found(TABLE, value)

    assert one[:3] == (1, "n", "implausible")


def test_required_cell_of_a_filled_row_is_missing() -> None:
    assert found(TABLE, [{"n": 1}]) == [(0, "what", "missing", "Please fill in this cell.")]


def test_rows_that_are_not_filled_in_do_not_matter() -> None:
    assert found(TABLE, [{"row": "first"}, {"what": ""}, {"what": "x"}]) == []


def test_preset_row_that_is_gone_or_double_is_named() -> None:
    value = [{"row": "first", "n": 1}, {"row": "first", "n": 2}, {"row": "third", "n": 3}]

    assert [one[0] for one in found(TABLE, value)] == [1, 2]


def test_rows_may_only_be_added_where_the_template_says_so() -> None:
    made = of("table", columns=(column("a"), column("p")), rows=rows("r"), preset_column="p")

    assert found(made, [{"row": "r", "a": "x"}, {"a": "y"}]) == [
        (1, "", "implausible", "Only the given rows can be filled in; remove this one.")
    ]


def test_column_that_is_gone_is_named() -> None:
    (one,) = found(TABLE, [{"what": "x", "gone": "y"}])

    assert one == (0, "", "implausible", "The column “gone” does not exist (any more).")


def test_number_of_rows_counts_filled_rows() -> None:
    made = of("table", columns=(column("a"),), allow_add_rows=True, min_rows=2, max_rows=2)

    assert found(made, [{"a": "x"}, {"a": "y"}, {"a": ""}]) == []
    assert found(made, [{"a": "x"}, {}])[0][3] == "Too few rows are filled in: 1 of at least 2."
    assert found(made, [{"a": "x"}] * 3)[0][3] == "Too many rows are filled in: 3 of at most 2."


MATRIX = of("matrix", columns=ratings("low", "high"), rows=rows("one", "two"))


def test_matrix_rates_rows_by_columns() -> None:
    assert found(MATRIX, {"one": "low", "two": "high"}) == []
    assert found(MATRIX, {"one": "low", "two": ""}) == []


def test_matrix_that_is_required_is_rated_completely() -> None:
    made = of("matrix", columns=MATRIX.columns, rows=MATRIX.rows, required=True)

    assert found(made, {"one": "low"}) == [("two", "", "missing", "Please rate this row.")]


def test_rating_or_row_that_is_gone_is_named() -> None:
    assert found(MATRIX, {"one": "medium"})[0][3] == (
        "“medium” is not among the options (any more); please choose again."
    )
    assert found(MATRIX, {"three": "low"})[0][3] == ("The row “three” does not exist (any more).")
