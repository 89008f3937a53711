"""Templates in the admin: the edit pages, order, export, import; who may do what."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from concept_pages.actions.import_template import release_template
from concept_pages.definition.codec import decode
from concept_pages.models import QuestionGroupPage, TemplateIndexPage, TemplatePage
from concept_pages.models.template_draft import draft_groups
from tests.authoring import (
    TRIAL,
    draft_template,
    english,
    group,
    group_post,
    page_of,
    question,
    speaks_english,
    template_data,
)
from tests.definition.build import shipped
from tests.factories.people import holder
from workflows.actions import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.fixture
def author(client: Any) -> Any:
    """Log the author of templates in."""
    person = speaks_english(holder("subadmin"))
    client.force_login(person)
    return person


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def script_data(html: str) -> dict[str, Any]:
    """Return what the page tells its scripts."""
    found = re.search(
        r'<script id="secdoc-template-data" type="application/json">(.*?)</script>', html
    )
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


# The edit pages -----------------------------------------------------------------------------------


def test_group_page_offers_the_questions_further_up(client: Any, author: Any) -> None:
    draft_template()

    page = client.get(edit_url(page_of("tests")))

    offered = script_data(page.content.decode())["questions"]
    assert [item["key"] for item in offered] == ["has_test_system", "host", "owner"]


def test_chapter_does_not_offer_what_is_below_it(client: Any, author: Any) -> None:
    draft_template()

    page = client.get(edit_url(page_of("basics")))

    assert script_data(page.content.decode())["questions"] == []


def test_group_that_is_added_offers_everything_before_it(client: Any, author: Any) -> None:
    draft_template()
    basics = QuestionGroupPage.objects.get(key="basics")
    url = reverse("wagtailadmin_pages:add", args=["concept_pages", "questiongrouppage", basics.pk])

    page = client.get(url)

    offered = script_data(page.content.decode())["questions"]
    assert [item["key"] for item in offered] == ["has_test_system", "host", "owner"]


def test_operators_offered_fit_the_type(client: Any, author: Any) -> None:
    draft_template()

    operators = script_data(client.get(edit_url(page_of("tests"))).content.decode())["operators"]

    assert operators["yes_no"] == ["equals", "answered", "not_answered"]
    assert operators["multiple_choice"][0] == "contains_any"
    assert operators["table"] == ["answered", "not_answered"]
    assert {"gt", "gte", "lt", "lte"} <= set(operators["date"])


def test_saving_a_group_stores_its_questions(client: Any, author: Any) -> None:
    draft_template()
    page = page_of("names")

    response = client.post(edit_url(page), group_post(page, questions=[question("fresh", "url")]))

    assert response.status_code == 302
    assert [block["type"] for block in page_of("names").questions.raw_data] == ["url"]


def test_late_autosave_does_not_replace_what_was_saved_meanwhile(author: Any) -> None:
    draft_template()
    page = page_of("names")
    autosaved = page.save_revision(user=author)
    late = page_of("names")
    page.title = "Saved by hand"
    page.save_revision(user=author)

    with pytest.raises(PermissionDenied):
        late.save_revision(user=author, overwrite_revision=autosaved)

    assert page_of("names").title == "Saved by hand"


def test_wrong_condition_is_shown_with_what_was_typed(client: Any, author: Any) -> None:
    draft_template()
    page = page_of("names")
    wrong = {"question": "gone", "operator": "answered"}

    response = client.post(
        edit_url(page), group_post(page, questions=[question("fresh", visible_if=wrong)])
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert "no question further up" in html
    assert "gone" in html


def test_outline_lists_groups_questions_and_what_is_open(client: Any, author: Any) -> None:
    template = draft_template()
    page = page_of("tests")
    page.questions.append(("single_choice", {"label_de": "Art", "label_en": "Kind", "key": "kind"}))
    page.save_revision(user=author)

    html = client.get(edit_url(template)).content.decode()

    assert "basics (en)" in html
    assert "test_host (en)" in html
    assert "Shown if “has_test_system (en)” is yes." in html
    assert "Art: There is nothing to choose from." in html


def test_outline_of_a_new_template_says_what_to_do_first(client: Any, author: Any) -> None:
    shelf = TemplateIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["concept_pages", "templatepage", shelf.pk])

    page = client.get(url)

    assert "Save the template once" in page.content.decode()


def test_number_of_queries_does_not_grow_with_the_template(
    client: Any, author: Any, django_assert_max_num_queries: Any
) -> None:
    draft_template(decode(shipped("lrz_template")))
    page = page_of("production_system")
    client.get(edit_url(page))

    with django_assert_max_num_queries(90):
        client.get(edit_url(page))


def test_preview_shows_the_form_that_operators_fill_in(client: Any, author: Any) -> None:
    template = draft_template()

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[template.pk])).content.decode()

    assert 'data-question="has_test_system"' in html
    assert 'data-question="test_host"' in html


def test_preview_of_a_group_shows_it_alone(client: Any, author: Any) -> None:
    draft_template()
    page = page_of("tests")

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert 'data-question="test_host"' in html
    assert 'data-question="has_test_system"' not in html


def test_preview_leaves_out_and_names_what_is_unfinished(client: Any, author: Any) -> None:
    template = draft_template()
    page = page_of("tests")
    page.questions.append(("single_choice", {"label_de": "Art", "label_en": "Kind", "key": "kind"}))
    page.save_revision(user=author)

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[template.pk])).content.decode()

    assert 'data-question="test_host"' in html
    assert 'data-question="kind"' not in html
    assert "There is nothing to choose from." in html


def test_preview_while_a_group_is_being_added(client: Any, author: Any) -> None:
    draft_template()
    basics = QuestionGroupPage.objects.get(key="basics")
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["concept_pages", "questiongrouppage", basics.pk]
    )
    fresh = QuestionGroupPage(title="Neu", title_en="New")

    posted = client.post(address, group_post(fresh, questions=[question("fresh")]))

    assert json.loads(posted.content) == {"is_valid": True, "is_available": True}
    assert 'data-question="fresh"' in client.get(address).content.decode()


# Order --------------------------------------------------------------------------------------------


def move_url(page: Any) -> str:
    return reverse("secdoc_templates:move", args=[page.pk])


def chapters(template: TemplatePage) -> list[str]:
    return [found.key for found in draft_groups(template) if len(found.path) == 20]


@pytest.mark.parametrize(
    ("key", "position", "order"),
    [
        ("c", 0, ["c", "a", "b"]),
        ("a", 1, ["b", "a", "c"]),
        ("a", 2, ["b", "c", "a"]),
        ("b", 1, ["a", "b", "c"]),
        ("a", 99, ["b", "c", "a"]),
        ("b", -5, ["b", "a", "c"]),
    ],
)
def test_move_puts_a_group_among_its_siblings(
    client: Any, author: Any, key: str, position: int, order: list[str]
) -> None:
    template = draft_template(decode(template_data(group("a"), group("b"), group("c"))))

    response = client.post(move_url(page_of(key)), {"position": position})

    assert response.status_code == 200
    assert chapters(template) == order


def test_move_without_a_position_changes_nothing(client: Any, author: Any) -> None:
    template = draft_template()

    assert client.post(move_url(page_of("tests")), {"position": "x"}).status_code == 400
    assert chapters(template) == ["basics", "tests"]


def test_move_is_refused_while_the_template_is_under_review(client: Any, author: Any) -> None:
    template = draft_template(by=author)
    submit(template, by=author)

    response = client.post(move_url(page_of("tests")), {"position": 0})

    assert response.status_code in (302, 403)
    assert chapters(template) == ["basics", "tests"]


@pytest.mark.parametrize("role", ["reader", "operator", "isb"])
def test_move_is_refused_without_the_right(client: Any, role: str) -> None:
    template = draft_template()
    client.force_login(holder(role))

    response = client.post(move_url(page_of("tests")), {"position": 0})

    assert response.status_code in (302, 403)
    assert chapters(template) == ["basics", "tests"]


# Export and import --------------------------------------------------------------------------------


def test_export_downloads_the_draft(client: Any, author: Any) -> None:
    template = draft_template()

    response = client.get(reverse("secdoc_templates:export", args=[template.pk]))

    assert decode(yaml.safe_load(response.content)) == TRIAL
    assert response["Content-Disposition"] == 'attachment; filename="trial-1.0.yaml"'


def test_export_of_an_unfinished_draft_leads_back_to_the_outline(client: Any, author: Any) -> None:
    template = draft_template()
    page = page_of("tests")
    page.questions.append(("single_choice", {"key": "kind"}))
    page.save_revision(user=author)

    response = client.get(reverse("secdoc_templates:export", args=[template.pk]))

    assert response.url == edit_url(template)


def test_export_downloads_a_release(client: Any, author: Any) -> None:
    template = draft_template(by=author)
    release_template(template, submitted_by=author, released_by=holder("isb"))

    url = reverse("secdoc_templates:export", args=[template.pk])

    assert decode(yaml.safe_load(client.get(f"{url}?release=1.0").content)) == TRIAL
    assert client.get(f"{url}?release=9.9").status_code == 404


def test_export_is_refused_without_the_right(client: Any) -> None:
    template = draft_template()
    client.force_login(holder("reader"))

    response = client.get(reverse("secdoc_templates:export", args=[template.pk]))

    assert response.status_code in (302, 403)
    assert b"has_test_system" not in response.content


def upload(client: Any, content: bytes) -> Any:
    file = SimpleUploadedFile("template.yaml", content)
    return client.post(reverse("secdoc_templates:import"), {"file": file})


def test_import_shows_the_plan_and_changes_nothing_yet(client: Any, author: Any) -> None:
    response = upload(client, yaml.safe_dump(template_data(group("a", question("b")))).encode())

    assert "A new template is made as a draft." in response.content.decode()
    assert not TemplatePage.objects.exists()


def test_import_applies_what_was_looked_at(client: Any, author: Any) -> None:
    source = yaml.safe_dump(template_data(group("a", question("b"))))

    response = client.post(reverse("secdoc_templates:import"), {"source": source})

    template = TemplatePage.objects.get()
    assert response.url == edit_url(template)
    assert [found.key for found in draft_groups(template)] == ["a"]


@pytest.mark.parametrize("content", [b"\xff", b"format: x", b"[[", b"x" * 6_000_000])
def test_import_says_what_is_wrong_with_a_file(client: Any, author: Any, content: bytes) -> None:
    response = upload(client, content)

    assert response.status_code == 200
    assert "The file" in response.content.decode()
    assert not TemplatePage.objects.exists()


def test_import_is_refused_without_the_right(client: Any) -> None:
    client.force_login(holder("operator"))

    response = client.post(reverse("secdoc_templates:import"), {"source": "x"})

    assert response.status_code in (302, 403)
