"""Deputies are named, changed and ended in the admin, by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from concept_pages.access.grants import forget_grants, grants_of
from concept_pages.actions.deputies import name_deputy
from concept_pages.models import AuditEntry, Deputyship, Role, ServiceGroupPage
from tests.authoring import speaks_english
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import UserFactory, assign, holder
from workflows.people import name_of

pytestmark = pytest.mark.django_db

LIST = reverse("deputies_modeladmin_index")
CREATE = reverse("deputies_modeladmin_create")


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory(title_en="Network")


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def day(after: int) -> date:
    return timezone.localdate() + timedelta(days=after)


def posted(person: Any, deputy: Any, /, **changed: Any) -> dict[str, Any]:
    data = {
        "person": person.pk,
        "deputy": deputy.pk,
        "starts_on": day(0).isoformat(),
        "ends_on": day(7).isoformat(),
        "reason": "Urlaub",
    }
    return data | changed


def named(person: Any, deputy: Any, **days: Any) -> Deputyship:
    days = {"starts_on": day(0), "ends_on": day(7)} | days
    return name_deputy(person, deputy, by=person, **days)


def test_owner_names_a_deputy_who_holds_her_roles(group: ServiceGroupPage) -> None:
    owner, deputy = holder("owner", group), holder("operator", ServiceGroupFactory())

    response = browser(owner).post(CREATE, posted(owner, deputy), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert deputy.get_full_name() in response.content.decode()
    forget_grants(deputy)
    assert grants_of(deputy).may("concept.release", group.pk)
    assert AuditEntry.objects.filter(event="deputy.named", by=owner).exists()


@pytest.mark.parametrize("administrative", [False, True])
def test_message_names_the_roles_that_go_along(
    administrative: bool, group: ServiceGroupPage
) -> None:
    seer, owner = speaks_english(holder("admin")), holder("owner", group)
    assign(owner, "isb")
    isb = Role.objects.get(key="isb").name_en
    ticked = {"with_administrative": "on"} if administrative else {}

    answer = browser(seer).post(CREATE, posted(owner, UserFactory(), **ticked), follow=True)

    (said,) = (str(message) for message in answer.context["messages"])
    assert "Service owner (Network)" in said
    assert (f"{isb} (everywhere)" in said) is administrative
    assert ("Administrative roles are not handed on." in said) is not administrative


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_on": day(-1).isoformat()},
        {"starts_on": day(-1).isoformat()},
        {"ends_on": day(800).isoformat()},
        {"ends_on": "31.12.quatsch"},
        {"deputy": ""},
    ],
)
def test_what_does_not_fit_is_explained_and_kept(
    group: ServiceGroupPage, changed: dict[str, Any]
) -> None:
    owner, deputy = holder("owner", group), UserFactory()

    response = browser(owner).post(CREATE, posted(owner, deputy, **changed))

    assert response.status_code == 200
    assert "error-message" in response.content.decode() or "help-critical" in (
        response.content.decode()
    )
    assert "Urlaub" in response.content.decode()
    assert not Deputyship.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"ends_on": day(-1).isoformat()}, "ends_on", "The last day lies before the first day."),
        ({"ends_on": day(800).isoformat()}, "ends_on", "A deputyship lasts a year at most."),
        ({"starts_on": day(-1).isoformat()}, "starts_on", "The first day lies in the past."),
    ],
)
def test_days_that_do_not_fit_are_explained_where_they_are_chosen(
    group: ServiceGroupPage, changed: dict[str, Any], field: str, sentence: str
) -> None:
    owner = speaks_english(holder("owner", group))

    form = browser(owner).post(CREATE, posted(owner, UserFactory(), **changed)).context["form"]

    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [("isb", "holds administrative roles only"), ("", "holds no role that a deputy could hold")],
)
def test_deputyship_that_hands_on_nothing_is_refused(role: str, sentence: str) -> None:
    seer = speaks_english(holder("admin"))
    person = holder(role) if role else UserFactory()

    form = browser(seer).post(CREATE, posted(person, UserFactory())).context["form"]

    assert sentence in form.errors["person"][0]
    assert form["reason"].value() == "Urlaub"
    assert not Deputyship.objects.exists()


def test_administrative_roles_alone_are_handed_on_where_that_is_chosen() -> None:
    seer, person = holder("admin"), holder("isb")

    browser(seer).post(CREATE, posted(person, UserFactory(), with_administrative="on"))

    assert Deputyship.objects.get().with_administrative


def test_form_lists_the_roles_that_a_superuser_hands_on(group: ServiceGroupPage) -> None:
    chief = speaks_english(holder("owner", group, is_superuser=True))

    assert "Service owner (Network)" in browser(chief).get(CREATE).content.decode()


def test_nobody_is_offered_herself(group: ServiceGroupPage) -> None:
    for seer in (holder("owner", group), holder("subadmin", group)):
        form = browser(seer).get(CREATE).context["form"]
        assert seer not in form.fields["deputy"].queryset


def test_person_and_deputy_are_two(group: ServiceGroupPage) -> None:
    owner = holder("owner", group)
    seer = speaks_english(holder("subadmin", group))

    form = browser(seer).post(CREATE, posted(owner, owner)).context["form"]

    assert form.errors == {"deputy": ["Nobody is her own deputy. Choose somebody else."]}


def test_administrative_roles_of_ones_own_are_neither_offered_nor_handed_on(
    group: ServiceGroupPage,
) -> None:
    owner, seer, deputy = holder("owner", group), holder("subadmin", group), UserFactory()

    offered = ["with_administrative" in browser(who).get(CREATE).content.decode()
               for who in (owner, seer)]  # fmt: skip
    browser(owner).post(CREATE, posted(owner, deputy, with_administrative="on"))
    refused = browser(seer).post(CREATE, posted(seer, deputy, with_administrative="on"))

    assert offered == [False, True]
    assert refused.status_code == 200
    assert [(row.person, row.with_administrative) for row in Deputyship.objects.all()] == [
        (owner, False)
    ]


def test_nobody_names_a_deputy_for_others(group: ServiceGroupPage) -> None:
    owner, operator = holder("owner", group), holder("operator", group)

    response = browser(operator).post(CREATE, posted(owner, operator))

    assert response.status_code == 200
    assert not Deputyship.objects.exists()


def test_person_is_not_asked_for_where_there_is_no_choice(group: ServiceGroupPage) -> None:
    owner, operator, deputy = holder("owner", group), holder("operator", group), UserFactory()

    browser(operator).post(CREATE, posted(owner, deputy))

    assert [row.person for row in Deputyship.objects.all()] == [operator]


@pytest.mark.parametrize("verb", ["create", "edit"])
def test_form_says_which_roles_the_deputy_gets(verb: str, group: ServiceGroupPage) -> None:
    owner = speaks_english(holder("owner", group))
    assign(owner, "subadmin", group)  # administrative roles stay with her
    args = [named(owner, UserFactory()).pk] if verb == "edit" else []

    shown = browser(owner).get(reverse(f"deputies_modeladmin_{verb}", args=args))

    assert f"{name_of(owner)} on these days: Service owner (Network)." in shown.content.decode()


def test_sub_administrator_names_one_for_her_people_only(group: ServiceGroupPage) -> None:
    own, foreign = holder("owner", group), holder("owner", ServiceGroupFactory())
    deputy, client = UserFactory(), browser(holder("subadmin", group))

    client.post(CREATE, posted(own, deputy))
    client.post(CREATE, posted(foreign, deputy))

    assert [row.person for row in Deputyship.objects.all()] == [own]


def test_list_shows_what_concerns_the_person(group: ServiceGroupPage) -> None:
    owner, deputy = holder("owner", group), holder("operator", group)
    others = holder("owner", ServiceGroupFactory(), last_name="Fremdling")
    named(owner, deputy)
    named(others, UserFactory())

    lists = [browser(who).get(LIST).content.decode() for who in (owner, deputy)]

    assert [owner.get_full_name() in shown for shown in lists] == [True, True]
    assert not any("Fremdling" in shown for shown in lists)


def test_deputy_ends_it_and_loses_the_roles(group: ServiceGroupPage) -> None:
    owner, deputy = holder("owner", group), holder("operator", ServiceGroupFactory())
    row = named(owner, deputy)

    browser(deputy).post(reverse("deputies_modeladmin_delete", args=[row.pk]))

    row.refresh_from_db()
    assert row.ended_at is not None
    forget_grants(deputy)
    assert not grants_of(deputy).may("concept.release", group.pk)


def test_stale_tab_is_told_before_it_undoes_other_days(group: ServiceGroupPage) -> None:
    owner = speaks_english(holder("owner", group))
    row = named(owner, UserFactory())
    address = reverse("deputies_modeladmin_edit", args=[row.pk])
    opened = browser(owner).get(address)
    assert 'name="seen"' in opened.content.decode()
    seen = opened.context["form"]["seen"].value()
    Deputyship.objects.filter(pk=row.pk).update(ends_on=day(9))
    stale = posted(owner, row.deputy, ends_on=day(3).isoformat(), seen=seen)

    answer = browser(owner).post(address, stale)

    told = answer.context["form"]
    with translation.override("en"):
        changed = f"Last day: “{date_format(day(9))}” instead of “{date_format(day(7))}”"
    said = f"Somebody has changed this deputyship since you opened it: {changed}"
    assert said in answer.content.decode()
    row.refresh_from_db()
    assert row.ends_on == day(9)
    browser(owner).post(address, stale | {"seen": told["seen"].value()})
    row.refresh_from_db()
    assert row.ends_on == day(3)


def test_page_that_ends_it_is_headed_by_the_names_and_days(group: ServiceGroupPage) -> None:
    owner, deputy = speaks_english(holder("owner", group)), UserFactory()
    row = named(owner, deputy)

    page = browser(owner).get(reverse("deputies_modeladmin_delete", args=[row.pk]))

    said = f"{name_of(deputy)} acts for {name_of(owner)}, "
    assert said in page.content.decode()
    assert str(row.starts_on) not in page.content.decode()


@pytest.mark.parametrize("verb", ["delete", "edit"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_one_that_is_over_leads_to_the_list_with_a_word(
    verb: str, method: str, group: ServiceGroupPage
) -> None:
    owner = speaks_english(holder("owner", group))
    row = named(owner, UserFactory())
    Deputyship.objects.update(ended_at=timezone.now())
    address = reverse(f"deputies_modeladmin_{verb}", args=[row.pk])

    answer = getattr(browser(owner), method)(address, follow=True)
    stranger = browser(holder("owner", group)).get(address, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert "This deputyship is over. Name a new one." in answer.content.decode()
    assert stranger.redirect_chain != [(LIST, 302)]


def test_stranger_neither_ends_nor_changes_it(group: ServiceGroupPage) -> None:
    row = named(holder("owner", group), UserFactory())
    client = browser(holder("owner", group))

    for verb in ("delete", "edit"):
        client.post(reverse(f"deputies_modeladmin_{verb}", args=[row.pk]), {"ends_on": day(1)})

    row.refresh_from_db()
    assert (row.ended_at, row.ends_on) == (None, day(7))


@pytest.mark.parametrize("state", ["current", "future", "over", "nonsense"])
def test_list_is_filtered_by_state(group: ServiceGroupPage, state: str) -> None:
    owner = holder("owner", group)
    named(owner, UserFactory(last_name="Jetzig"))
    named(owner, UserFactory(last_name="Kuenftig"), starts_on=day(3), ends_on=day(5))

    shown = browser(owner).get(f"{LIST}?state={state}").content.decode()

    table = shown.partition("<tbody")[2]
    assert ("Jetzig" in table, "Kuenftig" in table) == {
        "current": (True, False),
        "future": (False, True),
        "over": (False, False),
        "nonsense": (True, True),
    }[state]


@pytest.mark.parametrize("role", ["owner", "subadmin", "admin"])
def test_list_costs_the_same_for_one_and_three(group: ServiceGroupPage, role: str) -> None:
    seer = holder(role, None if role == "admin" else group)
    client = browser(seer)

    def name_another() -> None:
        named(holder("owner", group), seer if role == "owner" else UserFactory())

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    name_another()
    cost()
    one = cost()
    name_another()
    name_another()

    assert cost() == one


def test_list_offers_to_change_and_end_what_she_may(group: ServiceGroupPage) -> None:
    own, rival = holder("owner", group), holder("owner", group)
    assign(rival, "isb")
    named(own, UserFactory())
    named(rival, UserFactory())

    shown = browser(holder("subadmin", group)).get(LIST).content.decode()

    mine, theirs = (Deputyship.objects.get(person=person).pk for person in (own, rival))
    for verb in ("edit", "delete"):
        assert reverse(f"deputies_modeladmin_{verb}", args=[mine]) in shown
        assert reverse(f"deputies_modeladmin_{verb}", args=[theirs]) not in shown


def test_form_offers_those_whose_accounts_she_looks_after(group: ServiceGroupPage) -> None:
    own, rival = holder("owner", group), holder("owner", group)
    assign(rival, "isb")
    seer = holder("subadmin", group)

    form = browser(seer).get(CREATE).context["form"]

    offered = set(form.fields["person"].queryset)
    assert {seer, own} <= offered
    assert rival not in offered
    assert rival in form.fields["deputy"].queryset
