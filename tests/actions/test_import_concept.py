"""Answers from a file: what fits is stored, and everything else is named."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from concept_pages.actions.import_concept import (
    ConceptData,
    ConceptDataRefused,
    ImportedConcept,
    import_concept,
)
from concept_pages.definition.emptiness import is_blank
from concept_pages.definition.references import service_keys
from concept_pages.models import ConceptPage, Service, ServiceGroupPage
from tests.documents.shipped import EXAMPLES, shipped_definition
from tests.excerpts import excerpt
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import RoleFactory, holder
from tests.factories.templates import COMPLETE, released_template
from workflows.errors import Frozen, RightMissing

pytestmark = pytest.mark.django_db

QUESTIONS = (
    "service_group", "services", "service_owner", "functional_mailbox", "contacts", "machine_count",
    "hosting", "released_by", "last_changed", "software", "test_machine_type", "test_vm_host",
    "prod_machine_type", "prod_ipv4", "user_authentication", "directory_service",
)  # fmt: skip


@pytest.fixture
def service() -> Service:
    """A service without a concept, and an excerpt of the shipped template in force."""
    released_template(excerpt(*QUESTIONS))
    return ServiceFactory(key="dns", group=ServiceGroupFactory(key="network_services"))


def bring(
    service: Service, answers: dict[str, Any], by: Any = None, **more: Any
) -> ImportedConcept:
    """Import answers to the shipped template as the owner of the service, or somebody else."""
    data = ConceptData(service.key, "lrz_security_concept", answers=answers, **more)
    return import_concept(data, by=by or holder("owner", service.group))


def stored(service: Service) -> dict[str, Any]:
    """Return the answers of the draft of a service's concept."""
    page = ConceptPage.objects.get(services=service)
    return page.get_latest_revision_as_object().stored_answers


def test_import_concept_starts_a_concept_where_there_is_none(service):
    imported = bring(service, {"service_owner": "Team Netze"})

    assert (imported.is_new, imported.stored, imported.notes) == (True, 1, ())
    assert stored(service) == {"service_owner": "Team Netze"}


def test_import_concept_updates_the_draft_and_keeps_what_it_does_not_mention(service):
    bring(service, {"service_owner": "Team Netze", "functional_mailbox": "dns@example.org"})

    imported = bring(service, {"service_owner": "Team Namen"})

    assert imported.is_new is False
    assert stored(service) == {
        "service_owner": "Team Namen",
        "functional_mailbox": "dns@example.org",
    }


def test_import_concept_covers_every_service_that_the_file_names(service):
    ServiceFactory(key="ntp", group=service.group)

    imported = bring(service, {"services": ["dns", "ntp"]})

    assert [s.key for s in imported.page.covered_services] == ["dns", "ntp"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("no_such_question", "x"),
        ("machine_count", "many"),
        ("hosting", "in the basement"),
        ("directory_service", "no_such_service"),
        ("service_group", "other_services"),
        ("released_by", "team_lead"),
        ("last_changed", "2026-02-31"),
    ],
)
def test_import_concept_names_what_does_not_fit_and_does_not_store_it(service, question, answer):
    imported = bring(service, {question: answer, "service_owner": "Team"})

    assert [note.question for note in imported.notes] == [question]
    assert stored(service) == {"service_owner": "Team"}


def test_import_concept_leaves_out_only_the_cells_that_do_not_fit(service):
    rows = [{"name": "BIND", "end_of_support": "soon"}, {"name": "Unbound"}]

    imported = bring(service, {"software": rows})

    assert [str(note).split(":")[0] for note in imported.notes] == ["software"]
    assert stored(service) == {"software": [{"name": "BIND"}, {"name": "Unbound"}]}


def test_import_concept_takes_incomplete_answers(service):
    imported = bring(service, {"contacts": [{"row": "hardware"}, {"comment": "offen"}]})

    assert imported.notes == ()
    assert stored(service) == {"contacts": [{"row": "hardware"}, {"comment": "offen"}]}


def test_import_concept_stores_hidden_answers_and_says_so(service):
    imported = bring(service, {"test_machine_type": "physical", "test_vm_host": "vm-7"})

    assert [note.question for note in imported.notes] == ["test_vm_host"]
    assert stored(service)["test_vm_host"] == "vm-7"


