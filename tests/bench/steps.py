"""What is measured: each step is something that a person waits for, done by who usually does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from lxml import html

from concept_pages.models import ConceptPage, ServiceGroupPage
from workflows import actions
from workflows.states import State

from .data import People
from .form import posted_fields

BACKEND = "django.contrib.auth.backends.ModelBackend"
Act = Callable[[int], bytes]


@dataclass(frozen=True)
class Step:
    """`prepare` returns what is done again and again; `first` means that no cache may help."""

    name: str
    who: str
    prepare: Callable[[Client, People], Act]
    first: bool = False


def concepts() -> list[ConceptPage]:
    """Return the concepts of the two groups that the measured operator works for."""
    groups = ServiceGroupPage.objects.filter(key__in=["bench_group_0", "bench_group_1"])
    return [
        page
        for group in groups.order_by("path")
        for page in ConceptPage.objects.descendant_of(group).order_by("path")
    ]


def draft_of(people: People) -> ConceptPage:
    """Return a concept of which a new version is being written."""
    page = concepts()[0]
    if page.lifecycle.in_state is State.APPROVED:
        actions.start_version(page, by=people.operator)
    return page


def get(client: Client, address: str, **parameters: Any) -> bytes:
    """Return a page that has to be there."""
    response = client.get(address, parameters)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return b"".join(response) if response.streaming else response.content


def editor_address(people: People) -> str:
    """Return the address of the editor of a full concept."""
    return reverse("wagtailadmin_pages:edit", args=[draft_of(people).pk])


def open_editor(client: Client, people: People) -> Act:
    """Open the editor of a full concept."""
    address = editor_address(people)
    return lambda _number: get(client, address)


def autosave(client: Client, people: People) -> Act:
    """Change one answer of a full concept and let the editor save it."""
    return autosave_one(client, editor_address(people), "service_description")


def autosave_one(client: Client, address: str, question: str) -> Act:
    """Change the answer to one question again and again, and let the editor save it."""
    page = get(client, address)
    [script] = html.fromstring(page).xpath("//script[@id='concept-state']/text()")
    state = json.loads(script)
    data: dict[str, Any] = posted_fields(page, "page-edit-form")
    data |= state["fields"] | {"answers_base": json.dumps(state["base"])}
    changed = next(name for name in state["fields"] if name.endswith(f"-{question}"))

    def act(number: int) -> bytes:
        data[changed] = f"Beschreibung, Fassung {number}."
        response = client.post(address, data, headers={"accept": "application/json"})
        answer = response.json()
        assert response.status_code == 200, answer
        assert answer["success"], answer
        # The open editor takes over what the response tells it, as its scripts do.
        data.update(answer.get("field_updates", {}))
        data.pop("answers_news", None)
        data["overwrite_revision_id"] = answer["revision_id"]
        return response.content

    return act


def list_concepts(client: Client, people: People) -> Act:
    """List the concepts of somebody who works for two service groups."""
    address = reverse("concepts:index")
    return lambda _number: get(client, address)


def search(words: str) -> Callable[[Client, People], Act]:
    """Search all released answers for words."""
    return lambda client, _people: (
        lambda _number: get(client, reverse("concept_pages:search"), q=words)
    )


def read(*, always_another: bool) -> Callable[[Client, People], Act]:
    """Read a released concept: always the same, or one that nobody has read before."""

    def prepare(client: Client, _people: People) -> Act:
        addresses = [urlsplit(page.url).path for page in concepts()]
        return lambda number: get(client, addresses[number if always_another else 0])

    return prepare


def export(format: str, *, always_another: bool) -> Callable[[Client, People], Act]:
    """Save a released concept as a file: always the same, or one that nobody has saved before."""

    def prepare(client: Client, _people: People) -> Act:
        pages = [page.pk for page in concepts()]
        return lambda number: get(
            client,
            reverse("concept_pages:export", args=[pages[number if always_another else 0], format]),
        )

    return prepare


STEPS = (
    Step("open the editor of a full concept", "operator", open_editor),
    Step("autosave one answer", "operator", autosave),
    Step("list of concepts, two service groups", "operator", list_concepts),
    Step("list of concepts, all service groups", "owner", list_concepts),
    Step("search two words, two service groups", "operator", search("Firewall Sprungrechner")),
    Step("search two words, everything", "csirt", search("Firewall Sprungrechner")),
    Step("search a host name, everything", "csirt", search("host-7-90.example.org")),
    Step("read a concept, first time", "csirt", read(always_another=True), first=True),
    Step("read a concept", "csirt", read(always_another=False)),
    Step("PDF, first time", "csirt", export("pdf", always_another=True), first=True),
    Step("PDF, again", "csirt", export("pdf", always_another=False)),
    Step("Word, first time", "csirt", export("docx", always_another=True), first=True),
    Step("Word, again", "csirt", export("docx", always_another=False)),
)
