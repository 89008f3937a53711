"""What lies behind the doors: two service groups with the same things in every state.

Every answer is a word of its own, so that a leak says where it comes from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_totp.models import TOTPDevice
from post_office.models import STATUS, Email
from wagtail.models import Comment, Site, Workflow

from concept_pages.actions.attachments import attach
from concept_pages.actions.import_template import import_template
from concept_pages.actions.password_links import send_link, tokens
from concept_pages.actions.upgrade import apply_upgrade
from concept_pages.definition.elements import AnswerType, Confidentiality
from concept_pages.models import ConceptPage, DirectoryGroup, Role, ServiceGroupPage
from tests.definition.build import definition, group, question
from tests.editor.concepts.form import state_of
from tests.factories.catalogue import DepartmentFactory, ServiceFactory, ServiceGroupFactory
from tests.factories.concepts import concept_draft
from tests.factories.people import RoleFactory, UserFactory, assign, holder
from tests.factories.templates import released_template
from workflows.actions import approve, request_changes, retire, start_version, submit
from workflows.models import Release

from .cast import FOREIGN, HOUSE, OWN
from .door import (
    BACK,
    CONCEPT_STATES,
    DRAFT,
    FOREIGN_OWNER,
    IN_DRAFT,
    NEXT,
    NEXT_REVIEW,
    OWNER,
    PLAIN,
    RELEASED,
    RETIRED,
    ROOT,
    WITH_ISB,
    WITH_OWNER,
    Thing,
)
from .rules import Rule, at, cleared, everywhere, here, somewhere

LEVELS = {
    "public": Confidentiality.PUBLIC,
    "internal": Confidentiality.INTERNAL,
    "confidential": Confidentiality.CONFIDENTIAL,
    "strict": Confidentiality.STRICTLY_CONFIDENTIAL,
}
TEMPLATE_WORDS = "Geheimfrage"
READS = here("concept.read", "concept.edit", "concept.release", "concept.review")
EDITS = here("concept.edit", "concept.release", "concept.review")


def _template(*, with_old_questions: bool, key: str = "doors", title: str = "Türen") -> Any:
    asked = [question(level, confidentiality=rank) for level, rank in LEVELS.items()]
    old = [
        question(f"old_{level}", confidentiality=LEVELS[level])
        for level in ("confidential", "strict")
    ]
    plan = question("plan", AnswerType.FILE, confidentiality=LEVELS["confidential"])
    chapters = [group("all", *asked, plan), *([group("old", *old)] if with_old_questions else [])]
    made = definition(*chapters)
    label = replace(made.label, de=title, en=title)
    return replace(made, key=key, label=label, version="1.0" if with_old_questions else "2.0")


@dataclass
class Scene:
    """Everything, by kind, place and state; `words` says who may be told each word."""

    things: dict[tuple[str, str, str], Thing] = field(default_factory=dict)
    words: dict[str, tuple[str, Rule]] = field(default_factory=dict)
    groups: dict[str, list[ServiceGroupPage]] = field(default_factory=dict)

    def put(self, kind: str, place: str, state: str, it: Any, title: str = "", **more: Any) -> None:
        """Remember a thing."""
        self.things[kind, place, state] = Thing(place, state, it, title, more)

    def secret(self, text: str, place: str, rule: Rule) -> str:
        """Return a word, and remember who may be told it."""
        word = f"zz{text.replace(' ', '').lower()}zz"
        self.words[word] = (place, rule)
        return word


def set_scene() -> Scene:
    """Return the scene, made by the actions that people use."""
    scene = Scene()
    first = released_template(_template(with_old_questions=True))
    for place in (OWN, FOREIGN):
        _Half(scene, place, first).make()
    second = released_template(_template(with_old_questions=False))
    other = released_template(_template(with_old_questions=False, key="others", title="Andere"))
    for (kind, place, state), thing in scene.things.items():
        if kind == "concept":
            thing.more["to"] = other.pk
            if state in IN_DRAFT:
                apply_upgrade(thing.it, to=second, by=None)
                _finish_draft(scene, thing, place, state)
    _Templates(scene, second).make()
    _make_people(scene)
    _make_house(scene)
    _open_editors(scene)
    return scene


class _Half:
    """One of the two service groups."""

    def __init__(self, scene: Scene, place: str, template: Release) -> None:
        self.scene, self.place, self.template = scene, place, template
        self.group = ServiceGroupFactory(
            key=f"group_{place}", title=f"Gruppe-{place}", title_en=f"Group-{place}"
        )
        self.operator, self.owner = holder("operator", self.group), holder("owner", self.group)
        self.isb = holder("isb")

    def make(self) -> None:
        for state in CONCEPT_STATES:
            self._concept(state)
        place, group = self.place, self.group
        empty = ServiceGroupFactory(key=f"empty_{place}", title=f"Leer-{place}")
        self.scene.groups[place] = [group, empty]
        self.scene.put("service group", place, "with concepts", group, group.title)
        self.scene.put("service group", place, "empty", empty, empty.title)
        word = self.scene.secret(f"comment {place}", place, _ANY_RIGHT)
        free = ServiceFactory(
            group=group, key=f"free_{place}", name_de=f"Ohne-{place}", name_en=f"Ohne-{place}",
            comment=word,
        )  # fmt: skip
        gone = ServiceFactory(group=group, key=f"gone_{place}", retired=True)
        self.scene.put("service", place, "without a concept", free, free.name_de, retired=gone.pk)
        taken = self.scene.things["concept", place, RELEASED].more["service"]
        self.scene.put("service", place, "with a concept", taken, taken.name_de)
        for state, role in (("ordinary role", "operator"), ("administrative role", "subadmin")):
            person = UserFactory(last_name=f"Trägerin-{place}-{role}")
            given = assign(person, role, group)
            self.scene.put(
                "assignment", place, state, given, person.last_name,
                group=group.pk, role=given.role_id, person=person.pk, other=UserFactory().pk,
            )  # fmt: skip
            name = f"cn=team-{place}-{role},dc=example,dc=org"
            row = DirectoryGroup.objects.create(
                dn=name, dn_key=name, role_id=given.role_id, service_group=group
            )
            self.scene.put("directory group", place, state, row, f"team-{place}-{role}")

    def _concept(self, state: str) -> None:
        name = f"{state} {self.place}"
        slug = name.replace(" ", "-").lower()
        service = ServiceFactory(
            group=self.group, key=slug.replace("-", "_"), name_de=f"Dienst-{slug}",
            name_en=f"Dienst-{slug}",
        )  # fmt: skip
        rule = EDITS if state in (DRAFT, WITH_OWNER, WITH_ISB, BACK, RETIRED) else READS
        answers = self._answers(f"{state}{self.place}", rule)
        page = concept_draft(service, template=self.template, answers=answers)
        self._attach(page, state)
        self._bring(page, state)
        if state in (NEXT, NEXT_REVIEW):
            self._new_version(page, state)
        page = ConceptPage.objects.get(pk=page.pk)
        self.scene.put("concept", self.place, state, page, f"Dienst-{slug}", service=service)
        self._comment(page, state)

    def _answers(self, text: str, rule: Rule) -> dict[str, Any]:
        answers = {}
        for level, rank in LEVELS.items():
            word_rule = rule & cleared(rank.rank, level)
            answers[level] = self.scene.secret(f"{text}{level}", self.place, word_rule)
        for level in ("confidential", "strict"):
            word_rule = rule & cleared(LEVELS[level].rank, level)
            answers[f"old_{level}"] = self.scene.secret(f"{text}old{level}", self.place, word_rule)
        return answers

    def _attach(self, page: ConceptPage, state: str) -> None:
        rule = EDITS & cleared(LEVELS["confidential"].rank, "confidential")
        word = self.scene.secret(f"file{state}{self.place}", self.place, rule)
        file = SimpleUploadedFile("plan.txt", word.encode())
        draft = page.get_latest_revision_as_object()
        stored = dict(draft.stored_answers)
        draft.store(stored | {"plan": attach(draft, question="plan", file=file, by=self.operator)})
        draft.save_revision(user=self.operator)

    def _comment(self, page: ConceptPage, state: str) -> None:
        word = self.scene.secret(f"remark{state}{self.place}", self.place, EDITS)
        Comment.objects.create(page=page, user=self.operator, text=word, contentpath="body")

    def _bring(self, page: ConceptPage, state: str) -> None:
        """Bring a draft to the state, as people do."""
        if state == DRAFT:
            return
        submit(page, by=self.operator)
        if state == WITH_OWNER:
            return
        if state == BACK:
            request_changes(_fresh(page), by=self.owner, comment="Bitte ergänzen.")
            return
        approve(_fresh(page), by=self.owner)
        if state == WITH_ISB:
            return
        approve(_fresh(page), by=self.isb)
        if state == RETIRED:
            retire(_fresh(page), by=self.isb, comment="Abgeschaltet.")

    def _new_version(self, page: ConceptPage, state: str) -> None:
        start_version(_fresh(page), by=self.operator)
        working = _fresh(page).get_latest_revision_as_object()
        newer = self._answers(f"{state}{self.place}newer", EDITS)
        working.store(dict(working.stored_answers) | newer)
        working.save_revision(user=self.operator)
        if state == NEXT_REVIEW:
            submit(_fresh(page), by=self.operator)


_ANY_RIGHT = here("concept.read", "concept.edit", "concept.review", "service.edit", "role.delegate")


def _fresh(page: ConceptPage) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk)


def _finish_draft(scene: Scene, thing: Thing, place: str, state: str) -> None:
    """Add a question of the service, which doors change, and remember what doors name."""
    draft = _fresh(thing.it).get_latest_revision_as_object()
    draft.additions = [
        {
            "key": "own__chapter",
            "label": {"de": "Eigenes", "en": "Own"},
            "questions": [
                {"key": "own__first", "type": "text", "label": {"de": "Eins?", "en": "One?"}},
                {"key": "own__second", "type": "text", "label": {"de": "Zwei?", "en": "Two?"}},
            ],
        }
    ]
    draft.save_revision(clean=False)
    thing.it = _fresh(thing.it)


class _Templates:
    """Templates in every state; what none has released yet is for those who write them."""

    def __init__(self, scene: Scene, released: Release) -> None:
        self.scene, self.released = scene, released
        self.author, self.isb = holder("admin"), holder("isb")

    def make(self) -> None:
        for state in (DRAFT, "in review", NEXT):
            self._put(state, self._made(state))
        self._put(RELEASED, self.released.page.specific)

    def _made(self, state: str) -> Any:
        rule = everywhere("template.edit", "template.release")
        word = self.scene.secret(f"{TEMPLATE_WORDS}{state}", HOUSE, rule)
        key = state.replace(" ", "_")
        made = definition(
            group(f"{key}_all", question(f"{key}_first"), question(f"{key}_second"),
                  group(f"{key}_below", question(f"{key}_third"))),
            group(f"{key}_more", question(f"{key}_fourth")),
        )  # fmt: skip
        made = replace(made, key=f"template_{key}", label=replace(made.label, de=word, en=word))
        if state == NEXT:
            plain = replace(made, label=replace(made.label, de="Nachfolge", en="Successor"))
            page = released_template(plain).page.specific
            start_version(page, by=self.author)
            import_template(replace(made, version="2.0"), by=self.author)
            return page
        page = import_template(made, by=self.author).template
        if state == "in review":
            submit(page, by=self.author)
        return page

    def _put(self, state: str, page: Any) -> None:
        page = type(page).objects.get(pk=page.pk)
        groups = list(page.get_children())
        found = {"group": groups[0].pk, "other": groups[-1].pk}
        first = groups[0].specific.get_latest_revision_as_object()
        keys = [question.value["key"] for question in first.questions]
        concept = self.scene.things["concept", OWN, RELEASED].pk
        self.scene.put(
            "template", HOUSE, state, page, page.title,
            key=keys[0], concept=concept, definition=_template(with_old_questions=False), **found,
        )  # fmt: skip


OVER_PEOPLE = ("user.edit", "user.delete")


def _make_people(scene: Scene) -> None:
    """Add people whom somebody may look after; their addresses are for those alone."""
    team = Group.objects.create(name="Team für alle").pk
    for state, rule in (
        (PLAIN, somewhere(*OVER_PEOPLE)),
        (OWNER, at(OWN, *OVER_PEOPLE)),
        (FOREIGN_OWNER, at(FOREIGN, *OVER_PEOPLE)),
        (ROOT, everywhere(*OVER_PEOPLE)),
    ):
        mail = scene.secret(f"mail {state}", HOUSE, rule)
        person = UserFactory(
            last_name=f"Person-{state}", email=f"{mail}@example.org", is_superuser=state == ROOT
        )
        if state in (OWNER, FOREIGN_OWNER):
            assign(person, "owner", scene.groups[OWN if state == OWNER else FOREIGN][0])
        TOTPDevice.objects.create(user=person, name="default")
        scene.put("person", HOUSE, state, person, person.last_name, team=team)


def _make_house(scene: Scene) -> None:
    """Add roles, a mail that failed, and what Wagtail brings along."""
    scene.put("house", HOUSE, "", None)
    house = scene.things["house", HOUSE, ""].more
    scene.put("role", HOUSE, "held by somebody", Role.objects.get(key="operator"))
    scene.put("role", HOUSE, "free", RoleFactory(rights=["concept.read"]))
    invited = UserFactory()
    send_link(invited, by=holder("admin"))
    house |= {
        "link": (urlsafe_base64_encode(force_bytes(invited.pk)), tokens.make_token(invited)),
        "mail": Email.objects.create(
            from_email="secdoc@example.org", to=["somebody@example.org"], status=STATUS.failed
        ).pk,
        "site": Site.objects.get().pk,
        "workflow": Workflow.objects.first().pk,
        "task": Workflow.objects.first().tasks.first().pk,
        "people": Group.objects.create(name="Leute").pk,
        "department": DepartmentFactory().pk,
        "group": scene.groups[OWN][0].pk,
        "new_service": scene.things["service", OWN, "without a concept"].pk,
    }


def _open_editors(scene: Scene) -> None:
    """Remember what the editor of each draft posts, with another answer typed."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True), backend=BACKEND)
    for (kind, _place, _state), thing in scene.things.items():
        if kind == "service":
            thing.more["file"] = looked_at(client, thing)
    drafts: dict[str, dict[str, Any]] = {}
    for (kind, place, state), thing in scene.things.items():
        if kind != "concept":
            continue
        if state in IN_DRAFT:
            drafts[place] = posted_by(client, thing)
        thing.more["form"] = drafts.get(place, {})
    for (kind, place, _state), thing in scene.things.items():
        if kind == "concept":
            thing.more["form"] = thing.more["form"] or drafts[place]


BACKEND = "django.contrib.auth.backends.ModelBackend"


def posted_by(client: Client, thing: Thing) -> dict[str, Any]:
    """Return what the editor of a draft posts; the public answer is another one."""
    state = state_of(client.get(reverse("wagtailadmin_pages:edit", args=[thing.pk])))
    fields = dict(state["fields"])
    name = next(name for name in fields if name.endswith("-public"))
    fields[name] = json.dumps("Neues") if fields[name].startswith('"') else "Neues"
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return {**fields, "answers_base": json.dumps(state["base"]), **comments}


def looked_at(client: Client, thing: Thing) -> dict[str, Any]:
    """Return what the import of the catalogue posts after a look: the service gets a comment."""
    table = f"key;comment\n{thing.it.key};Aus der Tabelle\n".encode()
    file = SimpleUploadedFile("services.csv", table)
    shown = client.post(reverse("catalogue:import"), {"file": file}, follow=True).context
    return {name: shown[name] for name in ("source", "name", "seen")}
