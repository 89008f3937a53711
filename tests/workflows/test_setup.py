"""Workflows are assigned to pages by code, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, Workflow

from tests.workflows.conftest import TASKS
from workflows.models import RightTask
from workflows.setup import ensure_workflow

pytestmark = pytest.mark.django_db


def test_workflow_has_the_tasks_in_order(shelf: Page, workflow: Workflow) -> None:
    tasks = [task.specific for task in workflow.tasks]

    assert [(task.name, task.name_en, task.right) for task in tasks] == list(TASKS)


def test_second_call_changes_nothing(shelf: Page, workflow: Workflow) -> None:
    again = ensure_workflow("Another name", TASKS, shelf)

    assert again == workflow
    assert RightTask.objects.filter(right__startswith="note.").count() == 2


def test_workflow_that_somebody_chose_stays(shelf: Page, workflow: Workflow) -> None:
    own = Workflow.objects.create(name="Our own way")
    workflow.workflow_pages.update(workflow=own)

    assert ensure_workflow("Note review", TASKS, shelf) == own


def test_two_pages_share_the_task_of_a_right(shelf: Page) -> None:
    other = Page.objects.get(depth=1).add_child(instance=Page(title="Other", slug="other"))

    ensure_workflow("Short review", TASKS[1:], other)

    assert RightTask.objects.filter(right="note.review").count() == 1


def test_pages_below_are_reviewed_by_it(note: Any, workflow: Workflow) -> None:
    assert note.get_workflow() == workflow


def test_administrator_chooses_among_the_rights_of_reviews(root: Any, log_in: Any) -> None:
    url = reverse("wagtailadmin_workflows:add_task", args=["workflows", "righttask"])

    html = log_in(root).get(url).content.decode()

    assert '<option value="note.review">' in html
