"""May she, who may, and on which pages: three answers that cannot disagree."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from concept_pages.access.authority import RoleAuthority
from concept_pages.access.policy import SecDocPagePolicy
from concept_pages.access.rights import RIGHTS
from concept_pages.models import ConceptPage, TemplateIndexPage
from tests.factories.catalogue import ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import UserFactory, assign, holder, holder_of_right
from workflows.rights import authority

pytestmark = pytest.mark.django_db


@pytest.fixture
def concept() -> ConceptPage:
    return concept_draft()


def test_registered_authority_knows_roles() -> None:
    assert isinstance(authority(), RoleAuthority)


def test_policy_of_pages_is_ours() -> None:
    tester = TemplateIndexPage.objects.get().permissions_for_user(UserFactory())

    assert isinstance(tester.permission_policy, SecDocPagePolicy)


def test_three_answers_agree_on_every_person_page_and_right(concept: ConceptPage) -> None:
    group = concept.get_parent().specific
    team = Group.objects.create(name="team")
    assign(team, "subadmin", group)
    member, retired_holder, former = UserFactory(), holder("admin", is_active=False), UserFactory()
    member.groups.add(team)
    assign(former, "admin", ends_on=timezone.localdate() - timedelta(days=1))
    for role in ("reader", "operator", "owner", "isb", "csirt", "admin"):
        holder(role, group)
        holder(role)
        holder(role, ServiceGroupFactory())
    pages = [concept, group, TemplateIndexPage.objects.get()]
    people = list(get_user_model().objects.all())
    rules = RoleAuthority()

    for right, page in product(RIGHTS, pages):
        may = {one.pk for one in people if rules.may(one, right, page)}
        who_may = set(rules.who_may(right, page).values_list("pk", flat=True))
        waiting = {
            one.pk
            for one in people
            if one.is_active and rules.waiting_for(one, right).filter(pk=page.pk).exists()
        }
        assert may == who_may == waiting, (right, page)
        assert retired_holder.pk not in may
        assert former.pk not in may


def test_superuser_may_everything_everywhere(concept: ConceptPage) -> None:
    superuser = UserFactory(is_superuser=True)

    assert superuser in RoleAuthority().who_may("concept.review", concept)
    assert RoleAuthority().waiting_for(superuser, "concept.review").count() == Page.objects.count()


def test_policy_names_the_people_who_may_change_a_page(concept: ConceptPage) -> None:
    group = concept.get_parent().specific
    operator, isb = holder("operator", group), holder("isb")
    reader, foreign = holder("reader", group), holder("operator", ServiceGroupFactory())

    named = set(SecDocPagePolicy().users_with_permission_for_instance("change", concept))

    assert {operator, isb} <= named
    assert not {reader, foreign} & named


def test_policy_gives_nobody_the_right_to_publish(concept: ConceptPage) -> None:
    policy = SecDocPagePolicy()
    for role in ("operator", "owner", "subadmin", "admin", "isb"):
        user = holder(role)
        assert not policy.user_has_permission(user, "publish"), role
        assert not policy.instances_user_has_permission_for(user, "publish").exists(), role
    assert not policy.users_with_permission("publish", include_superusers=False).exists()


def test_policy_shows_only_the_own_branch_and_the_way_to_it(concept: ConceptPage) -> None:
    first, second = concept.get_parent().specific, ServiceGroupFactory()
    ServiceGroupFactory()
    user = holder("operator", first)
    assign(user, "operator", second)

    seen = set(SecDocPagePolicy().explorable_instances(user).values_list("pk", flat=True))

    assert seen == {first.get_parent().pk, first.pk, second.pk, concept.pk}
    assert SecDocPagePolicy().explorable_root_instance(user).pk == first.get_parent().pk


def test_policy_shows_nothing_to_people_without_a_role(concept: ConceptPage) -> None:
    user = UserFactory()

    assert not SecDocPagePolicy().explorable_instances(user).exists()
    assert SecDocPagePolicy().explorable_root_instance(user) is None


def test_policy_shows_an_editor_of_services_the_branch_but_no_editor(concept: ConceptPage) -> None:
    user = holder_of_right("service.edit", at=concept.get_parent().specific)
    policy = SecDocPagePolicy()

    assert policy.explorable_instances(user).filter(pk=concept.pk).exists()
    assert not policy.user_has_permission_for_instance(user, "change", concept)
    assert not concept.permissions_for_user(user).can_edit()


def test_keepers_are_there_for_just_this_group(concept: ConceptPage) -> None:
    group = concept.get_parent().specific
    operator, owner = holder("operator", group), holder("owner", group)
    team = Group.objects.create(name="keepers")
    assign(team, "owner", group)
    member, gone = UserFactory(), holder("owner", group, is_active=False)
    member.groups.add(team)
    others = [
        holder("reader", group), holder("isb"), holder("admin"), holder("operator"),
        holder("owner", ServiceGroupFactory()), UserFactory(is_superuser=True), gone,
        holder("subadmin", group),
    ]  # fmt: skip

    found = set(RoleAuthority().keepers(("concept.edit", "concept.release"), concept))

    assert {operator, owner, member} <= found
    assert not found & set(others)


@pytest.mark.parametrize("role", ["reader", "operator", "owner", "subadmin", "admin"])
def test_pages_that_somebody_keeps_are_those_that_name_her(role: str, concept: ConceptPage) -> None:
    rights = ("concept.edit", "concept.release")
    person = holder(role, concept.get_parent().specific)

    keeps = RoleAuthority().kept_by(person, rights).filter(pk=concept.pk).exists()

    assert keeps is RoleAuthority().keepers(rights, concept).filter(pk=person.pk).exists()


def superiors(page: ConceptPage) -> set[Any]:
    return set(RoleAuthority().superiors_of("concept.release", page))


def test_superiors_hold_a_role_that_inherits_the_right_for_the_group(concept: ConceptPage) -> None:
    group = concept.get_parent().specific
    subadmin, admin = holder("subadmin", group), holder("admin", group)
    for role in ("owner", "operator", "isb"):
        holder(role, group)
    holder("subadmin", ServiceGroupFactory())
    holder("admin")  # stands above as well, but somebody is nearer
    UserFactory(is_superuser=True)

    assert superiors(concept) == {subadmin, admin}


def test_superiors_of_everywhere_stand_in_where_the_group_has_none(concept: ConceptPage) -> None:
    group = concept.get_parent().specific
    admin, former = holder("admin"), UserFactory()
    assign(former, "subadmin", group, ends_on=timezone.localdate() - timedelta(days=1))
    others = {holder("owner", group), holder("owner"), holder("isb"), former}

    found = superiors(concept)

    assert admin in found
    assert not found & others
