"""What authors do with one question or group of a draft, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from concept_pages.definition.codec import decode
from concept_pages.models import TemplatePage
from concept_pages.models.template_draft import definition_of_draft, draft_groups
from tests.authoring import (
    TRIAL,
    draft_template,
    english,
    group,
    page_of,
    question,
    speaks_english,
    template_data,
)
from tests.definition.build import shipped
from tests.factories.people import holder
from tests.factories.templates import released_template
from workflows.actions import abandon_version, start_version, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def author(client: Any) -> Any:
    """Log the author of templates in."""
    person = speaks_english(holder("subadmin"))
    client.force_login(person)
    return person


@pytest.fixture
def template() -> TemplatePage:
    """Return the trial template as a draft."""
    return draft_template()


def url(name: str, template: TemplatePage, key: str) -> str:
    return reverse(f"secdoc_templates:{name}", args=[template.pk, key])


def group_url(name: str, key: str) -> str:
    return reverse(f"secdoc_templates:{name}", args=[page_of(key).pk])


def keys_in(key: str) -> list[str]:
    return [block["value"]["key"] for block in page_of(key).questions.raw_data]


# Questions ----------------------------------------------------------------------------------------


def test_page_of_a_question_names_what_depends_on_it(
    client: Any, author: Any, template: TemplatePage
) -> None:
    html = client.get(url("question", template, "has_test_system")).content.decode()

    assert "test_host (en)" in html
    assert "owner (en)" not in html


def test_page_of_a_question_that_is_not_there_is_not_found(
    client: Any, author: Any, template: TemplatePage
) -> None:
    assert client.get(url("question", template, "gone")).status_code == 404


def test_question_is_moved_and_the_outline_shows_where(
    client: Any, author: Any, template: TemplatePage
) -> None:
    response = client.post(
        url("move_question", template, "host"), {"group": page_of("tests").pk}, follow=True
    )

    assert keys_in("tests") == ["test_host", "host"]
    assert response.redirect_chain[0][0].endswith("#question-host")
    assert "“host (en)” is now in “tests (en)”." in response.content.decode()


def test_move_by_script_answers_what_works_no_longer(
    client: Any, author: Any, template: TemplatePage
) -> None:
    response = client.post(
        url("move_question", template, "has_test_system"),
        {"group": page_of("tests").pk, "position": 1},
        headers={"accept": "application/json"},
    )

    assert len(response.json()["broken"]) == 1
    assert keys_in("tests") == ["test_host", "has_test_system"]


def test_move_without_a_group_changes_nothing(
    client: Any, author: Any, template: TemplatePage
) -> None:
    client.post(url("move_question", template, "host"), {"group": "x"})

    assert keys_in("names") == ["host", "owner"]


def test_duplicate_is_opened(client: Any, author: Any, template: TemplatePage) -> None:
    response = client.post(url("copy_question", template, "host"))

    made = page_of("names").questions.raw_data[1]
    assert made["value"]["key"] == "host_2"
    assert response.url.endswith(f"#block-{made['id']}-section")


def test_another_type_is_explained_before_it_is_chosen(client: Any, author: Any) -> None:
    asks = {"question": "days", "operator": "gt", "value": 3}
    data = template_data(
        group("only", question("days", "integer", min=1), question("why", visible_if=asks))
    )
    template = draft_template(decode(data))

    page = client.get(url("question", template, "days"), {"type": "single_choice"})

    html = page.content.decode()
    assert "are dropped: At least." in html
    assert "Shown if “days (en)” is more than 3." in html
    assert "To be completed afterwards: There is nothing to choose from." in html
    assert definition_of_draft(template).questions["days"].type == "integer"


def test_released_question_says_that_answers_are_converted(
    client: Any, author: Any, template: TemplatePage
) -> None:
    TemplatePage.objects.update(reserved_keys={"host": "text"})

    html = client.get(url("question", template, "host"), {"type": "url"}).content.decode()

    assert "are converted when a concept is upgraded" in html


def test_type_of_the_last_release_needs_no_conversion(
    client: Any, author: Any, template: TemplatePage
) -> None:
    TemplatePage.objects.update(reserved_keys={"host": "url"})

    html = client.get(url("question", template, "host"), {"type": "url"}).content.decode()

    assert "the type that the question was last released with" in html


def test_type_is_changed(client: Any, author: Any, template: TemplatePage) -> None:
    client.post(url("retype_question", template, "host"), {"type": "longtext"})

    assert definition_of_draft(template).questions["host"].type == "longtext"


def test_unknown_type_changes_nothing(client: Any, author: Any, template: TemplatePage) -> None:
    client.post(url("retype_question", template, "host"), {"type": "novel"})

    assert definition_of_draft(template).questions["host"].type == "text"


def test_options_are_saved_under_a_name(client: Any, author: Any) -> None:
    options = [{"key": "a", "de": "A", "en": "A"}]
    data = template_data(group("only", question("kind", "single_choice", options=options)))
    template = draft_template(decode(data))

    client.post(url("share_options", template, "kind"), {"name": "Arten von Diensten"})

    assert page_of("only").questions.raw_data[0]["value"]["option_set"] == "arten_von_diensten"


def test_deleting_names_what_does_not_work_any_more(
    client: Any, author: Any, template: TemplatePage
) -> None:
    response = client.post(url("delete_question", template, "has_test_system"), follow=True)

    html = response.content.decode()
    assert "“has_test_system (en)” is deleted." in html
    assert "This does not work any more and has to be changed:" in html
    assert "has_test_system" not in definition_keys(template)


def definition_keys(template: TemplatePage) -> list[str]:
    return [key for name in ("basics", "names", "tests") for key in keys_in(name)]


# Groups -------------------------------------------------------------------------------------------


def test_page_of_a_group_names_what_depends_on_its_questions(
    client: Any, author: Any, template: TemplatePage
) -> None:
    html = client.get(group_url("group", "basics")).content.decode()

    assert "3 questions are deleted with the group." in html
    assert "test_host (en)" in html


def test_group_moves_below_another(client: Any, author: Any, template: TemplatePage) -> None:
    client.post(group_url("move", "names"), {"parent": page_of("tests").pk})

    assert [found.key for found in definition_of_draft(template).groups[1].groups] == ["names"]


def test_group_is_duplicated_under_the_titles_given(
    client: Any, author: Any, template: TemplatePage
) -> None:
    client.post(group_url("copy_group", "names"), {"title": "Andere", "title_en": "Others"})

    assert definition_of_draft(template).groups_by_key["names_2"].label.en == "Others"


def test_group_is_deleted(client: Any, author: Any, template: TemplatePage) -> None:
    client.post(group_url("delete_group", "names"))

    assert [g.key for g in definition_of_draft(template).walk_groups()] == ["basics", "tests"]


def test_group_that_was_released_is_deleted_from_the_next_draft(client: Any, author: Any) -> None:
    release = released_template(TRIAL)
    template = TemplatePage.objects.get(pk=release.page_id)
    start_version(template, by=author)

    client.post(group_url("delete_group", "names"))

    kept = {found.key for found in definition_of_draft(template).walk_groups()}
    released = {found.key for found in decode(release.content).walk_groups()}
    assert released - kept == {"names"}
    abandon_version(template, by=author)
    back = definition_of_draft(TemplatePage.objects.get(pk=template.pk))
    assert {found.key for found in back.walk_groups()} == released


@pytest.mark.parametrize("door", ["delete", "copy"])
def test_wagtails_pages_for_groups_lead_to_ours(
    client: Any, author: Any, template: TemplatePage, door: str
) -> None:
    response = client.get(reverse(f"wagtailadmin_pages:{door}", args=[page_of("names").pk]))

    assert response.url == group_url("group", "names")


# Large templates ----------------------------------------------------------------------------------


def test_number_of_queries_does_not_grow_with_the_template(
    client: Any, author: Any, template: TemplatePage, django_assert_max_num_queries: Any
) -> None:
    large = draft_template(decode({**shipped("lrz_template"), "key": "large"}))
    groups = [found.page_id for found in draft_groups(large)]
    pages = {
        reverse("wagtailadmin_pages:edit", args=[large.pk]): 75,
        url("question", large, "hosting_provider") + "?type=number": 30,
        reverse("secdoc_templates:group", args=[groups[0]]): 35,
        reverse("secdoc_templates:preview", args=[large.pk]): 25,
    }
    for address in pages:
        assert client.get(address).status_code == 200, address

    for address, most in pages.items():
        with django_assert_max_num_queries(most, info=address):
            client.get(address)


# Who may ------------------------------------------------------------------------------------------

QUESTION_ACTIONS = {
    "move_question": {"group": "0"},
    "copy_question": {},
    "retype_question": {"type": "url"},
    "share_options": {"name": "x"},
    "delete_question": {},
}
GROUP_ACTIONS = {"move": {"position": "0"}, "copy_group": {"title": "x"}, "delete_group": {}}


def refused(client: Any, template: TemplatePage) -> set[int]:
    """Return the answers to every address of a question and a group."""
    found = {client.get(url("question", template, "host")).status_code}
    found.add(client.get(group_url("group", "names")).status_code)
    for name, fields in QUESTION_ACTIONS.items():
        found.add(client.post(url(name, template, "host"), fields).status_code)
    for name, fields in GROUP_ACTIONS.items():
        found.add(client.post(group_url(name, "names"), fields).status_code)
    return found


@pytest.mark.parametrize("role", ["reader", "operator", "isb"])
def test_nothing_is_done_without_the_right(client: Any, template: TemplatePage, role: str) -> None:
    client.force_login(holder(role))
    before = definition_of_draft(template)

    assert refused(client, template) <= {302, 403}
    assert definition_of_draft(template) == before


def test_nothing_is_done_while_the_template_is_under_review(client: Any, author: Any) -> None:
    template = draft_template(by=author)
    submit(template, by=author)
    before = definition_of_draft(template)

    assert refused(client, template) <= {302, 403}
    assert definition_of_draft(template) == before
