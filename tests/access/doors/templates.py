"""The doors of templates: shelf, editor, outline, release check, versions, upgrade of concepts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from concept_pages.imports.template_file import write_template
from workflows.models import Submission

from .concepts import only, with_key
from .door import DRAFT, NEXT, RELEASED, TEMPLATE, Door, Thing
from .rules import ADMIN, NOBODY, everywhere

AREA = "Templates"
LOOKS = everywhere("template.edit", "template.release")
EDITS, RELEASES = everywhere("template.edit"), everywhere("template.release")
WORKS = everywhere("template.edit", "template.release", "template.create")
DRAFTS, REVIEW = (DRAFT, NEXT), "in review"
FEW = (DRAFT, REVIEW, RELEASED)

view = partial(Door, AREA, on=TEMPLATE, enters=ADMIN)
act = partial(Door, AREA, on=TEMPLATE, enters=ADMIN, method="post")
shelf = partial(Door, AREA, on=TEMPLATE, enters=ADMIN, args=lambda _t: (), states=(RELEASED,))


def _at(*names: str) -> Callable[[Thing], tuple[Any, ...]]:
    """Return the arguments of an address: of the template, then what the scene remembers."""
    return lambda thing: (thing.pk, *(thing.more[name] for name in names))


def _group(thing: Thing) -> tuple[Any, ...]:
    return (thing.more["group"],)


def _parent(thing: Thing) -> tuple[Any, ...]:
    return (thing.it.get_parent().pk,)


def _source(thing: Thing) -> dict[str, Any]:
    content = write_template(thing.more["definition"]).replace("key: doors", "key: newcomer", 1)
    return {"source": content}


def _seen(thing: Thing) -> int:
    submission = Submission.objects.filter(lifecycle__page=thing.it).order_by("-pk").first()
    return submission.workflow_state.current_task_state_id if submission else 0


def _decision(decision: str) -> Callable[[Thing], dict[str, Any]]:
    return lambda thing: {"decision": decision, "comment": "Gesehen.", "seen": _seen(thing)}


def _version(thing: Thing) -> tuple[Any, ...]:
    release = thing.it.releases.first()
    return thing.pk, release.number if release else "1.0"


def edits(name: str, url: str, **data: Any) -> Door:
    """Return the door of something that is done to a question of the draft."""
    return act(name, f"secdoc_templates:{url}", only(DRAFTS, EDITS), args=_at("key"),
               data=lambda _t: data, states=FEW, writes="wagtailcore_revision")  # fmt: skip


SHELF = (
    shelf("way to the templates", "secdoc_templates:index", WORKS, leads="/admin/pages/"),
    shelf("explorer of the shelf", "wagtailadmin_explore", WORKS, args=_parent,
          shows=lambda t: t.title, turns="/admin/pages/"),
    shelf("import (form)", "secdoc_templates:import", everywhere("template.create")),
    shelf("import a template", "secdoc_templates:import", everywhere("template.create"),
          method="post", data=_source, writes="wagtailcore_page"),
    shelf("new template (Wagtail)", "wagtailadmin_pages:add", everywhere("template.create"),
          args=lambda t: ("concept_pages", "templatepage", *_parent(t))),
    shelf("add to the shelf", "wagtailadmin_pages:add_subpage", everywhere("template.create"),
          args=_parent, leads="/admin/pages/add/"),
    shelf("templates of a type", "wagtailadmin_pages:type_use", WORKS,
          args=lambda _t: ("concept_pages", "templatepage"), shows=lambda t: t.title),
    shelf("templates of a type, results", "wagtailadmin_pages:type_use_results", WORKS,
          args=lambda _t: ("concept_pages", "templatepage"), shows=lambda t: t.title),
)  # fmt: skip

WHOLE = (
    view("outline", "wagtailadmin_pages:edit", LOOKS),
    view("page history of a template", "wagtailadmin_pages:history", LOOKS, states=(NEXT,)),
    view("draft of a template as readers would see it", "wagtailadmin_pages:view_draft", LOOKS,
         states=(DRAFT,)),
    view("form of the draft, filled with a concept", "secdoc_templates:preview", LOOKS,
         data=lambda t: {"concept": t.more["concept"]} if t.state == RELEASED else {}),
    view("file of a template's draft", "secdoc_templates:export", LOOKS),
    view("file of a template's release", "concept_pages:export", only((RELEASED, NEXT), LOOKS),
         args=with_key("html"), states=FEW),
    view("release check", "secdoc_templates:gate", LOOKS, states=FEW),
    act("declare what breaks", "secdoc_templates:gate", only(DRAFTS, EDITS), states=FEW,
        leads="/admin/templates/"),
    view("put out of force (asks)", "secdoc_templates:offering", RELEASES, states=(RELEASED,)),
    act("put out of force", "secdoc_templates:offering", only((RELEASED,), RELEASES),
        data=lambda _t: {"in_force": "0", "comment": "Veraltet."}, states=(DRAFT, RELEASED),
        writes="concept_pages_templatepage"),
    view("versions", "secdoc_templates:versions", LOOKS, states=FEW),
    view("one version", "secdoc_templates:version", only((RELEASED, NEXT), LOOKS), args=_version,
         states=(DRAFT, RELEASED)),
    view("compare versions of a template", "secdoc_templates:compare", LOOKS, states=(RELEASED,),
         data=lambda _t: {"old": "1.0", "new": "2.0"}),
    view("concepts to upgrade", "secdoc_templates:upgrade", LOOKS, states=(RELEASED,)),
    view("upgrade of one concept (counts)", "secdoc_templates:upgrade_one", LOOKS,
         args=_at("concept"), states=(RELEASED,)),
    act("upgrade a concept", "secdoc_templates:upgrade_one", EDITS, args=_at("concept"),
        states=(RELEASED,), writes="wagtailcore_revision"),
)  # fmt: skip

REVIEWED = (
    view("review of a template", "lifecycle:review", only((REVIEW,), LOOKS), states=FEW),
    act("release a template", "lifecycle:review", only((REVIEW,), RELEASES),
        data=_decision("approve"), states=FEW, writes="workflows_release"),
    act("release a template that one submitted", "lifecycle:review", NOBODY,
        data=_decision("approve"), states=(REVIEW,), writes="workflows_release", four_eyes=True),
    act("send a template back", "lifecycle:review", only((REVIEW,), RELEASES),
        data=_decision("request-changes"), states=FEW, writes="workflows_transitionlog"),
    view("history of a template", "lifecycle:history", LOOKS, states=(RELEASED,)),
    act("new version of a template", "lifecycle:move", only((RELEASED,), EDITS),
        args=with_key("new-version"), states=FEW, writes="workflows_transitionlog"),
    act("withdraw a template", "lifecycle:move", only((REVIEW,), LOOKS),
        args=with_key("withdraw"), states=FEW, writes="workflows_transitionlog"),
    act("retire a template", "lifecycle:move", RELEASES, args=with_key("retire"),
        data=lambda _t: {"comment": "Veraltet."}, writes="workflows_transitionlog"),
)  # fmt: skip

QUESTIONS = (
    view("question of a template", "secdoc_templates:question", only(DRAFTS, EDITS),
         args=_at("key"), states=FEW),
    act("move a question of a template", "secdoc_templates:move_question", only(DRAFTS, EDITS),
        args=_at("key"), data=lambda t: {"group": t.more["other"]}, states=FEW,
        writes="wagtailcore_revision"),
    edits("duplicate a question", "copy_question"),
    edits("change the type of a question", "retype_question", type="longtext"),
    edits("delete a question", "delete_question"),
    act("share the options of a question", "secdoc_templates:share_options", NOBODY,
        args=_at("key"), data=lambda _t: {"name": "Auswahl"}, states=(DRAFT, RELEASED)),
)  # fmt: skip

GROUPS = (
    view("group of a template (editor)", "wagtailadmin_pages:edit", LOOKS,
         args=_group, states=FEW),
    view("group of a template", "secdoc_templates:group", only(DRAFTS, EDITS), args=_group,
         states=FEW),
    act("move a group", "secdoc_templates:move", only(DRAFTS, EDITS), args=_group,
        data=lambda _t: {"position": "1"}, states=FEW, writes="wagtailcore_page"),
    act("duplicate a group", "secdoc_templates:copy_group", only(DRAFTS, EDITS), args=_group,
        data=lambda _t: {"title": "Kopie", "title_en": "Copy"}, states=FEW,
        writes="wagtailcore_page"),
    act("delete a group", "secdoc_templates:delete_group", only(DRAFTS, EDITS), args=_group,
        states=FEW, writes="wagtailcore_page"),
    view("new group (Wagtail)", "wagtailadmin_pages:add", only(DRAFTS, EDITS),
         args=lambda t: ("concept_pages", "questiongrouppage", t.pk), states=FEW),
    view("delete a template (asks)", "wagtailadmin_pages:delete", only((DRAFT,), EDITS),
         states=FEW),
    act("delete a template", "wagtailadmin_pages:delete", only((DRAFT,), EDITS), states=FEW,
        writes="wagtailcore_page"),
    act("unpublish a template", "wagtailadmin_pages:unpublish", NOBODY, states=(RELEASED,)),
)  # fmt: skip

DOORS = (*SHELF, *WHOLE, *REVIEWED, *QUESTIONS, *GROUPS)