def test_import_concept_takes_no_answer_above_the_clearance(service):
    bring(service, {"prod_ipv4": ["192.0.2.1"]})
    half = holder(RoleFactory(rights=["concept.edit"], clearance="internal"), service.group)

    imported = bring(service, {"prod_ipv4": ["203.0.113.9"]}, by=half)

    assert [note.question for note in imported.notes] == ["prod_ipv4"]
    assert stored(service)["prod_ipv4"] == ["192.0.2.1"]


def test_import_concept_switches_questions_off_for_the_owner_only(service):
    reasons = {"test_machine_type": "Es gibt nur eine Umgebung."}
    bring(service, {}, not_applicable=reasons)
    page = ConceptPage.objects.get().get_latest_revision_as_object()

    imported = bring(service, {}, by=holder("operator", service.group), not_applicable=reasons)

    assert page.tailoring == reasons
    assert len(imported.notes) == 1


def test_import_concept_switches_off_only_with_a_reason_and_with_clearance(service):
    role = RoleFactory(
        rights=["concept.create", "concept.edit", "template.choose_specific"], clearance="public"
    )
    reasons = {"test_machine_type": "  ", "prod_ipv4": "Keine.", "no_such_thing": "Nichts."}

    imported = bring(service, {}, not_applicable=reasons)
    weak = bring(service, {}, by=holder(role, service.group), not_applicable={"prod_ipv4": "Nein."})

    page = ConceptPage.objects.get().get_latest_revision_as_object()
    assert page.tailoring == {"prod_ipv4": "Keine."}
    assert {note.question for note in imported.notes} == {"test_machine_type", "no_such_thing"}
    assert [note.question for note in weak.notes] == ["prod_ipv4"]


def test_import_concept_notes_another_version_of_the_template(service):
    imported = bring(service, {}, version="0.9")

    assert [note.question for note in imported.notes] == [""]


def test_import_concept_takes_every_example_as_it_is():
    released_template(shipped_definition())
    examples = [yaml.safe_load(path.read_text()) for path in EXAMPLES]
    for example in examples:
        group = ServiceGroupPage.objects.filter(key=example["service_group"]).first()
        group = group or ServiceGroupFactory(key=example["service_group"])
        ServiceFactory(key=example["service"], group=group)
    known = shipped_definition()
    for key in {key for e in examples for key in service_keys(known, e["answers"])}:
        if not Service.objects.filter(key=key).exists():
            ServiceFactory(key=key, group=ServiceGroupPage.objects.first())

    for example in examples:
        service = Service.objects.get(key=example["service"])
        imported = bring(service, example["answers"])

        given = {key for key, answer in example["answers"].items() if not is_blank(answer)}
        assert imported.notes == ()
        assert stored(service).keys() == given - set(known.service_questions)


def test_import_concept_refuses_an_unknown_service():
    with pytest.raises(ConceptDataRefused):
        import_concept(ConceptData("nothing", "small"), by=holder("owner"))


def test_import_concept_refuses_an_unknown_template():
    service = ServiceFactory()

    with pytest.raises(ConceptDataRefused):
        import_concept(ConceptData(service.key, "nothing"), by=holder("owner", service.group))

    assert not ConceptPage.objects.exists()


def test_import_concept_refuses_a_file_of_another_template():
    page = concept_draft()
    service = page.covered_services[0]

    with pytest.raises(ConceptDataRefused):
        import_concept(ConceptData(service.key, "other"), by=holder("owner", service.group))


def test_import_concept_refuses_people_who_may_not_edit():
    page = concept_draft()
    service = page.covered_services[0]

    with pytest.raises(RightMissing):
        import_concept(ConceptData(service.key, "small"), by=holder("reader", service.group))


@pytest.mark.parametrize("made", [submitted_concept, released_concept])
def test_import_concept_refuses_what_is_not_in_draft(made):
    page = made()
    service = page.covered_services[0]
    owner = holder("owner", service.group)

    with pytest.raises(Frozen):
        import_concept(ConceptData(service.key, "small", answers={"purpose": "x"}), by=owner)

    assert page.get_latest_revision_as_object().stored_answers == COMPLETE
