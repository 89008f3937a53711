"""Before the second factor is shown nothing opens, nothing leaks and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model

from concept_pages.models import Attachment, ConceptPage, OpenSession
from tests.editor.concepts.form import OpenEditor
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft, released_concept, submitted_concept
from tests.factories.people import PASSWORD, RoleFactory, UserFactory, assign, holder
from tests.factories.second_factor import code_of, equip, show_code
from tests.factories.templates import released_template
from workflows.models import TransitionLog

pytestmark = pytest.mark.django_db

CHECK, SET_UP = "/second-factor/", "/account/second-factor/"
NEW = "ein-ganz-anderes-kennwort"
AS_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


@dataclass
class Scene:
    """A person who may do everything, an editor of hers that is open, and what could leak."""

    person: Any
    editor: OpenEditor
    draft: ConceptPage
    waiting: ConceptPage
    released: ConceptPage
    document: Any

    @property
    def doors(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Return method, address and form of one door of each kind."""
        pages = "wagtailadmin_pages"
        edit = reverse(f"{pages}:edit", args=[self.draft.pk])
        group = self.draft.get_parent()
        password = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        self.editor.type("purpose", "typed without a code")
        return {
            "admin": ("get", "/admin/", {}),
            "explorer": ("get", reverse("wagtailadmin_explore", args=[group.pk]), {}),
            "editor": ("get", edit, {}),
            "save": ("post", edit, self.editor.posted()),
            "submit": ("post", edit, self.editor.posted(**{"action-submit": "1"})),
            "review": ("get", reverse("lifecycle:review", args=[self.waiting.pk]), {}),
            "decision": (
                "post",
                reverse("lifecycle:review", args=[self.waiting.pk]),
                {"decision": "approve", "seen": self.waiting.latest_revision_id},
            ),
            "people": ("get", reverse("wagtailusers_users:index"), {}),
            "sign-in of others": ("get", reverse("secdoc_sign_in", args=[self.person.pk]), {}),
            "admin search": ("get", reverse(f"{pages}:search") + "?q=Entwurf", {}),
            "admin account": ("get", reverse("wagtailadmin_account"), {}),
            "start": ("get", "/", {}),
            "reading": ("get", self.released.url, {}),
            "search": ("get", "/search/?q=Dienst", {}),
            "archive": ("get", "/archive/", {}),
            "export": ("get", f"/export/{self.released.pk}/html/", {}),
            "document": ("get", self.document.url, {}),
            "account": ("get", "/account/", {}),
            "password": ("post", "/account/", password),
            "second factor": ("get", SET_UP, {}),
            "sessions": ("get", "/account/sessions/", {}),
            "end sessions": ("post", "/account/sessions/", {"end": "others"}),
            "nowhere": ("get", "/nirgends/", {}),
        }

    def state(self) -> tuple[Any, ...]:
        """Return everything that one of the doors could change."""
        self.person.refresh_from_db()
        draft = ConceptPage.objects.get(pk=self.draft.pk)
        return (
            self.person.password,
            draft.latest_revision_id,
            draft.get_latest_revision_as_object().stored_answers,
            TransitionLog.objects.count(),
            OpenSession.objects.filter(user=self.person).count(),
        )


@pytest.fixture
def scene() -> Iterator[Scene]:
    template = released_template()
    person = UserFactory(is_superuser=True)
    drafted = ServiceFactory(name_de="Entwurf Dienst")
    draft = concept_draft(drafted, template=template)
    document = get_document_model().objects.create(
        title="Bericht", file=ContentFile(b"secret report", name="report.txt")
    )
    # Wagtail serves documents from the disk, where the storage of the tests writes nothing.
    on_disk = Path(document.file.path)
    on_disk.parent.mkdir(parents=True, exist_ok=True)
    on_disk.write_bytes(b"secret report")
    yield Scene(
        person=person,
        editor=OpenEditor(person, draft),
        draft=draft,
        waiting=submitted_concept(ServiceFactory(), template=template),
        released=released_concept(ServiceFactory(name_de="Freigabe Dienst"), template=template),
        document=document,
    )
    on_disk.unlink()


def half_signed_in(person: Any, **kwargs: Any) -> Client:
    """Return a browser in which the password was typed, but no code."""
    client = Client(**kwargs)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


# The doors ----------------------------------------------------------------------------------------


def test_no_door_opens_before_the_code(scene: Scene) -> None:
    equip(scene.person)
    client = half_signed_in(scene.person)
    client.get("/account/")  # this session is on the list from now on
    before = scene.state()

    for name, (method, address, form) in scene.doors.items():
        response = getattr(client, method)(address, form)

        assert response.status_code == 302, name
        assert response.url.startswith(f"{CHECK}?next="), name
        assert not response.content, name
    assert scene.state() == before


def test_scripts_are_told_instead_of_led_on(scene: Scene) -> None:
    equip(scene.person)
    client = half_signed_in(scene.person)
    client.get("/account/")
    before = scene.state()

    for name, (method, address, form) in scene.doors.items():
        for headers in (AS_SCRIPT, {"accept": "application/json"}):
            response = getattr(client, method)(address, form, headers=headers)

            assert response.status_code == 403, name
            assert response.json()["error"] == "second_factor", name
            assert "Dienst" not in response.content.decode(), name
    assert scene.state() == before


