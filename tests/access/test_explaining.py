"""Every decision can be explained, and the explanation says what the doors do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone, translation

from concept_pages.access.authority import holders
from concept_pages.access.claims import claimant_of, claimants
from concept_pages.access.explaining import SHOWN_RIGHTS, Explanation, access_to, ask, explain
from concept_pages.access.grants import forget_grants, grants_of
from concept_pages.access.rights import RIGHTS
from concept_pages.access.roles import effective_roles
from concept_pages.access.sentences import names, sentences_of
from concept_pages.actions.assignments import give_role
from concept_pages.models import Deputyship, Role, ServiceGroupPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.people import RoleFactory, UserFactory, assign, holder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def group() -> ServiceGroupPage:
    return ServiceGroupFactory(title_en="Network")


def decision(user: Any, right: str, group: ServiceGroupPage | None = None) -> Explanation:
    question = ask(right, group.pk if group else None)
    return explain(claimant_of(user, effective_roles()), question)


def said(user: Any, right: str, group: ServiceGroupPage | None = None) -> list[str]:
    """Return the chain of reasons."""
    roles = effective_roles()
    others = claimants(group.pk if group else None, roles)
    return sentences_of(decision(user, right, group), names(), roles, others)


def random_house(seed: int) -> tuple[list[Any], list[ServiceGroupPage]]:
    """Return people with all sorts of claims, and the service groups that there are."""
    random = Random(seed)  # noqa: S311 # nothing here is a secret
    places = [ServiceGroupFactory() for _ in range(3)]
    roles: list[Role] = []
    for _ in range(5):
        rights = random.sample(list(RIGHTS), random.randint(0, 5))
        parent = random.choice([None, *roles])
        roles.append(
            RoleFactory(
                rights=rights,
                inherits=parent,
                clearance="internal",
                administrative=random.random() > 0.7,
            )
        )
    people = [
        UserFactory(is_active=random.random() > 0.2, is_superuser=random.random() > 0.9)
        for _ in range(5)
    ]
    teams = [Group.objects.create(name=f"team {seed}.{number}") for number in range(2)]
    for person in people:
        person.groups.set(random.sample(teams, random.randint(0, 2)))
    made = set()
    for _ in range(14):
        whom = random.choice([*people, *teams])
        role, place = random.choice(roles), random.choice([None, *places])
        days = random.choice([None, -1, 0, 1])
        ends = None if days is None else timezone.localdate() + timedelta(days=days)
        if (key := (type(whom), whom.pk, role.pk, place and place.pk)) not in made:
            assign(whom, role, place, ends_on=ends)
        made.add(key)
    for _ in range(15):
        person, deputy = random.sample(people, 2)
        first, last = random.choice([(-2, -1), (-1, 0), (0, 0), (0, 1), (1, 2)])
        Deputyship.objects.create(
            person=person,
            deputy=deputy,
            starts_on=timezone.localdate() + timedelta(days=first),
            ends_on=timezone.localdate() + timedelta(days=last),
            with_administrative=random.random() > 0.3,
            ended_at=timezone.now() if random.random() > 0.9 else None,
        )
    return people, places


def test_random_houses_have_deputies_who_hold_something() -> None:
    houses = [random_house(seed)[0] for seed in range(6)]

    acting = [grants_of(person).principals for people in houses for person in people]

    assert sum(map(bool, acting)) >= len(houses)


@pytest.mark.parametrize("seed", range(6))
def test_explanation_agrees_with_the_grants_for_every_right_and_group(seed: int) -> None:
    people, places = random_house(seed)
    roles = effective_roles()
    groups = [None, *(place.pk for place in places)]

    explained, granted = {}, {}
    for person in people:
        forget_grants(person)
        claimant, grants = claimant_of(person, roles), grants_of(person)
        for right in RIGHTS:
            for pk in groups:
                case = (person.pk, right, pk)
                explained[case] = explain(claimant, ask(right, pk)).allowed
                granted[case] = grants.may(right, pk)
            case = (person.pk, right, "anywhere")
            explained[case] = explain(claimant, ask(right, anywhere=True)).allowed
            granted[case] = bool(grants.where(right))

    assert explained == granted
    assert len(set(granted.values())) == 2  # a house where all is the same would prove nothing


@pytest.mark.parametrize("seed", range(3))
def test_explanations_agree_with_who_may(seed: int) -> None:
    people, places = random_house(seed)
    roles = effective_roles()

    for right in RIGHTS:
        for place in places:
            allowed = {
                person.pk
                for person in people
                if explain(claimant_of(person, roles), ask(right, place.pk)).allowed
            }
            assert allowed == set(holders([right], place).values_list("pk", flat=True)), right
        anywhere = {
            person.pk
            for person in people
            if explain(claimant_of(person, roles), ask(right, anywhere=True)).allowed
        }
        assert anywhere == set(holders([right], None).values_list("pk", flat=True)), right


@pytest.mark.parametrize("seed", range(3))
def test_who_has_access_agrees_with_the_grants(seed: int) -> None:
    people, places = random_house(seed)

    for place in places:
        listed = {
            access.claimant.pk: (access.rights, access.clearance)
            for access in access_to(place.pk, claimants(place.pk, effective_roles()))
        }
        for person in people:
            forget_grants(person)
            grants = grants_of(person)
            rights = {right for right in SHOWN_RIGHTS if grants.may(right, place.pk)}
            expected = (rights, grants.clearance(place.pk))
            assert listed.get(person.pk) == (expected if rights else None)


def test_allowance_names_role_place_and_where_the_right_is_inherited_from(
    group: ServiceGroupPage,
) -> None:
    assert said(holder("owner", group), "concept.read", group) == [
        "Role “Service owner” for the service group “Network”. Inherited from: Reader."
    ]


def test_allowance_names_the_group_of_people_and_the_last_day(group: ServiceGroupPage) -> None:
    user, team = UserFactory(), Group.objects.create(name="Netzteam")
    user.groups.add(team)
    assign(team, "isb", ends_on=timezone.localdate())

    (sentence,) = said(user, "concept.review", group)

    assert sentence.startswith(
        "Role “Information security officer (ISB)” everywhere. "
        "Held as a member of the group “Netzteam”. Held until "
    )


def test_allowance_of_a_superuser_says_so(group: ServiceGroupPage) -> None:
    user = UserFactory(is_superuser=True)

    assert said(user, "concept.edit", group) == ["Superusers hold every right everywhere."]


def test_refusal_names_what_is_missing_and_who_could_give_it(group: ServiceGroupPage) -> None:
    holder("admin", first_name="Ada", last_name="Admin", username="ada")
    holder("subadmin", ServiceGroupFactory())

    sentences = said(holder("reader", group), "concept.release", group)

    assert sentences == [
        "Missing: a role with this right for the service group “Network” or everywhere.",
        "Roles with this right: Administrator, Service owner, Sub-administrator.",
        "It could be given by: Ada Admin (ada).",
    ]


def test_refusal_names_the_person_herself_where_she_could_give_it(group: ServiceGroupPage) -> None:
    ada = holder("admin", first_name="Ada", last_name="Admin", username="ada")

    assert said(ada, "concept.review", group)[-1] == "It could be given by: Ada Admin (ada)."

    give_role(to=ada, role=Role.objects.get(key="isb"), service_group=group, by=ada)
    assert decision(ada, "concept.review", group).allowed


def test_refusal_names_the_role_that_is_held_elsewhere(group: ServiceGroupPage) -> None:
    user = holder("operator", ServiceGroupFactory(title_en="Mail"))

    assert "Not enough here: Role “Service operator” for the service group “Mail”." in said(
        user, "concept.edit", group
    )


def test_refusal_names_the_role_that_has_ended(group: ServiceGroupPage) -> None:
    user = UserFactory()
    assign(user, "operator", group, ends_on=timezone.localdate() - timedelta(days=1))

    sentences = said(user, "concept.edit", group)

    assert any(sentence.startswith("No longer: Role “Service operator”") for sentence in sentences)


def test_refusal_of_a_deactivated_person_names_who_activates(group: ServiceGroupPage) -> None:
    holder("admin", first_name="Ada", last_name="Admin", username="ada")

    assert said(holder("owner", group, is_active=False), "concept.edit", group) == [
        "The account is deactivated, and so holds no right.",
        "It could be activated by: Ada Admin (ada).",
    ]


def test_superusers_are_named_where_nobody_else_could_help(group: ServiceGroupPage) -> None:
    UserFactory(is_superuser=True, first_name="", last_name="", username="root")

    assert said(UserFactory(), "concept.edit", group)[-1] == "It could be given by: root."


def test_right_of_the_house_is_not_held_through_one_service_group(group: ServiceGroupPage) -> None:
    user = holder("subadmin", group)

    explanation = decision(user, "template.edit", group)

    assert not explanation.allowed
    assert [claim.holding.place.pk for claim in explanation.elsewhere if claim.holding.place] == [
        group.pk
    ]


def test_export_counts_with_the_right_to_read_only(group: ServiceGroupPage) -> None:
    assign(UserFactory(), RoleFactory(rights=["concept.export"]), group)

    assert access_to(group.pk, claimants(group.pk, effective_roles())) == []


def test_refusal_names_the_right_that_another_one_needs(group: ServiceGroupPage) -> None:
    exports, reads = RoleFactory(rights=["concept.export"]), RoleFactory(rights=["concept.read"])
    user = holder(exports, group)
    assign(user, reads, ServiceGroupFactory(title_en="Mail"))

    sentences = said(user, "concept.export", group)

    assert sentences[:2] == [
        "“Export concepts” counts only together with “Read concepts”, which is missing.",
        "Missing: a role with this right for the service group “Network” or everywhere.",
    ]
    assert f"Not enough here: Role “{reads.name_en}” for the service group “Mail”." in sentences


def test_refusal_of_two_rights_that_belong_together_names_both(group: ServiceGroupPage) -> None:
    sentences = said(UserFactory(), "concept.export", group)

    assert sentences[0].startswith("Missing: a role with this right")
    assert sentences[-1] == (
        "“Export concepts” counts only together with “Read concepts”, which is missing."
    )


def test_allowance_names_the_roles_that_give_a_right_and_the_one_it_needs(
    group: ServiceGroupPage,
) -> None:
    exports, reads = RoleFactory(rights=["concept.export"]), RoleFactory(rights=["concept.read"])
    user = holder(exports, group)
    assign(user, reads)

    assert said(user, "concept.export", group) == [
        f"Role “{exports.name_en}” for the service group “Network”.",
        f"Role “{reads.name_en}” everywhere.",
    ]


def test_rights_that_belong_together_count_where_both_are_held() -> None:
    exports, reads = RoleFactory(rights=["concept.export"]), RoleFactory(rights=["concept.read"])
    here, there = ServiceGroupFactory(), ServiceGroupFactory()
    apart, together = holder(exports, here), holder(exports, here)
    assign(apart, reads, there)
    assign(together, reads, here)
    roles = effective_roles()

    for user in (apart, together):
        allowed = explain(claimant_of(user, roles), ask("concept.export", anywhere=True)).allowed
        assert allowed is bool(grants_of(user).where("concept.export")) is (user == together)
    assert set(holders(["concept.export"], None)) == {together}
    assert set(holders(["concept.export"], here)) == {together}


@pytest.mark.parametrize("people", [1, 40])
def test_who_has_access_costs_the_same_for_many_people(
    people: int, group: ServiceGroupPage, django_assert_num_queries: Any
) -> None:
    for _ in range(people):
        assign(UserFactory(), "owner", group)

    with django_assert_num_queries(6):
        found = access_to(group.pk, claimants(group.pk, effective_roles()))

    assert len(found) == people
