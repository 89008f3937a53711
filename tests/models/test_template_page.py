"""Templates as pages with a lifecycle, whose groups are part of them."""

from __future__ import annotations

from typing import Any

import pytest

from concept_pages.actions.import_template import import_template
from concept_pages.definition.codec import decode, encode
from concept_pages.definition.elements import Definition
from concept_pages.models import QuestionGroupPage, TemplatePage
from concept_pages.models.template_draft import definition_of_draft
from tests.authoring import TRIAL, draft_template, english, group, page_of, question, template_data
from tests.factories.people import holder
from workflows.actions import abandon_version, approve, start_version, submit
from workflows.errors import FourEyes, Frozen, Incomplete
from workflows.models import Release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def author() -> Any:
    return holder("admin")


@pytest.fixture
def isb() -> Any:
    return holder("isb")


def released(author: Any, isb: Any, definition: Definition = TRIAL) -> TemplatePage:
    """Return a template whose draft was handed in and released."""
    template = draft_template(definition, by=author)
    submit(template, by=author)
    approve(template, by=isb)
    return TemplatePage.objects.get(pk=template.pk)


def next_release(template: TemplatePage, author: Any, isb: Any) -> Release:
    """Hand in and release what is in the draft."""
    submit(template, by=author)
    approve(template, by=isb)
    return TemplatePage.objects.get(pk=template.pk).lifecycle.released


def test_release_is_the_frozen_definition(author: Any, isb: Any) -> None:
    template = released(author, isb)

    release = template.lifecycle.released

    assert release.content == encode(TRIAL)
    assert release.number == "1.0"


def test_first_release_has_the_version_of_the_imported_file(author: Any, isb: Any) -> None:
    definition = decode(template_data(group("a", question("b")), version="3.1"))

    template = released(author, isb, definition)

    assert template.lifecycle.released.number == "3.1"
    assert template.lifecycle.released.content["version"] == "3.1"


def test_compatible_change_raises_the_minor(author: Any, isb: Any) -> None:
    template = released(author, isb)
    start_version(template, by=author)
    page = page_of("tests")
    page.questions.append(("text", {"label_de": "Neu", "label_en": "New", "key": "fresh"}))
    page.save_revision(user=author)

    release = next_release(template, author, isb)

    assert (release.number, release.content["version"]) == ("1.1", "1.1")


def test_breaking_change_raises_the_major(author: Any, isb: Any) -> None:
    template = released(author, isb)
    start_version(template, by=author)
    page = page_of("names")
    del page.questions[0]
    page.save_revision(user=author)

    release = next_release(template, author, isb)

    assert (release.number, release.content["version"]) == ("2.0", "2.0")


def test_released_keys_are_reserved_with_what_they_stood_for(author: Any, isb: Any) -> None:
    template = released(author, isb)

    assert template.reserved_keys == {
        "basics": "group",
        "has_test_system": "yes_no",
        "names": "group",
        "host": "text",
        "owner": "text",
        "tests": "group",
        "test_host": "text",
    }


def test_reserved_keys_outlive_the_question(author: Any, isb: Any) -> None:
    template = released(author, isb)
    start_version(template, by=author)
    page = page_of("names")
    del page.questions[0]
    page.save_revision(user=author)
    next_release(template, author, isb)

    template = TemplatePage.objects.get(pk=template.pk)

    assert template.reserved_keys["host"] == "text"
    assert template.get_latest_revision_as_object().reserved_keys["host"] == "text"


def test_groups_go_live_with_the_release(author: Any, isb: Any) -> None:
    template = draft_template(by=author)
    before = set(template.parts().values_list("live", flat=True))

    submit(template, by=author)
    approve(template, by=isb)

    assert before == {False}
    assert set(template.parts().values_list("live", flat=True)) == {True}


@pytest.mark.parametrize("key", ["basics", "names", "tests"])
def test_groups_are_frozen_while_the_template_is_under_review(
    author: Any, isb: Any, key: str
) -> None:
    template = draft_template(by=author)
    submit(template, by=author)
    page = QuestionGroupPage.objects.get(key=key)

    assert page.get_lock().for_user(author)
    permissions = page.permissions_for_user(author)
    assert not permissions.can_delete()
    assert not permissions.can_move()
    assert not permissions.can_publish()
    with pytest.raises(Frozen):
        page.save_revision(user=author)


def test_template_with_an_open_question_cannot_be_handed_in(author: Any) -> None:
    template = draft_template(by=author)
    page = page_of("tests")
    page.questions.append(("single_choice", {"label_de": "Art", "label_en": "Kind", "key": "kind"}))
    page.save_revision(user=author)

    with pytest.raises(Incomplete) as refusal:
        submit(template, by=author)

    problem = refusal.value.problems[0]
    assert str(problem) == "Art: There is nothing to choose from."
    block = page_of("tests").questions.raw_data[1]["id"]
    assert problem.where == f"/admin/pages/{page.pk}/edit/#block-{block}-section"


def test_hints_do_not_keep_a_template_from_being_handed_in(author: Any) -> None:
    definition = decode(template_data(group("a", question("b")), group("empty")))
    template = draft_template(definition, by=author)

    assert template.submission_problems() == []


def test_missing_translation_keeps_a_template_from_being_handed_in(author: Any) -> None:
    definition = decode(template_data(group("a", question("b", label={"de": "nur deutsch"}))))
    template = draft_template(definition, by=author)

    (problem,) = template.submission_problems()
    assert str(problem) == "nur deutsch: The text is missing in English."
    assert problem.where.startswith(f"/admin/pages/{page_of('a').pk}/edit/#block-")


def test_who_edited_a_group_last_cannot_release_the_template(author: Any) -> None:
    template = draft_template(by=author)
    other = holder("isb")
    other.is_superuser = True
    other.save()
    page = page_of("tests")
    page.save_revision(user=other)
    submit(template, by=author)

    with pytest.raises(FourEyes):
        approve(template, by=other)


def test_abandoned_version_is_what_was_released(author: Any, isb: Any) -> None:
    template = released(author, isb)
    start_version(template, by=author)
    changed = decode(
        template_data(group("tests", question("other")), group("fresh", question("test_host")))
    )
    import_template(changed, by=author)

    abandon_version(TemplatePage.objects.get(pk=template.pk), by=author)

    template = TemplatePage.objects.get(pk=template.pk)
    assert definition_of_draft(template.get_latest_revision_as_object()) == TRIAL
    assert template.lifecycle.state == "approved"


def test_draft_that_was_never_released_can_be_deleted(author: Any) -> None:
    template = draft_template(by=author)

    assert template.permissions_for_user(author).can_delete()


def test_released_template_cannot_be_deleted(author: Any, isb: Any) -> None:
    template = released(author, isb)

    assert not template.permissions_for_user(author).can_delete()


def test_templates_are_no_public_pages(author: Any, isb: Any, client: Any) -> None:
    template = released(author, isb)
    client.force_login(author)

    assert template.get_url() is None
    assert page_of("tests").get_url() is None
