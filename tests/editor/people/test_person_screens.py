"""The screens of people: adding, finding and looking after them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from concept_pages.actions.deputies import name_deputy
from concept_pages.actions.directory.accounts import create_account
from concept_pages.actions.directory.entries import Entry
from concept_pages.actions.passwords import needs_own_password
from concept_pages.actions.people import delete_person
from concept_pages.editor.people.forms import NOTICED
from concept_pages.models import AuditEntry, DirectoryAccount, Role
from concept_pages.queries.people import deletion_of
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import submitted_concept
from tests.factories.people import PASSWORD, UserFactory, assign, holder

pytestmark = pytest.mark.django_db

INDEX = reverse("wagtailusers_users:index")
NEW = reverse("wagtailusers_users:add")


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def values(**changes: Any) -> dict[str, Any]:
    return {
        "username": "nora",
        "email": "nora@example.org",
        "first_name": "Nora",
        "last_name": "Neu",
        "language": "en",
        "start": "invite",
        **changes,
    }


def act(by: Any, person: Any, verb: str) -> Any:
    url = reverse("wagtailusers_users:act", args=[person.pk, verb])
    return browser(by).post(url, follow=True)


def test_person_is_created_invited_and_led_to_her_role(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = browser(holder("admin"))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(NEW, values())

    person = get_user_model().objects.get(username="nora")
    assert response.url == f"/admin/role-assignments/create/?user={person.pk}"
    assert mail.outbox[0].to == ["nora@example.org"]
    form = client.get(response.url).content.decode()
    assert f'<option value="{person.pk}" selected>' in form
    assert "invited" in client.get(INDEX).content.decode()
    assert "not yet accepted" in client.get(f"/admin/users/inspect/{person.pk}/").content.decode()


def test_first_password_needs_no_address_and_has_to_be_changed() -> None:
    given = values(
        email="", start="password", password1="a rather long one", password2="a rather long one"
    )

    browser(holder("admin")).post(NEW, given)

    person = get_user_model().objects.get(username="nora")
    assert person.check_password("a rather long one")
    assert needs_own_password(person)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "An invitation needs an e-mail address."),
        ({"username": "LENA"}, "This user name is taken already, by Lena Lang (lena)."),
        ({"email": "Lena@Example.org"}, "This e-mail address belongs to Lena Lang (lena) already."),
        ({"start": "password"}, "Enter a first password."),
        ({"start": "password", "password1": "short", "password2": "short"}, "is too short"),
        ({"password1": PASSWORD, "password2": PASSWORD}, "You entered a password"),
    ],
)
def test_wrong_input_is_explained_and_nothing_typed_is_lost(
    changes: dict[str, str], sentence: str
) -> None:
    UserFactory(username="lena", first_name="Lena", last_name="Lang", email="lena@example.org")
    given = values(**changes)

    page = browser(holder("admin")).post(NEW, given).content.decode()

    assert sentence in page
    assert "Nothing was saved yet." in page
    assert 'value="Neu"' in page
    assert not get_user_model().objects.filter(first_name="Nora").exists()


def test_subadmin_of_a_group_creates_a_person_and_gives_her_a_role_there() -> None:
    client = browser(holder("subadmin", ServiceGroupFactory()))

    response = client.post(NEW, values())

    assert response.url.startswith("/admin/role-assignments/create/?user=")


def test_list_shows_a_subadmin_her_people_only() -> None:
    own, foreign = ServiceGroupFactory(), ServiceGroupFactory()
    team = Group.objects.create(name="team")
    assign(team, "reader", own)
    member = UserFactory(username="member-mine")
    member.groups.add(team)
    holder("operator", own, username="operator-mine")
    UserFactory(username="roleless-mine")
    holder("operator", foreign, username="operator-theirs")
    holder("isb", username="isb-theirs")
    UserFactory(username="root-theirs", is_superuser=True)

    client = browser(holder("subadmin", own))
    page = client.get(INDEX).content.decode()

    for name in ("member-mine", "operator-mine", "roleless-mine"):
        assert name in page
    assert "-theirs" not in page
    for theirs in get_user_model().objects.filter(username__endswith="-theirs"):
        for screen in ("inspect", "edit", "delete", "history", "usage"):
            url = reverse(f"wagtailusers_users:{screen}", args=[theirs.pk])
            assert client.get(url).status_code in (302, 403, 404), screen
            assert theirs.username not in client.get(url, follow=True).content.decode()


def test_places_of_others_are_not_told_to_a_subadmin() -> None:
    own, foreign = (ServiceGroupFactory(title=name, title_en=name) for name in ("Meine", "Geheime"))
    person = holder("reader", own)
    assign(person, "operator", foreign)
    client = browser(holder("subadmin", own))

    pages = [
        client.get(url).content.decode() for url in (INDEX, f"/admin/users/inspect/{person.pk}/")
    ]

    assert all("Meine" in page for page in pages)
    assert "Operator (Geheime)" not in pages[0]
    assert "“Geheime”" not in pages[1]
    assert "one more role" in pages[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=deactivated", {"gone"}),
        ("state=invited", {"new"}),
        ("q=Lang", {"lena"}),
        ("role=reader", {"lena"}),
        ("service_group=own", {"lena"}),
    ],
)
def test_list_is_filtered_and_searched(query: str, found: set[str]) -> None:
    group = ServiceGroupFactory()
    holder("reader", group, username="lena", last_name="Lang")
    UserFactory(username="gone", is_active=False)
    admin = holder("admin", username="boss")
    client = browser(admin)
    client.post(NEW, values(username="new"))
    reader = Role.objects.get(key="reader")
    query = query.replace("=reader", f"={reader.pk}").replace("=own", f"={group.pk}")

    listed = {person.username for person in client.get(f"{INDEX}?{query}").context["users"]}

    assert listed == found


def test_list_costs_the_same_for_one_person_and_for_many() -> None:
    client = browser(holder("admin"))
    group = ServiceGroupFactory()
    team = Group.objects.create(name="team")
    assign(team, "reader", group)

    def add() -> None:
        person = holder("operator", group)
        person.groups.add(team)

    def cost() -> int:
        client.get(INDEX)
        with CaptureQueriesContext(connection) as asked:
            client.get(INDEX)
        return len(asked)

    add()
    one = cost()
    add()
    add()

    assert cost() == one


def test_screens_of_people_speak_of_people() -> None:
    person, client = holder("reader"), browser(holder("admin"))

    shown = client.get(INDEX).content.decode()
    assert "2 people" in shown
    for screen in ("edit", "inspect", "history"):
        url = reverse(f"wagtailusers_users:{screen}", args=[person.pk])
        trail = client.get(url).context["breadcrumbs_items"]
        assert "People" in [item["label"] for item in trail], screen
        assert "Users" not in [item["label"] for item in trail], screen
    title = client.get(NEW).content.decode().split("<title>")[1].split("</title>")[0]
    assert title.count("Add a person") == 1


def test_person_is_deactivated_and_activated_from_her_page() -> None:
    admin, person = holder("admin"), holder("reader")

    off = act(admin, person, "deactivate").content.decode()
    person.refresh_from_db()
    was = person.is_active
    act(admin, person, "activate")
    person.refresh_from_db()

    assert "is deactivated" in off
    assert (was, person.is_active) == (False, True)


def test_deactivation_is_asked_for_first_and_says_what_happens() -> None:
    admin, person = holder("admin"), holder("reader", last_name="Lang")
    browser(person).get("/")
    url = reverse("wagtailusers_users:deactivate", args=[person.pk])

    asked = browser(admin).get(url).content.decode()

    assert "Her roles stay with the account" in asked
    person.refresh_from_db()
    assert person.is_active
    own = reverse("wagtailusers_users:deactivate", args=[admin.pk])
    assert browser(admin).get(own).status_code == 302
    assert url in browser(admin).get(person_page(person)).content.decode()


def person_page(person: Any) -> str:
    return reverse("wagtailusers_users:inspect", args=[person.pk])


@pytest.mark.parametrize("verb", ["invite", "deactivate", "activate", "unlock"])
def test_nothing_is_done_with_accounts_that_are_out_of_reach(verb: str) -> None:
    own = ServiceGroupFactory()
    person = holder("reader", own, is_active=verb != "activate")
    assign(person, "isb", own)

    page = act(holder("subadmin", own), person, verb).content.decode()

    person.refresh_from_db()
    assert "You may not change this account." in page
    assert person.is_active is (verb != "activate")
    assert mail.outbox == []


def test_edit_is_recorded_with_the_fields_and_no_password() -> None:
    person = holder("reader")
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    changed = values(
        username=person.username, password1="quite another horse", password2="quite another horse"
    )

    browser(holder("admin")).post(url, changed)

    entries = list(
        AuditEntry.objects.exclude(event__startswith="login.")
        .order_by("pk")
        .values_list("event", "detail")
    )
    assert [event for event, _detail in entries] == ["person.changed", "person.password"]
    assert entries[0][1]["first_name"] == [person.first_name, changed["first_name"]]
    assert "horse" not in str(entries)
    assert needs_own_password(person)


def test_stale_form_does_not_put_an_old_name_back_unknowingly() -> None:
    person = holder("reader", last_name="Lang")
    client, url = browser(holder("admin")), reverse("wagtailusers_users:edit", args=[person.pk])
    seen = client.get(url).context["form"]["seen"].value()
    typed = values(username=person.username, last_name="Lang", first_name="Lea", seen=seen)
    get_user_model().objects.filter(pk=person.pk).update(last_name="Kurz")

    refused = client.post(url, typed)

    form = refused.context["form"]
    assert "Last Name: “Kurz” instead of “Lang”" in form.non_field_errors()[0]
    assert form["seen"].value() in refused.content.decode()
    person.refresh_from_db()
    assert person.last_name == "Kurz"

    client.post(url, typed | {"seen": form["seen"].value()})

    person.refresh_from_db()
    assert (person.first_name, person.last_name) == ("Lea", "Lang")
    fields = AuditEntry.objects.get(event="person.changed").detail["fields"]
    assert "seen" not in fields


def test_own_password_is_not_changed_without_the_old_one() -> None:
    admin = holder("admin")
    url = reverse("wagtailusers_users:edit", args=[admin.pk])

    page = browser(admin).get(url).content.decode()

    assert "password1" not in page


def test_deletion_of_the_own_account_is_refused_with_a_sentence() -> None:
    admin = holder("admin")
    url = reverse("wagtailusers_users:delete", args=[admin.pk])

    page = browser(admin).get(url, follow=True).content.decode()

    assert "You cannot deactivate or delete your own account." in page


def test_account_from_a_directory_gets_no_password_and_no_link() -> None:
    person = holder("reader")
    person.set_unusable_password()
    person.save()
    admin = holder("admin")

    form = browser(admin).get(reverse("wagtailusers_users:edit", args=[person.pk]))
    page = act(admin, person, "invite").content.decode()

    assert "password1" not in form.content.decode()
    assert "A link can be sent to active people with an e-mail address only." in page


@pytest.fixture
def from_directory() -> Any:
    """A person whom the directory knows; her entry has no first name."""
    person = holder("reader", username="dora", first_name="", last_name="Dorn")
    DirectoryAccount.objects.create(
        user=person, unique_id="1", dn="uid=dora", last_seen=timezone.now()
    )
    return person


def test_form_leaves_to_the_directory_what_comes_from_it(from_directory: Any) -> None:
    UserFactory(email=from_directory.email)  # two entries may share an address
    before = {name: getattr(from_directory, name) for name in NOTICED}
    url = reverse("wagtailusers_users:edit", args=[from_directory.pk])
    client = browser(holder("admin"))

    page = client.get(url).content.decode()
    response = client.post(url, values(language="en"))

    assert page.count("Comes from the directory and is changed there.") == len(NOTICED)
    assert response.status_code == 302
    from_directory.refresh_from_db()
    assert {name: getattr(from_directory, name) for name in NOTICED} == before
    assert from_directory.wagtail_userprofile.preferred_language == "en"
    detail = AuditEntry.objects.get(event="person.changed").detail
    assert detail == {"account": "dora", "fields": [], "language": ["", "en"]}


def test_own_account_leaves_to_the_directory_what_comes_from_it() -> None:
    admin = holder("admin", last_name="Vorher")
    client, url = browser(admin), reverse("wagtailadmin_account")
    before = client.get(url).content.decode()
    DirectoryAccount.objects.create(user=admin, unique_id="1", dn="uid=a", last_seen=timezone.now())

    after = client.get(url).content.decode()

    assert 'name="name_email-email"' in before
    assert "name_email" not in after


def test_list_and_filters_keep_roles_held_everywhere_from_a_sub_administrator() -> None:
    place, foreign = ServiceGroupFactory(), ServiceGroupFactory(title="Fremde Gruppe")
    person = holder("reader", place, last_name="Gemischt")
    assign(person, "isb")
    assign(person, "owner", foreign)
    client = browser(holder("subadmin", place))
    isb, owner = Role.objects.get(key="isb"), Role.objects.get(key="owner")

    page = client.get(INDEX).content.decode()
    by_owner = client.get(INDEX, {"role": owner.pk}).context["object_list"]

    assert "holds further roles" in page
    assert f"{isb} (everywhere)" not in page
    assert "Fremde Gruppe" not in page
    assert f'value="{isb.pk}"' not in page.split('name="role"')[-1].split("service_group")[0]
    assert person not in by_owner


def test_deleting_a_person_says_which_roles_end_in_plain_words() -> None:
    person = holder("reader")
    url = reverse("wagtailusers_users:delete", args=[person.pk])

    page = browser(holder("admin")).get(url).content.decode()

    assert "These roles end: Reader (everywhere)." in page
    assert "eferenced" not in page


def asked_before_deletion(person: Any) -> str:
    """Return what the page says that asks whether an account is to be deleted."""
    url = reverse("wagtailusers_users:delete", args=[person.pk])
    return browser(holder("admin")).get(url).content.decode()


def test_deleting_a_person_says_what_nobody_else_would_do() -> None:
    alone, shared, of_team = (
        ServiceGroupFactory(title_en=name) for name in ("One", "Two", "Three")
    )
    olga = holder("owner", alone, last_name="Olga")
    for place in (shared, of_team):
        assign(olga, "owner", place)
    holder("owner", alone, is_active=False)
    holder("subadmin", alone)  # could do it, but is not there for it
    team = Group.objects.create(name="Owners")
    UserFactory().groups.add(team)
    assign(team, "owner", of_team)
    page = submitted_concept(ServiceFactory(group=shared))
    today = timezone.localdate()
    deputy = UserFactory(last_name="Dora")
    name_deputy(olga, deputy, by=olga, starts_on=today, ends_on=today)

    said = asked_before_deletion(olga)

    assert page.title not in said
    assert "Nobody else is in charge of the professional release for: One." in said
    assert "One review waits for her decision." in said
    assert "Test Dora" in said
    assert "charge of the review" not in said


def test_deleting_the_only_reviewer_says_so_and_another_one_does_not() -> None:
    only = holder("isb")
    assert "Nobody else is in charge of the review for: everywhere." in asked_before_deletion(only)

    holder("isb")
    assert "Think of this first" not in asked_before_deletion(only)


@pytest.mark.parametrize(("language", "label"), [("en", "New password"), ("de", "Neues Passwort")])
def test_password_of_an_account_that_is_there_is_called_a_new_one(
    language: str, label: str
) -> None:
    client = browser(holder("admin"))
    client.cookies["django_language"] = language
    url = reverse("wagtailusers_users:edit", args=[holder("reader").pk])

    edited, added = client.get(url).context["form"], client.get(NEW).context["form"]

    assert edited["password1"].label == label
    assert added["password1"].label in ("First password", "Erstes Passwort")


@pytest.fixture
def deleted() -> None:
    """Nora has left; what she did is in the logs."""
    for names in ({"first_name": "Nora", "last_name": "Neu"}, {"first_name": "", "last_name": ""}):
        account = "nora" if names["first_name"] else "plain"
        delete_person(UserFactory(username=account, **names), by=UserFactory(is_superuser=True))


@pytest.mark.usefixtures("deleted")
@pytest.mark.parametrize("account", ["nora", "NORA", "plain"])
@pytest.mark.parametrize("start", ["invite", "password"])
def test_user_name_of_a_deleted_account_is_not_taken_again(account: str, start: str) -> None:
    given = values(username=account, start=start)
    if start == "password":
        given |= {"password1": "a rather long one", "password2": "a rather long one"}

    page = browser(holder("admin")).post(NEW, given)

    (said,) = page.context["form"].errors["username"]
    assert "An account of this user name was deleted on" in said
    assert not get_user_model().objects.filter(username__iexact=account).exists()


@pytest.mark.usefixtures("deleted")
def test_nobody_is_renamed_to_a_deleted_account_but_keeps_a_name_like_it() -> None:
    other, alike = holder("reader"), UserFactory(username="nora")
    client = browser(holder("admin"))

    for person in (other, alike):
        url = reverse("wagtailusers_users:edit", args=[person.pk])
        address = f"{person.pk}@example.org"
        client.post(url, values(username="Nora", first_name="Norma", email=address))
        person.refresh_from_db()

    assert other.first_name == "Test"
    assert (alike.username, alike.first_name) == ("Nora", "Norma")


@pytest.mark.usefixtures("deleted")
@pytest.mark.parametrize("account", ["ora", "nor_", "nora2", "Neu", "%"])
def test_names_that_only_look_like_a_deleted_one_are_free(account: str) -> None:
    assert deletion_of(account) is None


@pytest.mark.usefixtures("deleted")
def test_deleted_account_is_looked_for_with_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert deletion_of("nora") is not None


@pytest.mark.usefixtures("deleted")
def test_directory_gives_its_user_names_itself() -> None:
    entry = Entry("1", "uid=nora", "nora", "Nora", "Noch", "nora@example.org")

    assert create_account(entry, by=None).username == "nora"


TORN = [
    "Nora\nBcc: all@example.org",
    "Nora\r\nNeu",
    "Nora\u2028Neu",
    "No\tra",
    "No\x1bra",
    "\u202earoN",
]


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_names_are_one_line_wherever_they_are_typed(field: str, name: str) -> None:
    person = holder("admin")
    client = browser(person)
    other = reverse("wagtailusers_users:edit", args=[holder("reader").pk])
    own = {f"name_email-{key}": value for key, value in (values() | {field: name}).items()}

    pages = [client.post(url, values(**{field: name})) for url in (NEW, other)]
    account = client.post(reverse("wagtailadmin_account"), own)

    sentence = "The name contains a line break or an invisible control character"
    assert all(sentence in page.context["form"].errors[field][0] for page in pages)
    assert sentence in account.content.decode()
    person.refresh_from_db()
    assert getattr(person, field) != name


def test_own_account_refuses_the_address_of_somebody_else() -> None:
    person, other = holder("admin"), holder("reader")
    own = {f"name_email-{key}": value for key, value in values(email=other.email.upper()).items()}

    page = browser(person).post(reverse("wagtailadmin_account"), own).content.decode()

    assert "This e-mail address belongs to somebody else already." in page
    assert other.get_full_name() not in page
    person.refresh_from_db()
    assert person.email.casefold() != other.email.casefold()


@pytest.mark.parametrize("name", ["Ngũgĩ", "O’Brien", "von\u00a0der Heide", "می\u200cخواهم", "王"])
def test_names_of_all_languages_are_taken(name: str) -> None:
    browser(holder("admin")).post(NEW, values(last_name=name))

    assert get_user_model().objects.get(username="nora").last_name == name


def test_forms_of_people_and_groups_speak_of_no_publication() -> None:
    person, team = holder("reader"), Group.objects.create(name="team")
    team.user_set.add(person)
    client = browser(holder("admin"))

    for kind, thing in (("users", person), ("groups", team)):
        screen = client.get(reverse(f"wagtailusers_{kind}:edit", args=[thing.pk]))

        assert list(screen.context["side_panels"]) == []
        page = screen.content.decode()
        assert reverse(f"wagtailusers_{kind}:history", args=[thing.pk]) in page
        assert "/usage/" not in page


@pytest.mark.parametrize(
    ("language", "rule", "refusal"),
    [
        (
            "en",
            "Nothing like the name, the user name or the e-mail address of the account.",
            "This password is too close to something of the account: username.",
        ),
        (
            "de",
            "Nichts, was dem Namen, dem Benutzernamen oder der E-Mail-Adresse des Kontos ähnelt.",
            "Dieses Passwort ähnelt einer Angabe des Kontos zu sehr: Benutzername.",
        ),
    ],
)
def test_rules_for_passwords_fit_whoever_sets_one_for_somebody_else(
    language: str, rule: str, refusal: str
) -> None:
    person = holder("reader", username="neumann-nora")
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    client = browser(holder("admin"))
    client.cookies["django_language"] = language
    guessed = {"password1": "neumann-nora", "password2": "neumann-nora"}

    form = client.get(url).content.decode()
    answer = client.post(url, values(username=person.username, **guessed))

    assert rule in form
    assert refusal in answer.context["form"].errors["password2"]
