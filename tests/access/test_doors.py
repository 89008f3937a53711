"""What each role gets to see behind the doors of Wagtail's admin, over real requests.

Two service groups hold the same things, an own and a foreign one, so that whatever leaks shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from concept_pages.models import ConceptPage, RoleAssignment, ServiceGroupPage, TemplateIndexPage
from tests.factories.catalogue import ServiceFactory
from tests.factories.concepts import concept_draft, released_concept
from tests.factories.people import UserFactory, assign
from tests.factories.templates import released_template

EVERYWHERE = ("admin", "isb", "csirt")


@dataclass
class Half:
    """One of the two service groups."""

    group: ServiceGroupPage
    draft: ConceptPage
    released: ConceptPage


@dataclass
class Scene:
    """Both service groups."""

    own: Half
    foreign: Half


def half(name: str, template: Any) -> Half:
    drafted = ServiceFactory(name_de=f"Entwurf {name}", name_en=f"Draft {name}")
    done = ServiceFactory(
        name_de=f"Freigabe {name}", name_en=f"Release {name}", group=drafted.group
    )
    return Half(
        drafted.group,
        concept_draft(drafted, template=template),
        released_concept(done, template=template),
    )


@pytest.fixture(scope="module")
def whole_scene(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Scene]:
    """Set the scene once for this module, inside a transaction that is undone in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        template = released_template()
        yield Scene(half("Eigenes", template), half("Fremdes", template))
        transaction.set_rollback(True)


@pytest.fixture
def scene(whole_scene: Scene, db: Any) -> Scene:
    """Let a test start from the scene as it was set."""
    return whole_scene


def sign_in(role: str, scene: Scene) -> Client:
    """Return the browser of somebody with a shipped role, in her own group unless it is for all."""
    user = UserFactory()
    if role == "superuser":
        user.is_superuser = True
        user.save()
    elif role != "nobody":
        assign(user, role, None if role in EVERYWHERE else scene.own.group)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shows(client: Client, url: str, text: str = "") -> bool:
    """Return whether a page opens, and names the text."""
    response = client.get(url)
    if response.status_code != 200:
        return False
    is_window = response["Content-Type"].startswith("application/json")
    return text in (response.json()["html"] if is_window else response.content.decode())


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def views_of(client: Client, part: Half) -> dict[str, bool]:
    """Return what opens of one half: places, editor, and everything that shows a draft."""
    revision = part.draft.latest_revision_id
    pages = "wagtailadmin_pages"
    return {
        "explorer": shows(
            client, reverse("wagtailadmin_explore", args=[part.group.pk]), part.draft.title
        ),
        "editor": shows(client, edit(part.draft)),
        "released editor": shows(client, edit(part.released)),
        "draft": shows(client, reverse(f"{pages}:view_draft", args=[part.draft.pk])),
        "revision": shows(
            client, reverse(f"{pages}:revisions_view", args=[part.draft.pk, revision])
        ),
        "compare": shows(
            client,
            reverse(f"{pages}:revisions_compare", args=[part.draft.pk, "earliest", revision]),
        ),
        "history": shows(client, reverse(f"{pages}:history", args=[part.draft.pk])),
        "search": shows(client, reverse(f"{pages}:search") + "?q=Entwurf", part.draft.title),
        "chooser": shows(
            client,
            reverse("wagtailadmin_choose_page_child", args=[part.group.pk]),
            part.draft.title,
        ),
        "chooser search": shows(
            client, reverse("wagtailadmin_choose_page_search") + "?q=Entwurf", part.draft.title
        ),
        "services": shows(client, "/admin/services/", part.draft.services.get().name_de),
    }


ALL_OF_IT = dict.fromkeys(
    (
        "explorer",
        "editor",
        "released editor",
        "draft",
        "revision",
        "compare",
        "history",
        "search",
        "chooser",
        "chooser search",
        "services",
    ),
    True,
)
NOTHING = dict.fromkeys(ALL_OF_IT, False)


@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [
        ("nobody", NOTHING, NOTHING),
        ("reader", NOTHING, NOTHING),
        ("csirt", NOTHING, NOTHING),
        ("operator", ALL_OF_IT, NOTHING),
        ("owner", ALL_OF_IT, NOTHING),
        ("subadmin", ALL_OF_IT, NOTHING),
        ("admin", ALL_OF_IT, ALL_OF_IT),
        ("isb", ALL_OF_IT, ALL_OF_IT),
        ("superuser", ALL_OF_IT, ALL_OF_IT),
    ],
)
def test_role_sees_its_service_groups_and_no_others(
    role: str, own: dict[str, bool], foreign: dict[str, bool], scene: Scene
) -> None:
    client = sign_in(role, scene)

    assert (views_of(client, scene.own), views_of(client, scene.foreign)) == (own, foreign)


@pytest.mark.parametrize(
    ("role", "reaches"),
    [
        ("nobody", False),
        ("reader", False),
        ("csirt", False),
        ("operator", True),
        ("isb", True),
        ("admin", True),
    ],
)
def test_readers_stay_outside_of_the_admin(role: str, reaches: bool, scene: Scene) -> None:
    client = sign_in(role, scene)

    assert shows(client, reverse("wagtailadmin_home")) is reaches


@pytest.mark.parametrize(
    ("role", "saves"),
    [("operator", True), ("owner", True), ("admin", True), ("isb", False), ("superuser", True)],
)
def test_editor_is_read_only_without_the_right_to_edit(
    role: str, saves: bool, scene: Scene
) -> None:
    client = sign_in(role, scene)

    response = client.get(edit(scene.own.draft))

    assert response.context["locked_for_user"] is not saves


@pytest.mark.parametrize("role", ["operator", "owner", "subadmin", "admin", "isb", "superuser"])
def test_released_concept_is_not_moved_copied_or_taken_away(role: str, scene: Scene) -> None:
    client = sign_in(role, scene)

    opened = [
        door
        for door in ("copy", "move", "unpublish", "delete")
        if shows(client, reverse(f"wagtailadmin_pages:{door}", args=[scene.own.released.pk]))
    ]

    assert opened == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("operator", False),
        ("owner", False),
        ("subadmin", False),
        ("admin", True),
        ("isb", True),
        ("superuser", True),
    ],
)
def test_templates_are_seen_with_a_right_held_everywhere(
    role: str, sees: bool, scene: Scene
) -> None:
    client = sign_in(role, scene)
    shelf = TemplateIndexPage.objects.get()
    url = reverse("wagtailadmin_explore", args=[shelf.pk])

    assert shows(client, url, "Kleine Vorlage") is sees


@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [
        ("operator", False, False),
        ("isb", False, False),
        ("subadmin", True, False),
        ("admin", True, True),
    ],
)
def test_service_group_is_renamed_by_who_edits_its_services(
    role: str, own: bool, foreign: bool, scene: Scene
) -> None:
    client = sign_in(role, scene)

    opened = (shows(client, edit(scene.own.group)), shows(client, edit(scene.foreign.group)))

    assert opened == (own, foreign)


def test_assignment_that_ends_closes_the_doors(scene: Scene) -> None:
    client = sign_in("operator", scene)
    before = shows(client, edit(scene.own.draft))
    RoleAssignment.objects.filter(role__key="operator").delete()

    assert (before, shows(client, edit(scene.own.draft))) == (True, False)
