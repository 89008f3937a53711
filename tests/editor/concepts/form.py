"""An open concept editor without a browser: what the scripts fill in, change and post."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from concept_pages.models import ConceptPage

STATE = re.compile(r'<script id="concept-state" type="application/json">(.*?)</script>', re.DOTALL)


def state_of(response: HttpResponse) -> dict[str, Any]:
    """Return what the server told the scripts of the page."""
    found = STATE.search(response.content.decode())
    assert found, "The page shows no concept editor."
    return json.loads(found[1])


class OpenEditor:
    """The editor of a concept as one person has it open."""

    def __init__(self, user: Any, page: ConceptPage, **parameters: str) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.response = self.client.get(self.address, parameters)
        self.state = state_of(self.response)
        self.fields: dict[str, str] = dict(self.state["fields"])
        self.base: str = json.dumps(self.state["base"])
        self.revision: int | None = None

    def name(self, question: str) -> str:
        """Return the name of the field that a question posts."""
        return next(name for name in self.fields if name.endswith(f"-{question}"))

    def type(self, question: str, text: str) -> None:
        """Change what a question posts."""
        self.fields[self.name(question)] = text

    def posted(self, **more: Any) -> dict[str, Any]:
        """Return everything that the form posts."""
        comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        return {**self.fields, "answers_base": self.base, **comments, **more}

    def save(self, **more: Any) -> HttpResponse:
        """Press "save draft", and show what comes back."""
        self.response = self.client.post(self.address, self.posted(**more), follow=True)
        return self.response

    def submit(self) -> HttpResponse:
        """Press "submit"."""
        return self.save(**{"action-submit": "1"})

    def autosave(self) -> dict[str, Any]:
        """Save as the page does by itself, and take over what it learns; return the news."""
        more = {"overwrite_revision_id": self.revision} if self.revision else {}
        response = self.client.post(
            self.address, self.posted(**more), headers={"accept": "application/json"}
        )
        said = response.json()
        assert said["success"], said
        self.revision = said["revision_id"]
        self.base = said["field_updates"]["answers_base"]
        return json.loads(said["field_updates"]["answers_news"])

    def messages(self) -> list[str]:
        """Return the messages of the last page."""
        return [str(message) for message in self.response.context["messages"]]
