"""The panel on the start page: what waits for me, what I handed in, what came back, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from ..people import User
from ..queries import own_submissions, reviews_of, sent_back_to, tasks_of
from ..records import ReviewDemand, Submission, TransitionLog
from ..words import step_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


MOST_ROWS = 50
"""How many rows each list shows; whoever has more works from the top."""


@dataclass(frozen=True)
class Row:
    """One line of the panel."""

    title: str
    place: str
    url: str
    since: datetime
    person: str = ""
    step: str = ""
    comment: str = ""


class MyTasksPanel(Component):
    """Lists my tasks in a constant number of queries."""

    name = "my_tasks"
    template_name = "workflows/my_tasks.html"
    order = 90

    class Media:
        css = {"all": ["workflows/css/lifecycle.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the lists."""
        user = parent_context["request"].user
        return {"lists": my_lists(user)}


def my_lists(user: User) -> dict[str, list[Row]]:
    """Return what waits for a user, what she handed in, what came back, and reviews due."""
    waiting = list(tasks_of(user)[:MOST_ROWS])
    handed_in = list(own_submissions(user)[:MOST_ROWS])
    sent_back = list(sent_back_to(user)[:MOST_ROWS])
    reviews = list(reviews_of(user)[:MOST_ROWS])
    pages = {s.lifecycle.page for s in (*waiting, *handed_in)}
    pages |= {e.page for e in sent_back} | {demand.page for demand in reviews}
    titles, places = _titles(pages), _places(pages)
    return {
        "waiting": [_of_submission(s, titles, places) for s in waiting],
        "handed_in": [_of_submission(s, titles, places) for s in handed_in],
        "sent_back": [_of_entry(e, titles, places) for e in sent_back],
        "reviews": [_of_demand(d, titles, places) for d in reviews],
    }


def _of_submission(submission: Submission, titles: dict[int, str], places: dict[int, str]) -> Row:
    page_id = submission.lifecycle.page_id
    steps = submission.open_steps
    return Row(
        title=titles[page_id],
        place=places[page_id],
        url=reverse("lifecycle:review", args=[page_id]),
        since=submission.submitted_at,
        person=submission.submitted_by_said,
        step=step_name(steps[0]) if steps else "",
    )


def _of_entry(entry: TransitionLog, titles: dict[int, str], places: dict[int, str]) -> Row:
    page_id: Any = entry.page_id
    return Row(
        title=titles[page_id],
        place=places[page_id],
        url=reverse("wagtailadmin_pages:edit", args=[page_id]),
        since=entry.at,
        person=entry.by_said,
        comment=entry.comment,
    )


def _of_demand(demand: ReviewDemand, titles: dict[int, str], places: dict[int, str]) -> Row:
    page_id: Any = demand.page_id
    return Row(
        title=titles[page_id],
        place=places[page_id],
        url=reverse("wagtailadmin_pages:edit", args=[page_id]),
        since=demand.raised_at,
        comment=demand.get_reason_display(),
    )


def _titles(pages: Iterable[Page]) -> dict[int, str]:
    """Return how pages are called in the language of the screen."""
    found = Page.objects.filter(pk__in=[page.pk for page in pages]).specific()
    return {page.pk: page.get_admin_display_title() for page in found}


def _places(pages: Iterable[Page]) -> dict[int, str]:
    """Return what pages stand below, such as their service group."""
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    parents = Page.objects.filter(path__in=set(above.values())).specific()
    titles = {parent.path: parent.get_admin_display_title() for parent in parents}
    return {pk: titles.get(path, "") for pk, path in above.items()}