def test_the_same_doors_open_with_the_code(scene: Scene) -> None:
    device, _codes = equip(scene.person)
    client = half_signed_in(scene.person)
    assert show_code(client, code_of(device.key)).url == "/"

    for name, (method, address, form) in scene.doors.items():
        if method == "get":
            response = client.get(address, form, follow=True)
            b"".join(response)  # a file is closed once it was read

            assert response.status_code == (404 if name == "nowhere" else 200), name
    method, address, form = scene.doors["save"]
    client.post(address, form)
    assert "typed without a code" in str(scene.state()[2])


def test_attached_file_stays_closed_before_the_code() -> None:
    page = concept_draft()
    operator = holder("operator", page.get_parent().specific)
    plan = ContentFile(b"secret", name="plan.txt")
    stored = Attachment.objects.create(
        concept=page, question="plan", name=plan.name, file=plan, size=plan.size
    )
    equip(operator)

    response = half_signed_in(operator).get(reverse("concepts:attachment", args=[stored.pk]))

    assert response.url.startswith(CHECK)


def test_open_editor_learns_that_it_is_signed_out(scene: Scene) -> None:
    """The script asks with this request, and keeps what was typed where the answer is 403."""
    ask = reverse("lifecycle_site:editor_session", args=[scene.waiting.pk])
    assert scene.editor.client.get(ask, headers=AS_SCRIPT).status_code == 200

    equip(scene.person)

    assert scene.editor.client.get(ask, headers=AS_SCRIPT).status_code == 403


def test_sign_out_and_language_work_before_the_code() -> None:
    person = holder("reader")
    equip(person)
    client = half_signed_in(person)

    switched = client.post("/language/", {"language": "en", "next": CHECK})
    left = client.post("/logout/")

    assert switched.cookies["django_language"].value == "en"
    assert left.url == "/admin/login/"
    assert client.get("/").url.startswith("/admin/login/")


def test_screen_of_the_code_leads_nowhere_else() -> None:
    person = holder("reader")
    equip(person)

    page = half_signed_in(person, headers={"accept-language": "en"}).get(CHECK).content.decode()

    assert "One more step" in page
    assert 'href="/account/"' not in page
    assert 'type="search"' not in page


@pytest.mark.parametrize(
    ("wanted", "place"),
    [("/search/?q=dns", "/search/?q=dns"), ("https://example.org/", "/"), ("//example.org", "/")],
)
def test_code_leads_on_to_where_the_person_wanted_to_go(wanted: str, place: str) -> None:
    person = holder("csirt")
    device, _codes = equip(person)

    assert show_code(half_signed_in(person), code_of(device.key), wanted).url == place


def test_form_that_was_sent_is_opened_again_afterwards() -> None:
    person = holder("reader")
    equip(person)
    came_from = {"referer": "http://testserver/account/"}

    response = half_signed_in(person).post("/account/", {}, headers=came_from)

    assert response.url == f"{CHECK}?next=http%3A%2F%2Ftestserver%2Faccount%2F"


# Roles that demand it -----------------------------------------------------------------------------


def demanding(**kwargs: Any) -> Any:
    return RoleFactory(name_en="Guardian", name_de="Wache", second_factor=True, **kwargs)


def test_role_of_the_person_leads_to_setting_up() -> None:
    client = half_signed_in(holder(demanding()), headers={"accept-language": "en"})

    response = client.get("/search/?q=dns", follow=True)

    assert response.redirect_chain == [(f"{SET_UP}?next=%2Fsearch%2F%3Fq%3Ddns", 302)]
    page = response.content.decode()
    assert "Your role demands a second factor: Guardian." in page


def test_role_of_a_group_leads_to_setting_up() -> None:
    team = Group.objects.create(name="team")
    assign(team, demanding())
    person = UserFactory()
    person.groups.add(team)

    assert half_signed_in(person).get("/").url.startswith(SET_UP)


def test_role_that_inherits_leads_to_setting_up() -> None:
    middle = RoleFactory(inherits=demanding())
    heir = RoleFactory(inherits=middle)

    assert half_signed_in(holder(heir)).get("/").url.startswith(SET_UP)


def test_role_from_which_others_inherit_demands_nothing_by_that() -> None:
    ancestor = RoleFactory()
    demanding(inherits=ancestor)

    assert half_signed_in(holder(ancestor)).get("/").status_code == 200


def test_role_that_ended_demands_nothing() -> None:
    person = UserFactory()
    assign(person, demanding(), ends_on=date(2020, 1, 1))

    assert half_signed_in(person).get("/").status_code == 200


def test_scripts_are_told_of_the_demand() -> None:
    client = half_signed_in(holder(demanding()))

    assert client.get("/", headers=AS_SCRIPT).status_code == 403


@pytest.mark.parametrize("demanded", [True, False])
def test_setting_decides_about_superusers(demanded: bool, settings: Any) -> None:
    settings.SUPERUSERS_NEED_SECOND_FACTOR = demanded
    client = half_signed_in(UserFactory(is_superuser=True), headers={"accept-language": "en"})

    page = client.get("/", follow=True)

    assert (page.redirect_chain != []) is demanded
    said = "This installation demands a second factor of superusers." in page.content.decode()
    assert said is demanded


# Costs --------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/", "/search/?q=dns", "/account/"])
def test_gate_asks_one_query(address: str, settings: Any) -> None:
    person = holder("csirt")
    client = half_signed_in(person)
    with_gate = queries(client, address)
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")
    ]
    without = half_signed_in(person)

    assert with_gate == queries(without, address) + 1


def test_person_with_a_second_factor_costs_no_more() -> None:
    bare, equipped = holder("csirt"), holder("csirt")
    device, _codes = equip(equipped)
    client = half_signed_in(equipped)
    show_code(client, code_of(device.key))

    assert queries(client, "/") <= queries(half_signed_in(bare), "/")
