"""Upgrades in the admin: the preview of one concept, and all concepts of a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workflows.errors import NotPossible
from workflows.models import Release
from workflows.states import State

from ...access.grants import grants_of
from ...access.rights import CONCEPT_EDITOR_RIGHTS, TEMPLATE_EDITOR_RIGHTS
from ...actions.upgrade import UpgradeStatus, apply_upgrade, may_upgrade
from ...models import ConceptPage, TemplatePage
from ...queries.concepts import releases_in_force
from ...queries.templates_in_use import may_rest_on_another, template_names
from ...queries.upgrades import (
    STATUS_LABELS,
    UpgradePlan,
    newer_release,
    plan_upgrade,
    resting_on,
    upgrade_of,
)
from .preview import Preview

CHANGEABLE = (State.DRAFT, State.APPROVED)

CATEGORIES = ("kept", "moved", "converted", "mapped", "parked", "new", "incomplete")


# One concept --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@require_admin_access
def upgrade_concept(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what another version or another template would do to a concept; do it when asked to."""
    page = get_object_or_404(ConceptPage, pk=page_id)
    if not may_upgrade(request.user, page):
        raise PermissionDenied
    to = _target(request, page)
    if request.method == "POST" and to is not None:
        return _apply(request, page, to)
    upgrade = upgrade_of(page, to) if to else None
    context = {
        "page": page,
        "to": to,
        "targets": _named_targets(page),
        "plan": upgrade.plan if upgrade else None,
        "from_name": _name(upgrade.before) if upgrade else "",
        "to_name": _name(upgrade.after) if upgrade else "",
        "is_possible": bool(upgrade and upgrade.plan.status is UpgradeStatus.PLANNED),
        "status": STATUS_LABELS[upgrade.plan.status] if upgrade else "",
        "chapters": Preview(upgrade, request.user).chapters() if upgrade else [],
        "way_back": _way_back(request, page),
    }
    return render(request, "concept_pages/admin/concept_upgrade.html", context)


def change_template_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the way to another template, where one is in force and the person may take it."""
    if not isinstance(page, ConceptPage) or page.lifecycle.in_state not in CHANGEABLE:
        return
    if may_upgrade(user, page) and may_rest_on_another(page):
        address = reverse("concepts:upgrade", args=[page.pk])
        label = _("Change the template")
        yield Button(label, f"{address}?other=1", icon_name="clipboard-list", priority=80)


def _target(request: HttpRequest, page: ConceptPage) -> Release | None:
    """Return the release asked for, or else the newest of the concept's own template.

    Who looks for another template is shown the first of those instead.
    """
    wanted = request.POST.get("to") or request.GET.get("to") or ""
    targets = list(_targets(page))
    if not wanted:
        newer = newer_release(_draft(page))
        others = [release for release in targets if release != newer]
        ranked = [*others, newer] if "other" in request.GET else [newer, *others]
        return next((release for release in ranked if release), None)
    found = [release for release in targets if str(release.pk) == wanted]
    if not found:
        raise Http404
    return found[0]


def _targets(page: ConceptPage) -> QuerySet[Release]:
    """Return the releases that a concept can be brought to, its own left out."""
    draft = _draft(page)
    newer = newer_release(draft)
    own = Release.objects.filter(pk=draft.template_release_id).values("page_id")
    others = releases_in_force().exclude(page_id__in=own)
    wanted = {*others.values_list("pk", flat=True), *([newer.pk] if newer else [])}
    return Release.objects.filter(pk__in=wanted).defer("content").order_by("title", "pk")


def _name(draft: ConceptPage) -> str:
    return draft.definition.label.say((get_language() or "de")[:2])


def _named_targets(page: ConceptPage) -> list[tuple[Release, str]]:
    """Return the releases that a concept can be brought to, with the names of their templates."""
    releases = list(_targets(page))
    names = template_names({release.page_id for release in releases})
    language = (get_language() or "de")[:2]
    return [(release, names[release.page_id].say(language)) for release in releases]


def _draft(page: ConceptPage) -> ConceptPage:
    draft: ConceptPage = page.get_latest_revision_as_object()
    return draft


def _apply(request: HttpRequest, page: ConceptPage, to: Release) -> HttpResponse:
    try:
        plan = apply_upgrade(page, to=to, by=request.user)
    except NotPossible as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            _("“%(title)s” rests on version %(version)s of “%(template)s” now. Readers keep what "
              "is released.")
            % {
                "title": page.get_admin_display_title(),
                "version": plan.to_version,
                "template": _name(_draft(page)),
            },
        )  # fmt: skip
    return redirect(_way_back(request, page))


def _way_back(request: HttpRequest, page: ConceptPage) -> str:
    """Return the editor of the concept, or the list of all for those who may not open it."""
    if grants_of(request.user).where_any(CONCEPT_EDITOR_RIGHTS).includes_page(page):
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    to = page.template_release.page_id
    return reverse("secdoc_templates:upgrade", args=[to])


# All concepts of a template -----------------------------------------------------------------------


@require_GET
@require_admin_access
def upgrade_all(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the concepts that rest on an older release of a template, to bring them to the newest.

    The counts of each concept are asked for by the script, one after the other.
    """
    template = _template(request, page_id)
    to = template.lifecycle.released
    concepts = list(_behind(to)) if to and template.in_force else []
    context = {
        "template": template,
        "to": to,
        "concepts": concepts,
        "categories": [(name, str(label)) for name, label in _category_labels()],
        "may_apply": grants_of(request.user).may("template.edit", None),
        "texts": _script_texts(),
    }
    return render(request, "concept_pages/admin/template_upgrade.html", context)


