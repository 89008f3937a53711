"""The doors of concepts in the admin: lists, editor, versions, review, moves, tailoring, files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concept_pages.definition.own_editing import fingerprint_of
from concept_pages.models import Attachment
from workflows.models import Submission

from .door import (
    ANYTHING,
    BACK,
    CONCEPT,
    DRAFT,
    GROUP,
    IN_DRAFT,
    IN_REVIEW,
    NEXT,
    NEXT_REVIEW,
    RELEASED,
    RETIRED,
    WITH_ISB,
    WITH_OWNER,
    Door,
    Thing,
)
from .rules import ADMIN, NOBODY, SUPERUSER, Rule, here

AREA = "Concepts in the admin"
WORKS = here("concept.edit", "concept.release", "concept.review")
EDITS, REVIEWS = here("concept.edit"), here("concept.review")
TAILORS, ADDS = here("template.choose_specific"), here("template.add_specific")
FEW = (DRAFT, NEXT_REVIEW, RETIRED)
"""States enough for doors that look the same in all of them."""

view = partial(Door, AREA, on=CONCEPT, enters=ADMIN)
act = partial(Door, AREA, on=CONCEPT, enters=ADMIN, method="post")


def only(states: tuple[str, ...], rule: Rule) -> dict[str, Rule]:
    """Return the rule for some states; the others are closed to all."""
    return dict.fromkeys(states, rule)


def title(thing: Thing) -> str:
    """Return what a list shows of the thing."""
    return thing.title


def with_key(*keys: str) -> Callable[[Thing], tuple[Any, ...]]:
    """Return the arguments of an address below that of the thing."""
    return lambda thing: (thing.pk, *keys)


def _revisions(thing: Thing) -> list[int]:
    return list(thing.it.revisions.order_by("pk").values_list("pk", flat=True))


def _newest(thing: Thing) -> tuple[Any, ...]:
    return thing.pk, _revisions(thing)[-1]


def _oldest(thing: Thing) -> tuple[Any, ...]:
    return thing.pk, _revisions(thing)[0]


def _compared(thing: Thing) -> tuple[Any, ...]:
    return thing.pk, "earliest", "latest"


def _waiting(thing: Thing) -> Any:
    return Submission.objects.filter(lifecycle__page=thing.it).order_by("-pk").first()


def _seen(thing: Thing) -> int:
    submission = _waiting(thing)
    return submission.workflow_state.current_task_state_id if submission else 0


def _task_state(action: str) -> Callable[[Thing], tuple[Any, ...]]:
    return lambda thing: (thing.pk, action, _seen(thing) or 1)


def _decision(decision: str) -> Callable[[Thing], dict[str, Any]]:
    return lambda thing: {"decision": decision, "comment": "Gesehen.", "seen": _seen(thing)}


def _upload(_thing: Thing) -> dict[str, Any]:
    return {"question": "plan", "file": SimpleUploadedFile("neu.txt", b"Neu")}


def _attachment(thing: Thing) -> tuple[Any, ...]:
    return (Attachment.objects.get(concept=thing.it).pk,)


def _parked(thing: Thing) -> tuple[Any, ...]:
    draft = thing.it.get_latest_revision_as_object()
    return thing.pk, draft.parked[0]["id"] if draft.parked else "none"


def _own(**more: str) -> Callable[[Thing], dict[str, Any]]:
    label = {"label_de": "Neu", "label_en": "New", "help_de": "", "help_en": ""}
    return lambda _thing: {**label, "confidentiality": "", "base": "", **more}


def _saved_chapter(thing: Thing) -> dict[str, Any]:
    additions = thing.it.get_latest_revision_as_object().additions
    return _own(base=fingerprint_of(additions, "own__chapter"))(thing)


def _form(**more: str) -> Callable[[Thing], dict[str, Any]]:
    return lambda thing: {**thing.more["form"], **more}


def _by_page(thing: Thing) -> dict[str, Any]:
    return {"id": thing.pk}


PROFESSIONAL, FINAL = here("concept.release"), here("concept.review")
DECIDES = {WITH_OWNER: PROFESSIONAL, NEXT_REVIEW: PROFESSIONAL, WITH_ISB: FINAL}
OWNED = {WITH_OWNER: PROFESSIONAL, WITH_ISB: FINAL}

LISTS = (
    view("list of concepts", "concepts:index", here("concept.edit", "concept.release",
         "concept.review", "concept.create"), args=lambda _t: (), shows=title,
         data=lambda _t: {"q": "Dienst"}, states=FEW),
    view("list of concepts, results", "concepts:index_results", here("concept.edit",
         "concept.release", "concept.review", "concept.create"), args=lambda _t: (), shows=title,
         data=lambda _t: {"q": "Dienst"}, states=(DRAFT,)),
    view("search of pages", "wagtailadmin_pages:search", here("concept.edit", "concept.release",
         "concept.review", "concept.create", "service.edit", "service.delete"),
         args=lambda _t: (), data=lambda t: {"q": t.it.title}, shows=lambda t: f"/{t.pk}/",
         states=FEW),
    view("search of pages, results", "wagtailadmin_pages:search_results", here("concept.edit",
         "concept.release", "concept.review", "concept.create", "service.edit", "service.delete"),
         args=lambda _t: (), data=lambda t: {"q": t.it.title}, shows=lambda t: f"/{t.pk}/",
         states=(DRAFT,)),
    Door(AREA, "start a concept (form)", "concepts:new", here("concept.create"), on=GROUP,
         enters=ADMIN, args=lambda _t: (), shows=lambda t: f"Group-{t.place}",
         states=("with concepts",)),
    Door(AREA, "services for an answer", "concepts:services", ADMIN, enters=ADMIN),
)  # fmt: skip

EDITOR = (
    view("editor", "wagtailadmin_pages:edit", WORKS),
    act("save the draft", "wagtailadmin_pages:edit", only(IN_DRAFT, EDITS), data=_form(),
        states=(DRAFT, WITH_OWNER, BACK, RELEASED, NEXT, RETIRED), writes="wagtailcore_revision"),
    act("submit", "wagtailadmin_pages:edit", only(IN_DRAFT, EDITS),
        data=_form(**{"action-submit": "1"}), states=(DRAFT, NEXT, RELEASED, RETIRED),
        writes="workflows_submission"),
    act("publish past the review (saves)", "wagtailadmin_pages:edit", only(IN_DRAFT, EDITS),
        data=_form(**{"action-publish": "1"}), states=(DRAFT, NEXT),
        writes="wagtailcore_revision", never="workflows_release"),
    act("preview of the editor", "wagtailadmin_pages:preview_on_edit", WORKS, data=_form(),
        states=FEW),
    view("draft as readers would see it", "wagtailadmin_pages:view_draft", WORKS, states=FEW),
    view("version in the history", "wagtailadmin_pages:revisions_view", WORKS, args=_newest,
         states=FEW),
    view("oldest version in the history", "wagtailadmin_pages:revisions_view", WORKS, args=_oldest,
         states=(NEXT,)),
    view("go back to a version (form)", "wagtailadmin_pages:revisions_revert", WORKS,
         args=_oldest, states=(DRAFT,)),
    view("compare versions", "wagtailadmin_pages:revisions_compare", WORKS, args=_compared,
         states=FEW),
    view("page history", "wagtailadmin_pages:history", WORKS, states=FEW),
    view("page history, results", "wagtailadmin_pages:history_results", WORKS, states=(DRAFT,)),
    view("usage of the page", "wagtailadmin_pages:usage", WORKS, states=(RELEASED,)),
    view("workflow history", "wagtailadmin_pages:workflow_history", WORKS, states=(RELEASED,),
         leads="/admin/lifecycle/"),
    view("one workflow of the history", "wagtailadmin_pages:workflow_history_detail", WORKS,
         args=lambda t: (t.pk, _waiting(t).workflow_state_id), states=(RELEASED,),
         leads="/admin/lifecycle/"),
    view("preview for a task", "wagtailadmin_pages:workflow_preview", DECIDES,
         args=lambda t: (t.pk, _waiting(t).workflow_state.current_task_state.task_id),
         states=IN_REVIEW),
    view("who has access?", "concepts:access", here(
         "concept.create", "concept.edit", "concept.release", "concept.review", "service.edit",
         "service.delete", "service.assign", "role.delegate", "role.delegate_admin"), states=FEW),
)  # fmt: skip

REVIEW = (
    view("review", "lifecycle:review", only(IN_REVIEW, WORKS)),
    act("approve", "lifecycle:review", DECIDES, data=_decision("approve"), states=(*IN_REVIEW,
        RELEASED, DRAFT), writes="workflows_transitionlog"),
    act("approve what one submitted", "lifecycle:review", NOBODY, data=_decision("approve"),
        states=IN_REVIEW, writes="workflows_transitionlog", four_eyes=True),
    act("request changes", "lifecycle:review", DECIDES, data=_decision("request-changes"),
        states=(*IN_REVIEW, RELEASED), writes="workflows_transitionlog"),
    act("request changes to what one submitted", "lifecycle:review", NOBODY,
        data=_decision("request-changes"), states=IN_REVIEW, writes="workflows_transitionlog",
        four_eyes=True),
    view("Wagtail's window to approve", "wagtailadmin_pages:workflow_action", OWNED,
         args=_task_state("approve"), states=(WITH_OWNER, WITH_ISB)),
    act("approve in Wagtail's window", "wagtailadmin_pages:workflow_action", DECIDES,
        args=_task_state("approve"), data=lambda _t: {"comment": "Gesehen."}, states=IN_REVIEW,
        writes="workflows_transitionlog"),
    act("approve in Wagtail's window what one submitted", "wagtailadmin_pages:workflow_action",
        NOBODY, args=_task_state("approve"), data=lambda _t: {"comment": "Gesehen."},
        states=IN_REVIEW, writes="workflows_transitionlog", four_eyes=True),
    act("collect data for an approval", "wagtailadmin_pages:collect_workflow_action_data", OWNED,
        args=_task_state("approve"), data=lambda _t: {"comment": "Gesehen."},
        states=(WITH_OWNER, WITH_ISB)),
    view("ask before a withdrawal (Wagtail; names the step, no answer)",
         "wagtailadmin_pages:confirm_workflow_cancellation", ADMIN, states=(WITH_OWNER,)),
    Door(AREA, "does an open editor still save?", "lifecycle_site:editor_session", EDITS,
         on=CONCEPT, shows=lambda _t: '"may_edit": true', states=FEW),
    view("releases and history", "lifecycle:history", WORKS, states=FEW),
)  # fmt: skip


def move(name: str, slug: str, opens: Any, *, states: tuple[str, ...] = ()) -> tuple[Door, ...]:
    """Return the two doors of a move: what asks, and what does it."""
    comment = {"comment": "Weil es so ist."}
    return (
        view(f"{name} (asks)", "lifecycle:move", WORKS, args=with_key(slug), states=(DRAFT,)),
        act(name, "lifecycle:move", opens, args=with_key(slug), data=lambda _t: comment,
            states=states, writes="workflows_transitionlog"),
    )  # fmt: skip


MOVES = (
    *move("withdraw", "withdraw", only(IN_REVIEW, WORKS), states=(WITH_OWNER, WITH_ISB, DRAFT)),
    *move("new version", "new-version", only((RELEASED,), EDITS), states=(RELEASED, NEXT, RETIRED)),
    *move(
        "abandon the version",
        "abandon-version",
        only((NEXT,), EDITS),
        states=(NEXT, DRAFT, RELEASED),
    ),
    *move(
        "confirm unchanged",
        "confirm-unchanged",
        only((RELEASED,), REVIEWS),
        states=(RELEASED, NEXT, DRAFT),
    ),
    *move(
        "retire",
        "retire",
        only((*IN_DRAFT, *IN_REVIEW, RELEASED), REVIEWS),
        states=(DRAFT, NEXT_REVIEW, RELEASED, RETIRED),
    ),
    *move("reactivate", "reactivate", only((RETIRED,), REVIEWS), states=(RETIRED, RELEASED)),
)

TAILORING = (
    view("tailor to the service", "concepts:tailor", here(
         "concept.edit", "concept.release", "concept.review", "template.choose_specific",
         "template.add_specific"), states=FEW),
    act("switch a question off", "concepts:tailor", only(IN_DRAFT, TAILORS),
        states=(DRAFT, NEXT, WITH_ISB, RELEASED),
        data=lambda _t: {"base": "{}", "off-public": "on", "reason-public": "Gibt es nicht."},
        writes="wagtailcore_revision"),
    view("new chapter of the service", "concepts:own_chapter_new", ADDS, states=(DRAFT, RELEASED)),
    act("add a chapter", "concepts:own_chapter_new", only(IN_DRAFT, ADDS), data=_own(),
        states=(DRAFT, WITH_OWNER, RELEASED), writes="wagtailcore_revision"),
    view("chapter of the service", "concepts:own_chapter", ADDS, args=with_key("own__chapter"),
         states=(DRAFT,)),
    act("change a chapter", "concepts:own_chapter", only(IN_DRAFT, ADDS), data=_saved_chapter,
        args=with_key("own__chapter"), states=(DRAFT,), writes="wagtailcore_revision"),
    view("new question of the service", "concepts:own_question_new", ADDS, states=(DRAFT,)),
    act("add a question", "concepts:own_question_new", only(IN_DRAFT, ADDS),
        data=_own(type="text", chapter="own__chapter"), states=(DRAFT, NEXT),
        writes="wagtailcore_revision"),
    view("question of the service", "concepts:own_question", ADDS, args=with_key("own__first"),
         states=(DRAFT,)),
    view("remove a question (asks)", "concepts:own_remove", ADDS, args=with_key("own__first"),
         states=(DRAFT,)),
    act("remove a question", "concepts:own_remove", only(IN_DRAFT, ADDS),
        args=with_key("own__first"), states=(DRAFT, WITH_OWNER), writes="wagtailcore_revision"),
    act("move a question", "concepts:own_move", only(IN_DRAFT, ADDS),
        args=with_key("own__second"), data=lambda _t: {"direction": "up"},
        states=(DRAFT, WITH_OWNER), writes="wagtailcore_revision"),
)  # fmt: skip

CHANGES_TEMPLATE = EDITS | Rule(
    "`template.edit` everywhere", lambda who, _place: who.holds("template.edit", "house")
)

CONTENT = (
    view("newer template (preview)", "concepts:upgrade", CHANGES_TEMPLATE,
         states=(DRAFT, RELEASED)),
    act("take another template", "concepts:upgrade", only((*IN_DRAFT, RELEASED),
        CHANGES_TEMPLATE), data=lambda t: {"to": t.more["to"]},
        states=(DRAFT, WITH_OWNER, RELEASED, RETIRED), writes="wagtailcore_revision"),
    act("dismiss a parked answer", "concepts:settle_parked", only(IN_DRAFT, EDITS), args=_parked,
        data=lambda _t: {"dismiss": "1", "reason": "Erledigt."}, states=(DRAFT, RELEASED),
        writes="wagtailcore_revision"),
    act("upload a file", "concepts:upload", only(IN_DRAFT, EDITS), data=_upload,
        states=(DRAFT, NEXT, WITH_OWNER, RELEASED), writes="concept_pages_attachment"),
    view("fetch a file", "concepts:attachment", WORKS, args=_attachment, states=FEW),
)  # fmt: skip

WAGTAILS = (
    view("add below a concept", "wagtailadmin_pages:add_subpage", NOBODY, states=(DRAFT,)),
    view("copy", "wagtailadmin_pages:copy", NOBODY, states=FEW),
    act("copy (posted)", "wagtailadmin_pages:copy", NOBODY, states=(DRAFT,),
        data=lambda t: {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": t.pk}),
    view("move", "wagtailadmin_pages:move", NOBODY, states=(DRAFT,)),
    act("move (posted)", "wagtailadmin_pages:move_confirm", NOBODY, states=(DRAFT, RELEASED),
        args=lambda t: (t.pk, t.it.get_parent().get_parent().pk)),
    act("sort", "wagtailadmin_pages:set_page_position", NOBODY, states=(DRAFT,),
        data=lambda _t: {"position": 0}),
    view("delete (asks)", "wagtailadmin_pages:delete", only((DRAFT,), EDITS), states=FEW),
    act("delete", "wagtailadmin_pages:delete", only((DRAFT,), EDITS),
        states=(DRAFT, BACK, RELEASED),
        writes="wagtailcore_page"),
    act("unpublish", "wagtailadmin_pages:unpublish", NOBODY, states=(RELEASED,)),
    act("convert an alias", "wagtailadmin_pages:convert_alias", NOBODY, states=(RELEASED,)),
    view("privacy", "wagtailadmin_pages:set_privacy", NOBODY, states=(RELEASED,)),
    act("unschedule", "wagtailadmin_pages:revisions_unschedule", NOBODY, args=_newest,
        states=(RELEASED,)),
    view("versions, as an address of old", "wagtailadmin_pages:revisions_index", ADMIN,
         states=(DRAFT,), leads="/admin/pages/"),
    act("unlock", "wagtailadmin_pages:unlock", NOBODY, states=(DRAFT, RELEASED)),
    act("lock", "wagtailadmin_pages:lock", only(IN_DRAFT, SUPERUSER), states=(DRAFT, RELEASED),
        writes="wagtailcore_page"),
    *(
        act(f"{action} several at once", "wagtail_bulk_action", NOBODY,
            args=lambda _t, action=action: ("wagtailcore", "page", action), query=_by_page,
            states=(RELEASED,))
        for action in ("delete", "move", "publish", "unpublish")
    ),
)  # fmt: skip

SEEN = here("concept.edit", "concept.release", "concept.review", "concept.create", "service.edit",
            "service.delete")  # fmt: skip

API = (
    view("pages for scripts (list)", "wagtailadmin_api:pages:listing", SEEN, args=lambda _t: (),
         data=lambda t: {"child_of": t.it.get_parent().pk, "limit": 20},
         shows=lambda t: f'"id": {t.pk},', states=(DRAFT,)),
    view("pages for scripts (search)", "wagtailadmin_api:pages:listing", SEEN, args=lambda _t: (),
         data=lambda t: {"search": t.title, "limit": 20}, shows=lambda t: f'"id": {t.pk},',
         states=(DRAFT,)),
    view("pages for scripts (one)", "wagtailadmin_api:pages:detail", SEEN,
         data=lambda _t: {"fields": "*"}, states=(DRAFT, NEXT)),
    *(
        act(f"{action} by a script", "wagtailadmin_api:pages:action", NOBODY,
            args=with_key(action), states=(NEXT, RETIRED))
        for action in ("copy", "move", "publish", "unpublish", "convert_alias", "create_alias")
    ),
    act("delete by a script", "wagtailadmin_api:pages:action", only((DRAFT,), EDITS),
        args=with_key("delete"), states=(DRAFT, NEXT), writes="wagtailcore_page"),
)  # fmt: skip

PAGES = (
    Door(AREA, "explorer of a service group", "wagtailadmin_explore", here(
         "concept.edit", "concept.release", "concept.review", "concept.create", "service.edit",
         "service.delete"), on=GROUP, enters=ADMIN, states=("with concepts",),
         shows=lambda t: f"Dienst-draft-{t.place}", turns="/admin/pages/"),
    Door(AREA, "explorer, results", "wagtailadmin_explore_results", here(
         "concept.edit", "concept.release", "concept.review", "concept.create", "service.edit",
         "service.delete"), on=GROUP, enters=ADMIN, states=("with concepts",),
         shows=lambda t: f"Dienst-draft-{t.place}", turns="/admin/pages/"),
    Door(AREA, "chooser of pages", "wagtailadmin_choose_page_child", here(
         "concept.edit", "concept.release", "concept.review", "concept.create", "service.edit",
         "service.delete"), on=GROUP, enters=ADMIN, states=("with concepts",),
         shows=lambda t: f"Dienst-draft-{t.place}"),
    view("chooser of pages, search", "wagtailadmin_choose_page_search", here(
         "concept.edit", "concept.release", "concept.review", "concept.create", "service.edit",
         "service.delete"), args=lambda _t: (), data=lambda t: {"q": t.it.title}, states=(DRAFT,),
         shows=title),
    Door(AREA, "chooser of pages, several", "wagtailadmin_choose_page_chosen_multiple",
         ADMIN, on=ANYTHING, enters=ADMIN),
)  # fmt: skip

DOORS = (*LISTS, *EDITOR, *REVIEW, *MOVES, *TAILORING, *CONTENT, *WAGTAILS, *API, *PAGES)
