"""Questions go from group to group, groups to other places; nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Comment

from concept_pages.actions.authoring.moving import move_group, move_question
from concept_pages.models.template_draft import definition_of_draft
from tests.authoring import HAS_TEST_SYSTEM, draft_template, english, page_of
from tests.factories.people import UserFactory, holder
from workflows.actions import submit
from workflows.errors import Frozen, NotPossible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


def keys_in(key: str) -> list[str]:
    """Return the keys of the questions of a group, as its newest revision says."""
    return [block["value"]["key"] for block in page_of(key).questions.raw_data]


def test_question_moves_to_the_end_of_another_group() -> None:
    template = draft_template()

    broken = move_question(template, "host", to=page_of("tests").pk, by=None)

    assert (keys_in("names"), keys_in("tests")) == (["owner"], ["test_host", "host"])
    assert broken == []


@pytest.mark.parametrize(
    ("position", "order"), [(0, ["host", "test_host"]), (99, ["test_host", "host"])]
)
def test_question_moves_to_a_position(position: int, order: list[str]) -> None:
    template = draft_template()

    move_question(template, "host", to=page_of("tests").pk, position=position, by=None)

    assert keys_in("tests") == order


def test_question_moves_within_its_group() -> None:
    template = draft_template()

    move_question(template, "owner", to=page_of("names").pk, position=0, by=None)

    assert keys_in("names") == ["owner", "host"]


def test_moved_question_stays_what_it_was() -> None:
    template = draft_template()
    before = definition_of_draft(template).questions["owner"]

    move_question(template, "owner", to=page_of("tests").pk, by=None)

    assert definition_of_draft(template).questions["owner"] == before


def test_moving_tells_which_conditions_work_no_longer() -> None:
    template = draft_template()

    broken = move_question(template, "has_test_system", to=page_of("tests").pk, by=None)

    assert [problem.key for problem in broken] == ["test_host"]
    assert "has_test_system" in broken[0].sentence


def test_comments_go_with_the_question() -> None:
    template = draft_template()
    block = page_of("names").questions.raw_data[0]["id"]
    path = f"questions.{block}.label_de"
    Comment.objects.create(page=page_of("names"), user=UserFactory(), text="Why?", contentpath=path)

    move_question(template, "host", to=page_of("tests").pk, by=None)

    assert Comment.objects.get().page_id == page_of("tests").pk


def test_question_that_is_gone_is_not_moved() -> None:
    template = draft_template()

    with pytest.raises(NotPossible):
        move_question(template, "gone", to=page_of("tests").pk, by=None)


def test_question_is_not_moved_into_another_template() -> None:
    template = draft_template()

    with pytest.raises(NotPossible):
        move_question(template, "host", to=template.get_parent().pk, by=None)
    assert keys_in("names") == ["host", "owner"]


def test_nothing_moves_while_the_template_is_under_review() -> None:
    author: Any = holder("subadmin")
    template = draft_template(by=author)
    submit(template, by=author)

    with pytest.raises(Frozen):
        move_question(template, "host", to=page_of("tests").pk, by=author)
    assert keys_in("names") == ["host", "owner"]


def test_group_moves_below_another_parent() -> None:
    template = draft_template()

    broken = move_group(template, page_of("names").pk, to=page_of("tests").pk, by=None)

    definition = definition_of_draft(template)
    assert [group.key for group in definition.groups[1].groups] == ["names"]
    assert broken == []


def test_group_becomes_a_chapter_at_a_position() -> None:
    template = draft_template()

    move_group(template, page_of("names").pk, to=template.pk, position=0, by=None)

    assert [group.key for group in definition_of_draft(template).groups] == [
        "names",
        "basics",
        "tests",
    ]


def test_moving_a_group_tells_which_conditions_work_no_longer() -> None:
    template = draft_template()

    broken = move_group(template, page_of("tests").pk, to=template.pk, position=0, by=None)

    assert HAS_TEST_SYSTEM["question"] in broken[0].sentence


def test_group_does_not_move_into_itself() -> None:
    template = draft_template()

    with pytest.raises(NotPossible):
        move_group(template, page_of("basics").pk, to=page_of("names").pk, by=None)


def test_group_gets_another_address_where_its_own_is_taken() -> None:
    template = draft_template()
    for key in ("names", "tests"):
        page = page_of(key)
        page.slug = "same"
        page.save()
        page.save_revision()

    move_group(template, page_of("names").pk, to=template.pk, by=None)

    assert page_of("names").slug != page_of("tests").slug
