"""`upgrade_concepts`: one line per concept, one transaction per concept, none in review."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept_pages.models import ConceptPage
from tests.authoring import english
from tests.definition.build import definition, group, question
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import holder
from tests.factories.releases import concept_in_force
from tests.factories.templates import released_template
from workflows.models import Release, TransitionLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

FIRST = definition(group("net", question("host"), question("gone")),
                   group("people", question("owner")))  # fmt: skip
SECOND = definition(
    group("net", question("why", required=True)),
    group("people", question("owner"), question("host")),
)
ANSWERS = {"host": "ns1", "gone": "old", "owner": "Olga"}
LISTS = {"kept", "moved", "converted", "mapped", "parked", "new", "incomplete"}


@pytest.fixture
def first() -> Release:
    return released_template(FIRST)


def run(*args: str, **options: Any) -> list[dict[str, Any]]:
    """Run the command with --json and return what it says, one object per concept."""
    out = StringIO()
    call_command("upgrade_concepts", *args, json=True, stdout=out, stderr=StringIO(), **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_an_object_with_the_lists_of_one_concept(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)

    (found,) = run("--to=2.0", "--preview")

    assert found["service"] == concept.services.get().key
    assert (found["from"], found["to"], found["status"]) == ("1.0", "2.0", "planned")
    assert all(isinstance(found[name], list) for name in LISTS)
    assert (found["moved"], found["parked"]) == (["host"], ["gone"])
    assert (found["new"], found["incomplete"]) == (["why"], ["why"])
    assert set(found["kept"]) == {"host", "owner"}


def test_preview_writes_nothing(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)
    before = concept.revisions.count()

    run("--to=2.0", "--preview")

    assert concept.revisions.count() == before


def test_apply_upgrades_and_a_second_run_finds_nothing_to_do(first: Release) -> None:
    released_concept(answers=ANSWERS, template=first)
    concept_draft(answers=ANSWERS, template=first)
    released_template(SECOND)

    assert [found["status"] for found in run("--to=2.0", "--apply")] == ["applied"] * 2
    assert [found["status"] for found in run("--to=2.0", "--apply")] == ["unchanged"] * 2


def test_command_without_a_person_is_the_system_and_says_so(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)

    run("--to=2.0", "--apply")

    move = TransitionLog.objects.get(page=concept, move="start_version")
    assert (move.by_name, move.comment) == ("System", "By the command upgrade_concepts.")


def test_command_acts_for_the_person_it_is_given(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)
    admin = holder("admin")

    run("--to=2.0", "--apply", user=admin.username)

    assert TransitionLog.objects.get(page=concept, move="start_version").by == admin


def test_person_without_the_right_changes_nothing(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)

    (found,) = run("--to=2.0", "--apply", user=holder("isb").username)

    assert found["status"] == "refused"
    assert "does not hold the right “Edit concepts”" in found["reason"]
    assert ConceptPage.objects.get(pk=concept.pk).status == "approved"


def test_concept_in_review_is_named_and_not_touched(first: Release) -> None:
    concept = submitted_concept(answers=ANSWERS, template=first)
    before = concept.revisions.count()
    released_template(SECOND)

    (found,) = run("--to=2.0", "--apply")

    assert found["status"] == "in_review"
    assert "not touched" in found["reason"]
    assert concept.revisions.count() == before


def test_one_service_can_be_chosen(first: Release) -> None:
    chosen = released_concept(answers=ANSWERS, template=first)
    released_concept(answers=ANSWERS, template=first)
    released_template(SECOND)

    found = run("--to=2.0", "--apply", service=chosen.services.get().key)

    assert [one["service"] for one in found] == [chosen.services.get().key]


def test_concepts_of_other_templates_are_left_alone(first: Release) -> None:
    concept_draft()
    concept_draft(answers=ANSWERS, template=first)
    released_template(SECOND)

    assert len(run("--to=2.0", "--preview")) == 1


def test_unknown_release_is_named(first: Release) -> None:
    with pytest.raises(CommandError, match=r"There is no release 9\.9"):
        run("--to=9.9", "--preview")


def test_unknown_release_comes_with_those_there_are(first: Release) -> None:
    released_template(SECOND)

    with pytest.raises(CommandError, match=r"There are: test/1\.0, test/2\.0\."):
        run("--to=foo", "--preview")


def test_change_of_template_asks_for_the_service(first: Release) -> None:
    released_concept(answers=ANSWERS, template=first)
    released_template(replace(SECOND, key="other"))

    beside = StringIO()

    call_command("upgrade_concepts", "--to=other/1.0", "--preview", stdout=StringIO(),
                 stderr=beside)  # fmt: skip

    assert "name its service with --service" in beside.getvalue()


def test_unknown_service_is_named(first: Release) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        run("--to=1.0", "--preview", service="nowhere")


def test_it_says_how_long_it_took_and_how_much_memory(first: Release) -> None:
    concept_draft(answers=ANSWERS, template=first)
    beside = StringIO()

    call_command("upgrade_concepts", "--to=1.0", "--preview", "--json", stdout=StringIO(),
                 stderr=beside)  # fmt: skip

    assert "peak memory" in beside.getvalue()


def test_thirty_concepts_cost_thirty_times_one(first: Release) -> None:
    place = ServiceGroupFactory()
    for number in range(31):
        concept_in_force(ServiceFactory(group=place), template=first, answers=ANSWERS)
        if number == 0:
            released_template(SECOND)
            with CaptureQueriesContext(connection) as warm:
                run("--to=2.0", "--apply")
    with CaptureQueriesContext(connection) as many:
        found = run("--to=2.0", "--apply")

    assert sorted(one["status"] for one in found) == ["applied"] * 30 + ["unchanged"]
    assert len(many) <= 31 * len(warm)
    assert all(len(one["kept"]) + len(one["parked"]) == 3 for one in found if one["parked"])


def test_concept_of_one_service_is_brought_to_another_template(first: Release) -> None:
    concept = released_concept(answers=ANSWERS, template=first)
    stays = released_concept(answers=ANSWERS, template=first)
    released_template(replace(definition(question("host")), key="other"))
    service = concept.services.get().key

    (found,) = run("--to=other/1.0", f"--service={service}", "--apply")

    assert (found["from_template"], found["template"]) == ("test", "other")
    assert len(found["kept"]) + len(found["parked"]) == len(ANSWERS)
    pages = [ConceptPage.objects.get(pk=page.pk) for page in (concept, stays)]
    drafts = [page.get_latest_revision_as_object() for page in pages]
    assert [draft.definition.key for draft in drafts] == ["other", "test"]


def test_release_of_several_templates_has_to_be_named_with_its_template(first: Release) -> None:
    released_template(replace(FIRST, key="other"))

    with pytest.raises(CommandError, match="TEMPLATE/RELEASE"):
        run("--to=1.0", "--preview")


def test_template_cannot_be_named_in_two_ways(first: Release) -> None:
    with pytest.raises(CommandError, match="different templates"):
        run("--to=test/1.0", "--template=other", "--preview")
