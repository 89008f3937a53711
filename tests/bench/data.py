"""Fills a database with services that each have a full, released concept.

Handing in and approving a thousand concepts one by one takes too long, so the rows are written here
as `workflows.actions` would write them; `check_integrity` then proves that they hold. What exists
already is kept, so a second run goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from concept_pages.models import (
    ConceptIndexPage,
    ConceptPage,
    Department,
    Role,
    RoleAssignment,
    Service,
    ServiceDependency,
    ServiceGroupPage,
    TemplatePage,
)
from workflows.actions.journal import Step, write_down
from workflows.records import Lifecycle, Release, fingerprint_of
from workflows.states import Move, State

from ..sample_answers import full_answers

TEMPLATE = Path(settings.BASE_DIR) / "concept_pages" / "demo" / "data" / "lrz_template.yaml"
SERVICES_IN_A_GROUP = 20
AT_ONCE = 50


@dataclass(frozen=True)
class People:
    """Who makes the data and who is measured; the operator belongs to the first two groups.

    `few` and `many` own 2 and 300 service groups, see `groups`.
    """

    admin: User
    operator: User
    owner: User
    isb: User
    csirt: User
    few: User
    many: User


def build(services: int) -> People:
    """Migrate, and see that there are this many services with released concepts."""
    call_command("migrate", verbosity=0)
    people = _people()
    release = _template_release(people)
    groups = list(_groups(services))
    for group in groups[:2]:
        _assign("operator", people.operator, group)
    missing = [n for n in range(services) if not Service.objects.filter(key=_key(n)).exists()]
    for start in range(0, len(missing), AT_ONCE):
        with transaction.atomic():
            for number in missing[start : start + AT_ONCE]:
                group = groups[number // SERVICES_IN_A_GROUP]
                _released_concept(_service(number, group), release, people)
    _depend_on_each_other()
    return people


def _people() -> People:
    found = {}
    for name in ("admin", "operator", "owner", "isb", "csirt", "few", "many"):
        user, is_new = User.objects.get_or_create(username=f"bench-{name}")
        if is_new:
            user.set_unusable_password()
            user.is_superuser = name == "admin"
            user.save()
        found[name] = user
    people = People(**found)
    for role, user in (("owner", people.owner), ("isb", people.isb), ("csirt", people.csirt)):
        _assign(role, user)
    return people


def _assign(role: str, user: User, group: ServiceGroupPage | None = None) -> None:
    RoleAssignment.objects.get_or_create(
        user=user, role=Role.objects.get(key=role), service_group=group
    )


def _template_release(people: People) -> Release:
    template = TemplatePage.objects.filter(lifecycle__released__isnull=False).first()
    if template is None:
        call_command(
            "import_template",
            str(TEMPLATE),
            submitted_by=people.admin.username,
            released_by=people.isb.username,
            verbosity=0,
        )
        template = TemplatePage.objects.get(lifecycle__released__isnull=False)
    return template.lifecycle.released


def _groups(services: int) -> Iterator[ServiceGroupPage]:
    index = ConceptIndexPage.objects.get()
    for number in range(-(-services // SERVICES_IN_A_GROUP)):
        key = f"bench_group_{number}"
        group = ServiceGroupPage.objects.filter(key=key).first()
        if group is None:
            group = ServiceGroupPage(
                title=f"Dienstgruppe {number}",
                title_en=f"Service group {number}",
                key=key,
                slug=key.replace("_", "-"),
            )
            index.add_child(instance=group)
            index.refresh_from_db()
        yield group


def _key(number: int) -> str:
    return f"bench_service_{number}"


def _service(number: int, group: ServiceGroupPage) -> Service:
    department, _is_new = Department.objects.get_or_create(
        key="bench", defaults={"name_de": "Messung", "name_en": "Measuring"}
    )
    return Service.objects.create(
        key=_key(number),
        group=group,
        department=department,
        name_de=f"Dienst {number}",
        name_en=f"Service {number}",
    )


def _depend_on_each_other() -> None:
    """Let each service need the one before, and half of them that one's predecessor, too."""
    services = list(Service.objects.filter(key__startswith="bench_service_").order_by("pk"))
    near = list(zip(services[1:], services, strict=False))
    far = list(zip(services[2::2], services[::2], strict=False))
    ServiceDependency.objects.bulk_create(
        (ServiceDependency(service=one, needs=other) for one, other in near + far),
        ignore_conflicts=True,
    )


def _released_concept(service: Service, template: Release, people: People) -> None:
    group = ServiceGroupPage.objects.get(pk=service.group_id)
    page = ConceptPage(
        title=service.name_de,
        title_en=service.name_en,
        slug=service.key.replace("_", "-"),
        template_release=template,
        owner=people.admin,
    )
    number = int(service.key.rpartition("_")[2])
    page.store(full_answers(page.definition, [service.key], number=number))
    group.add_child(instance=page)
    Service.objects.filter(pk=service.pk).update(concept=page)
    _release(page, page.save_revision(user=people.admin, clean=False), people)


def _release(page: ConceptPage, revision: Revision, people: People) -> None:
    """Put a revision in force as if it had been handed in and approved."""
    moment = timezone.now()
    release = Release(
        page=page,
        sequence=1,
        number=page.release_number(None),
        title=page.title,
        content=page.release_content(),
        based_on=page.template_release,
        revision_id=revision.pk,
        revision_sha256=fingerprint_of(revision.content),
        submitted_by=people.admin,
        submitted_by_name=people.admin.username,
        submitted_at=moment,
        approved_by=people.isb,
        approved_by_name=people.isb.username,
        approved_at=moment,
        approvals=[_approval(user, moment) for user in (people.owner, people.isb)],
    )
    release.sha256 = release.fingerprint()
    release.save()
    Lifecycle.objects.filter(page=page).update(state=State.APPROVED, released=release)
    ConceptPage.objects.filter(pk=page.pk).update(
        live=True,
        has_unpublished_changes=False,
        live_revision=revision,
        first_published_at=moment,
        last_published_at=moment,
    )
    # The journal tells the listeners, who index the answers.
    write_down(page, Step(Move.APPROVE, State.IN_REVIEW, State.APPROVED, people.isb, "", release))


def _approval(user: User, moment: datetime) -> dict[str, object]:
    return {
        "task": None,
        "name": "",
        "right": "",
        "by": user.username,
        "by_id": user.pk,
        "at": moment.isoformat(),
        "comment": "",
    }
