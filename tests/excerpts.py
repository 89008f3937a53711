"""Excerpts of the shipped template: real questions, and few enough to release them in no time."""

from __future__ import annotations

from dataclasses import replace

from concept_pages.definition.conditions import comparisons
from concept_pages.definition.elements import Definition, Group, Question, Text
from tests.documents.shipped import shipped_definition


def excerpt(*keys: str) -> Definition:
    """Return the shipped template with these questions only, all in one section.

    Conditions that ask for a question which is left out are left out too.
    """
    whole = shipped_definition()
    questions = tuple(_alone(whole.questions[key], set(keys)) for key in keys)
    section = Group(key="excerpt", label=Text("Auszug", "Excerpt"), questions=questions)
    chapter = Group(key="chapter", label=Text("Kapitel", "Chapter"), groups=(section,))
    return replace(whole, groups=(chapter,))


def _alone(question: Question, kept: set[str]) -> Question:
    asked = {comparison.question for comparison in comparisons(question.visible_if)}
    return question if asked <= kept else replace(question, visible_if=None)