@require_http_methods(["GET", "POST"])
@require_admin_access
def upgrade_one(request: HttpRequest, page_id: int, concept_id: int) -> JsonResponse:
    """Answer for one concept: GET what would happen, POST what has happened. Asked by the list."""
    template = _template(request, page_id)
    concept = get_object_or_404(ConceptPage, pk=concept_id)
    to = get_object_or_404(Release, pk=template.lifecycle.released_id)
    try:
        plan = (
            apply_upgrade(concept, to=to, by=request.user)
            if request.method == "POST"
            else plan_upgrade(concept, to)
        )
    except NotPossible as error:
        return JsonResponse({"status": "refused", "sentence": error.sentence}, status=409)
    return JsonResponse(_counts(plan))


def _template(request: HttpRequest, page_id: int) -> TemplatePage:
    grants = grants_of(request.user)
    if not any(grants.may(right, None) for right in TEMPLATE_EDITOR_RIGHTS):
        raise PermissionDenied
    return get_object_or_404(TemplatePage, pk=page_id)


def _behind(to: Release) -> QuerySet[ConceptPage]:
    """Return the concepts that do not rest on the release yet, with all that the list shows."""
    return (
        resting_on(to)
        .exclude(pinned_release=to.pk)
        .select_related("lifecycle")
        .defer("body", "tailoring", "parked")
        .prefetch_related("services")
        .order_by("title", "pk")
    )


def _counts(plan: UpgradePlan) -> dict[str, Any]:
    """Return what the script shows; what is not touched has no counts, as nothing happens to it."""
    happens = plan.status in (UpgradeStatus.PLANNED, UpgradeStatus.APPLIED)
    return {
        "status": plan.status.value,
        "sentence": str(STATUS_LABELS[plan.status]),
        "from": plan.from_version,
        "counts": {name: len(getattr(plan, name)) for name in CATEGORIES} if happens else {},
    }


def _category_labels() -> list[tuple[str, Any]]:
    labels = (_("kept in all"), _("moved"), _("converted"), _("mapped"), _("parked"), _("new"),
              _("incomplete"))  # fmt: skip
    return list(zip(CATEGORIES, labels, strict=True))


def _script_texts() -> dict[str, str]:
    return {
        "progress": _("%(done)s of %(total)s concepts upgraded"),
        "finished": _("Finished: %(done)s upgraded, %(failed)s not."),
        "failed": _("The server could not be reached, or failed. Try again."),
        "chosen": _("Upgrade %(count)s concepts"),
        "previewing": _("Working out the previews: %(done)s of %(total)s …"),
    }
