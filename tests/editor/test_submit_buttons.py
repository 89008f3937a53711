"""Buttons that change something take one click."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OF_THE_ADMIN = sorted(
    path
    for folder in ("concept_pages/admin", "modeladmin", "workflows")
    for path in (TEMPLATES / folder).rglob("*.html")
)
BARE = re.compile(r"<button(?![^>]*(?:type=\"button\"|w-progress|disabled))", re.DOTALL)
POSTED = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)


def shown(source: str) -> str:
    """Return what a template with the tag shows."""
    with override("en"):
        return Template("{% load submit_button %}" + source).render(Context({"name": 'A "b"'}))


@pytest.mark.parametrize("path", OF_THE_ADMIN, ids=lambda path: path.name)
def test_form_that_changes_something_has_no_bare_button(path: Path) -> None:
    """Those that move a row stand there disabled where it is the first or last one."""
    forms = POSTED.findall(path.read_text())

    assert not [form for form in forms if BARE.search(form)]


def test_button_is_disabled_by_a_click_and_says_so() -> None:
    button = shown("{% submit %}Save{% endsubmit %}")

    assert 'class="button button-longrunning"' in button
    assert 'data-controller="w-progress" data-action="w-progress#activate"' in button
    assert 'data-w-progress-active-value="One moment …"' in button
    assert '<em data-w-progress-target="label">Save</em>' in button


def test_button_has_the_attributes_that_it_is_given() -> None:
    button = shown('{% submit css="serious" icon="bin" value=3 aria_label=name %}x{% endsubmit %}')

    assert 'class="button serious button-longrunning"' in button
    assert ' value="3" aria-label="A &quot;b&quot;">' in button
    assert "#icon-bin" in button
