"""Assigns workflows to pages; called after migrating, so that no site has to remember it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from .tasks import RightTask

if TYPE_CHECKING:
    from wagtail.models import Page


@transaction.atomic
def ensure_workflow(name: str, tasks: Sequence[tuple[str, str, str]], page: Page) -> Workflow:
    """Make sure that a workflow with these tasks is assigned to a page and what is below it.

    Tasks are told apart by their right: a renamed one is kept. A page that already has an active
    workflow of its own keeps it, for somebody chose it.

    Args:
        name: What the workflow is called where it has to be created.
        tasks: Name, name in English and right of each task, in order.
        page: The page to assign it to.
    """
    assigned = WorkflowPage.objects.filter(page_id=page.pk, workflow__active=True).first()
    if assigned is not None:
        return assigned.workflow
    workflow = Workflow.objects.create(name=name)
    for order, (task_name, name_en, right) in enumerate(tasks):
        task = RightTask.objects.filter(right=right, active=True).first()
        task = task or RightTask.objects.create(name=task_name, name_en=name_en, right=right)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})
    return workflow
