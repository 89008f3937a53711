"""No address of the reading side tells a reader what she may not know, however she asks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils.http import urlencode

from concept_pages.models import ConceptPage, ServiceGroupPage
from tests.factories.catalogue import ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import holder
from tests.factories.releases import concept_in_force, next_version
from tests.reading.conftest import SignIn
from workflows.actions import retire, start_version
from workflows.models import Release

pytestmark = pytest.mark.django_db

CONFIDENTIAL = "198.51.100.7"
STRICT = "Streifendienst"
EARLIER = "Altlast"
FOREIGN = "Fremdkörper"
DRAFT = "Rohfassung"
NEXT = "Zukunftsmusik"
RETIRED = "Ruhestand"

ABOVE_CLEARANCE = (CONFIDENTIAL, STRICT, EARLIER)
SECRETS = (*ABOVE_CLEARANCE, FOREIGN, DRAFT, NEXT, RETIRED)


@dataclass
class Scene:
    """A concept that may be read, among everything that may not."""

    group: ServiceGroupPage
    concept: ConceptPage
    hidden: tuple[ConceptPage, ...]

    def addresses(self) -> list[str]:
        """Return every address of the reading side, with questions that ask for the secrets."""
        pages = (self.concept, *self.hidden)
        asked = [urlencode({"q": secret, "group": g}) for secret in SECRETS for g in ("", "netz")]
        return [
            "/",
            "/konzepte/",
            "/archive/",
            self.group.url,
            *(str(page.url or page.get_parent().url + page.slug + "/") for page in pages),
            f"{self.concept.url}?release=1",
            f"{self.concept.url}?release=2",
            f"{self.concept.url}?release=3",
            *(f"/archive/{page.pk}/" for page in pages),
            *(f"/export/{page.pk}/html/" for page in pages),
            *(f"/export/{page.pk}/html/?draft=1" for page in pages),
            *(f"/search/?{query}" for query in asked),
        ]


@pytest.fixture
def scene(group: ServiceGroupPage, template: Release) -> Scene:
    def service() -> ServiceFactory:
        return ServiceFactory(group=group)

    answers = {"purpose": "Namen", "addresses": [CONFIDENTIAL], "risks": EARLIER}
    concept = concept_in_force(service(), template=template, answers=answers)
    next_version(concept, risks=STRICT)
    operator = holder("operator", group)
    start_version(concept, by=operator)
    working = ConceptPage.objects.get(pk=concept.pk).get_latest_revision_as_object()
    working.title = working.title_en = NEXT
    working.store(answers | {"purpose": NEXT})
    working.save_revision(user=operator)

    foreign = concept_in_force(
        ServiceFactory(group=ServiceGroupFactory(), name_de=FOREIGN, name_en=FOREIGN),
        template=template,
        title=FOREIGN,
        answers={"purpose": FOREIGN},
    )
    draft = concept_draft(service(), template=template, answers={"purpose": DRAFT})
    retired = concept_in_force(
        service(), template=template, title=RETIRED, answers={"purpose": RETIRED}
    )
    retire(retired, by=holder("isb"), comment="Abgeschaltet.")
    return Scene(group, concept, (foreign, draft, ConceptPage.objects.get(pk=retired.pk)))


def told(client: Client, address: str) -> set[str]:
    """Return the secrets that a page tells; a query that it repeats is none."""
    response = client.get(address)
    text = response.content.decode() if response.status_code == 200 else ""
    asked = response.wsgi_request.GET.get("q", "")
    repeated = response.context["query"] if response.status_code == 200 and asked else ""
    if repeated and "concepts found" not in text and "concept found" not in text:
        text = text.replace(repeated, "").replace(urlencode({"": repeated})[1:], "")
    return {secret for secret in SECRETS if secret in text}


def test_no_address_tells_a_reader_a_secret(scene: Scene, sign_in: SignIn) -> None:
    reader = sign_in("reader", scene.group)

    leaks = {address: found for address in scene.addresses() if (found := told(reader, address))}

    assert leaks == {}


def test_no_search_counts_a_secret_for_a_reader(scene: Scene, sign_in: SignIn) -> None:
    reader = sign_in("reader", scene.group)

    for secret in SECRETS:
        results = reader.get("/search/", {"q": secret}).context["results"]
        assert (results.total, results.everywhere, results.facets) == (0, 0, []), secret


def test_no_address_of_hidden_concepts_exists_for_a_reader(scene: Scene, sign_in: SignIn) -> None:
    reader = sign_in("reader", scene.group)

    for page in scene.hidden:
        for address in (f"/archive/{page.pk}/", f"/export/{page.pk}/pdf/"):
            assert reader.get(address).status_code in (403, 404), address


def test_the_secrets_are_there_for_those_who_may_know_them(scene: Scene, sign_in: SignIn) -> None:
    csirt, isb = sign_in("csirt"), sign_in("isb")

    assert told(csirt, scene.concept.url) == {CONFIDENTIAL, STRICT}
    assert told(csirt, f"{scene.concept.url}?release=1") == {CONFIDENTIAL, EARLIER}
    assert FOREIGN in told(csirt, f"/search/?q={FOREIGN}")
    assert STRICT in told(csirt, f"/search/?q={STRICT}")
    assert told(isb, f"/archive/{scene.hidden[2].pk}/") == {RETIRED}


def test_not_even_the_best_informed_read_drafts_here(scene: Scene, sign_in: SignIn) -> None:
    csirt = sign_in("csirt")

    leaks = {
        address: found
        for address in scene.addresses()
        if (found := told(csirt, address) & {DRAFT, NEXT})
    }

    assert leaks == {}
