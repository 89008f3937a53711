"""Writing a definition into a template's page tree, so that its draft says exactly that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wagtail.actions.delete_page import DeletePageAction

from ..blocks.question_data import Data, option_set_block, question_block
from ..definition.codec import encode
from ..definition.elements import Definition, Group
from .template_draft import DraftGroup, draft_groups

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from .template_page import QuestionGroupPage, TemplatePage


def write_definition(
    template: TemplatePage, definition: Definition, by: AbstractBaseUser | None
) -> None:
    """Make the draft of a saved template what the definition says; the caller opens a transaction.

    Groups and questions are recognised by their keys: they keep their pages, comments and history.
    Nothing is written for a group that says the same already.
    """
    _write_template(template, definition, by)
    existing = {group.key: group for group in draft_groups(template)}
    _write_groups(template, definition.groups, existing, by)
    kept = {group.key for group in definition.walk_groups()}
    _delete_groups([group for key, group in existing.items() if key not in kept], by)


def set_texts(template: TemplatePage, definition: Definition) -> None:
    """Give a template in memory what the definition says about the template as a whole."""
    ids = {block["value"].get("key"): block["id"] for block in template.option_sets.raw_data}
    data = encode(definition)
    template.title = template.draft_title = definition.label.de or definition.label.en
    template.title_en = definition.label.en
    for name in ("description", "document_title"):
        text = getattr(definition, name)
        setattr(template, f"{name}_de", text.de)
        setattr(template, f"{name}_en", text.en)
    template.language_default = definition.language_default
    template.confidentiality_default = definition.confidentiality_default.value
    template.vocabulary = {
        name: data.get(name, []) for name in ("languages", "confidentiality_levels", "patterns")
    }
    template.option_sets = _stream(
        template,
        "option_sets",
        [
            option_set_block(name, options, ids.get(name, ""))
            for name, options in data.get("option_sets", {}).items()
        ],
    )


def _write_template(
    template: TemplatePage, definition: Definition, by: AbstractBaseUser | None
) -> None:
    set_texts(template, definition)
    unversioned = {
        "proposed_version": definition.version,
        "upgrade_decisions": encode(definition).get("upgrade", {}),
    }
    for name, value in unversioned.items():
        setattr(template, name, value)
    if not template.live:
        template.save()
    # The page of a released template shows the release, so only what no revision holds is written.
    type(template).objects.filter(pk=template.pk).update(**unversioned)
    template.save_revision(user=by)


def _write_groups(
    parent: TemplatePage | QuestionGroupPage,
    groups: Iterable[Group],
    existing: dict[str, DraftGroup],
    by: AbstractBaseUser | None,
) -> None:
    """Write the groups below `parent`, in their order; each is put right behind the one before."""
    before: QuestionGroupPage | None = None
    for group in groups:
        page = _placed(parent, before, group, existing.get(group.key))
        _write_group(page, group, existing.get(group.key), by)
        _write_groups(page, group.groups, existing, by)
        before = page


def _placed(
    parent: TemplatePage | QuestionGroupPage,
    before: QuestionGroupPage | None,
    group: Group,
    known: DraftGroup | None,
) -> QuestionGroupPage:
    """Return the page of a group, new or moved to where it belongs."""
    from .template_page import QuestionGroupPage  # noqa: PLC0415 - the page class uses this module

    parent.refresh_from_db(fields=["path", "numchild"])
    if before is not None:
        before.refresh_from_db(fields=["path"])
    if known is None:
        page = QuestionGroupPage(slug=group.key.replace("_", "-"))
        fill_group(page, encode_group(group), {})
        if before is not None:
            return before.add_sibling("right", instance=page)
        first = parent.get_first_child()
        if first is not None:
            return first.add_sibling("left", instance=page)
        return parent.add_child(instance=page)
    page = QuestionGroupPage.objects.get(pk=known.page_id)
    behind = page.get_prev_sibling()
    is_placed = page.is_child_of(parent) and (behind.pk if behind else None) == (
        before.pk if before else None
    )
    if not is_placed:
        target, position = (before, "right") if before else (parent, "first-child")
        page.move(target, pos=position)
        page = QuestionGroupPage.objects.get(pk=page.pk)
    return page


def _write_group(
    page: QuestionGroupPage,
    group: Group,
    known: DraftGroup | None,
    by: AbstractBaseUser | None,
) -> None:
    """Save a revision of a group, unless its newest one says the same already."""
    data = encode_group(group)
    if known is not None and known.data == data:
        return
    if known is None:
        page.save_revision(user=by, clean=False)  # it was filled, and checked, as it was placed
        return
    draft = page.get_latest_revision_as_object()
    fill_group(draft, data, known.blocks)
    if not page.live:
        draft.save()
    draft.save_revision(user=by)


def fill_group(page: QuestionGroupPage, data: Data, blocks: Mapping[str, str]) -> None:
    """Give the page of a group in memory what a group in the template format says.

    `blocks` are the ids of the blocks that hold its questions already, by question key.
    """
    label, told = data.get("label") or {}, data.get("help") or {}
    page.title = page.draft_title = label.get("de") or label.get("en") or ""
    page.title_en, page.key = label.get("en", ""), data.get("key") or ""
    page.number = data.get("number", "")
    page.help_de, page.help_en = told.get("de", ""), told.get("en", "")
    page.confidentiality = data.get("confidentiality", "")
    page.visible_if = data.get("visible_if")
    stored = [
        question_block(question, blocks.get(question.get("key") or "", ""))
        for question in data.get("questions", ())
    ]
    page.questions = _stream(page, "questions", stored)


def encode_group(group: Group) -> Data:
    """Return a group in the template format, without the groups below."""
    alone = Definition(key="alone", version="1.0", label=group.label, groups=(group,))
    data: Data = encode(alone)["chapters"][0]
    data.pop("sections", None)
    return data


def _delete_groups(gone: list[DraftGroup], by: AbstractBaseUser | None) -> None:
    """Delete the pages of groups; whatever was below and stays has been moved away before."""
    from .template_page import QuestionGroupPage  # noqa: PLC0415 - the page class uses this module

    for group in sorted(gone, key=lambda one: one.path, reverse=True):
        page = QuestionGroupPage.objects.filter(pk=group.page_id).first()
        if page is not None:
            DeletePageAction(page, user=by).execute(skip_permission_checks=True)


def _stream(page: Any, name: str, stored: list[Data]) -> Any:
    return page._meta.get_field(name).stream_block.to_python(stored)
