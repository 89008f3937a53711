"""The screen “Audit log”: for those who may read it, in words, filtered, and as a file."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from concept_pages.access.rights import RIGHTS
from concept_pages.actions.audit import record
from concept_pages.models import AuditEntry
from concept_pages.queries.happenings import Wanted, happened, load, stamp
from tests.factories.concepts import released_concept, submitted_concept
from tests.factories.people import UserFactory, holder, holder_of_right
from workflows.models import TransitionLog

pytestmark = pytest.mark.django_db

EVENT = AuditEntry.Event
LIST = reverse("secdoc_audit:index")
RESULTS = reverse("secdoc_audit:results")


@pytest.fixture
def browser(client: Client) -> Client:
    """Return a browser in which the ISB is signed in; the screen is English."""
    client.force_login(holder("isb", username="ina", first_name="Ina", last_name="Isb"))
    AuditEntry.objects.all()._raw_delete(AuditEntry.objects.db)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def shown(browser: Client, **asked: str) -> str:
    """Return what the list says."""
    return browser.get(RESULTS, asked).content.decode()


def test_log_is_only_for_those_with_the_right(client: Client) -> None:
    record(EVENT.ROLE_GIVEN, by=None, about="Secret Person")
    client.force_login(holder_of_right("role.create", "user.edit", "service.edit"))

    for address in (LIST, RESULTS, f"{LIST}?export=csv"):
        response = client.get(address)
        assert response.status_code == 302
        assert b"Secret Person" not in response.content
    assert b"audit-log" not in client.get(reverse("wagtailadmin_home")).content


def test_menu_leads_to_the_log(browser: Client) -> None:
    assert LIST in browser.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("event", EVENT)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_event_is_said_in_words(event: str, language: str, browser: Client) -> None:
    record(
        EVENT(event),
        by=None,
        about="Somebody",
        detail={"as": "X", "rights": ["concept.read"], "on": True, "before": {"role": "Y"}},
    )

    page = browser.get(RESULTS, headers={"accept-language": language}).content.decode()

    assert str(EVENT(event).label) in page
    assert str(RIGHTS["concept.read"].label) in page
    for raw in ("{&#x27;", "[&#x27;", "True", "None", "&quot;"):
        assert raw not in page


@pytest.mark.parametrize(
    ("days", "said"), [(1, "for 1 day,"), (90, "for 90 days,"), (0, "for ever. The setting")]
)
def test_page_says_how_long_entries_are_kept(
    days: int, said: str, browser: Client, settings: Any
) -> None:
    settings.AUDIT_KEEP_DAYS = days

    assert f"Entries are kept {said}" in shown(browser)


def test_moves_of_pages_stand_in_the_same_list(browser: Client) -> None:
    page = submitted_concept()
    record(EVENT.ROLE_CREATED, by=None, about="Newest role")

    said = shown(browser)

    assert page.title in said
    assert "Submitted for review" in said
    assert said.index("Newest role") < said.index("Submitted for review")


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ({"topic": "role"}, "Anna role", "Bert file"),
        ({"topic": "page"}, "Submitted", "Anna role"),
        ({"event": "access.export"}, "Bert file", "Anna role"),
        ({"event": "page.submit"}, "Submitted", "Anna role"),
        ({"person": "anna"}, "Anna role", "Bert file"),
        ({"about": "bert"}, "Bert file", "Anna role"),
        ({"refused": "on"}, "Hidden thing", "Anna role"),
        ({"days_from": "2020-01-01", "days_to": "2099-01-01"}, "Anna role", "Nothing has"),
        ({"days_from": "2020-01-01", "days_to": "2020-01-02"}, "Nothing has happened", "Anna role"),
        ({"days_to": "9999-12-31"}, "Anna role", "Nothing has"),
        ({"days_from": "0001-01-01"}, "Anna role", "Nothing has"),
        ({"days_from": "9999-12-31"}, "Nothing has happened", "Anna role"),
        ({"days_to": "0001-01-01"}, "Nothing has happened", "Anna role"),
        ({"topic": "nonsense"}, "Anna role", "Nothing has"),
    ],
)
def test_filters_narrow_the_list_down(
    asked: dict[str, str], found: str, not_found: str, browser: Client
) -> None:
    submitted_concept()
    record(EVENT.ROLE_CREATED, by=UserFactory(username="anna"), about="Anna role")
    record(EVENT.EXPORTED, by=UserFactory(username="bert"), about="Bert file")
    record(EVENT.DENIED, by=None, about="Hidden thing", refused=True)

    said = shown(browser, **asked)

    assert found in said
    assert not_found not in said


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ({"event": "nope"}, "en", "Event: Select a valid choice."),
        ({"event": "nope"}, "de", "Ereignis: Bitte eine gültige Auswahl treffen."),
        ({"days_from": "abc"}, "en", "Days: Enter a valid date."),
        ({"days": "abc", "topic": "role"}, "de", "Tage: Die Adresse nennt den ersten Tag"),
        ({"person": "\0"}, "en", "Person: Null characters are not allowed."),
    ],
)
@pytest.mark.parametrize("address", [LIST, RESULTS])
def test_list_says_which_filter_it_does_not_understand(
    address: str, asked: dict[str, str], language: str, said: str, browser: Client
) -> None:
    record(EVENT.ROLE_CREATED, by=None, about="Anna role")
    record(EVENT.EXPORTED, by=None, about="Bert file")

    page = browser.get(address, asked, headers={"accept-language": language}).content.decode()
    warning = page.partition('<div class="help-block help-warning" role="alert">')[2]

    assert said in warning.partition("</div>")[0]
    assert "Anna role" in page
    assert "Bert file" in page


def test_list_warns_of_no_filter_that_it_understands(browser: Client) -> None:
    record(EVENT.ROLE_CREATED, by=None, about="Anna role")

    assert "help-warning" not in shown(browser, topic="role", days_from="2020-01-01")


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [("en", "1 entry", "2 entries"), ("de", "1 Eintrag", "2 Einträge")],
)
def test_pager_counts_entries(language: str, one: str, two: str, browser: Client) -> None:
    def counted() -> str:
        response = browser.get(RESULTS, headers={"accept-language": language})
        return str(response.context["page_obj"].paginator.items_count_label)

    record(EVENT.ROLE_CREATED, by=None, about="One")
    assert counted() == one
    record(EVENT.ROLE_CREATED, by=None, about="Two")
    assert counted() == two


@pytest.mark.parametrize("asked", ["wulf", "Özgür W", 'the "boss"'])
def test_person_is_found_where_somebody_acted_for_her(asked: str, browser: Client) -> None:
    principal = 'Özgür Wulf, the "boss" (owulf)'
    record(EVENT.ROLE_CREATED, by=None, about="By a deputy", detail={"deputy_of": [principal]})
    record(EVENT.ROLE_CREATED, by=None, about="By another", detail={"deputy_of": ["Anna"]})
    record(EVENT.ROLE_CREATED, by=None, about="By nobody's deputy")

    said = shown(browser, person=asked)

    assert "By a deputy" in said
    assert "By another" not in said
    assert "By nobody" not in said


def test_files_say_a_moment_in_our_zone_with_its_offset() -> None:
    assert stamp(datetime(2026, 3, 14, 22, 59, 7, 123, tzinfo=UTC)) == "2026-03-14T23:59:07+01:00"
    assert stamp(datetime(2026, 7, 1, 10, 0, tzinfo=UTC)) == "2026-07-01T12:00:00+02:00"


def test_day_ends_at_midnight_of_our_zone(browser: Client) -> None:
    entry = record(EVENT.ROLE_CREATED, by=None, about="Late at night")
    with connection.cursor() as cursor:
        late = datetime(2026, 3, 14, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
        sql = "UPDATE concept_pages_auditentry SET at = %s WHERE id = %s"
        cursor.execute(sql, [late, entry.pk])

    assert "Late at night" in shown(browser, days_from="2026-03-14", days_to="2026-03-14")
    assert "Late at night" not in shown(browser, days_from="2026-03-15")


def test_links_lead_only_where_the_viewer_may_go(browser: Client, client: Client) -> None:
    page = released_concept()
    person = UserFactory()
    record(EVENT.EXPORTED, by=person, about=page.title, detail={"page": page.pk})
    of_page = reverse("wagtailadmin_pages:edit", args=[page.pk])
    of_person = reverse("wagtailusers_users:inspect", args=[person.pk])

    for_isb = shown(browser)
    client.force_login(holder_of_right("audit.read", "user.edit"))
    for_clerk = shown(client)

    assert of_page in for_isb
    assert of_person not in for_isb
    assert of_page not in for_clerk
    assert of_person in for_clerk


def test_list_costs_the_same_with_one_line_and_with_many(browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shown(browser, topic="role")
        return len(captured)

    record(EVENT.ROLE_CREATED, by=UserFactory(), about="One", detail={"page": 1})
    shown(browser)
    one = queries()
    for number in range(3):
        record(EVENT.ROLE_CREATED, by=UserFactory(), about="More", detail={"page": number})

    assert queries() == one


def test_pages_follow_one_another_without_gap_or_repetition() -> None:
    for number in range(7):
        record(EVENT.ROLE_CREATED, by=None, about=str(number))
    found = happened(Wanted(topic="role"))

    pages = [load(found[start : start + 3]) for start in (0, 3, 6)]

    assert [entry.about for page in pages for entry in page] == list("6543210")
    assert found.count() == 7


def test_csv_holds_what_is_filtered_and_leaves_an_entry(browser: Client) -> None:
    record(EVENT.ROLE_CREATED, by=None, about="=HYPERLINK(1)", detail={"rights": ["a", "b"]})
    record(EVENT.EXPORTED, by=None, about="Other")

    response = browser.get(LIST, {"export": "csv", "topic": "role", "p": "1"})
    content = b"".join(response)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(codecs.BOM_UTF8)  # or spreadsheets take umlauts for others
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["About"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["Details"] == "rights: a, b"
    entry = AuditEntry.objects.get(event=EVENT.ROLE_CREATED)
    assert rows[0]["Time"] == stamp(entry.at)
    taken = AuditEntry.objects.filter(event=EVENT.EXPORTED, about__startswith="audit-log-")
    assert [entry.detail for entry in taken] == [{"format": "CSV", "filters": {"topic": "role"}}]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"topic": "nonsense"}, "Topic: Select a valid choice."),
        ({"days_from": "yesterday"}, "Days: Enter a valid date."),
        ({"days": "2026-03-14"}, "Days: The address names the first day “days_from”"),
    ],
)
def test_file_is_refused_where_a_filter_cannot_be_made_out(
    asked: dict[str, str], sentence: str, format: str, browser: Client
) -> None:
    record(EVENT.ROLE_CREATED, by=None, about="Anna role")

    response = browser.get(LIST, {"export": format, **asked}, follow=True)

    assert response.redirect_chain == [(f"{LIST}?{urlencode(asked)}", 302)]
    said = response.content.decode()
    assert "There is no file, because a filter was not understood." in said
    assert sentence in said
    assert not AuditEntry.objects.filter(event=EVENT.EXPORTED).exists()


def test_what_looks_like_a_formula_is_text_in_the_xlsx(browser: Client) -> None:
    record(EVENT.SIGN_IN_FAILED, by=None, about="=HYPERLINK(1)")

    response = browser.get(LIST, {"export": "xlsx", "event": EVENT.SIGN_IN_FAILED})
    sheet = load_workbook(io.BytesIO(b"".join(response))).active

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_xlsx_holds_all_lines(browser: Client) -> None:
    submitted_concept()
    record(EVENT.ROLE_CREATED, by=None, about="A role")

    response = browser.get(LIST, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response))).active

    # One more than there was: the export itself is written down before the file is made.
    lines = AuditEntry.objects.count() + TransitionLog.objects.count()
    assert sheet.max_row - 1 == lines
