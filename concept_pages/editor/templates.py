"""Templates in the admin, beside Wagtail's own pages: menu, export, import, and all addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workflows.errors import NotPossible
from workflows.models import Release
from workflows.rights import authority

from ..access.grants import grants_of
from ..access.rights import TEMPLATE_EDITOR_RIGHTS
from ..actions.import_template import TemplateRefused, import_template
from ..definition.codec import decode
from ..definition.problems import DefinitionError, Problem
from ..imports.template_file import plan_template, write_template
from ..imports.yaml_file import MAX_BYTES
from ..models import TemplateIndexPage, TemplatePage
from ..models.template_draft import definition_of_draft
from .release_urls import release_urls
from .template_form_preview import preview_urls
from .template_groups import group_urls
from .template_questions import question_urls
from .upgrades import upgrade_all, upgrade_one

TEMPLATE_WORK_RIGHTS = TEMPLATE_EDITOR_RIGHTS | {"template.create"}
"""Whoever holds one of these finds the templates in the menu."""


class TemplatesMenuItem(MenuItem):
    """The templates in the menu, for those who write or release some."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person works with templates."""
        return bool(grants_of(request.user).where_any(TEMPLATE_WORK_RIGHTS))


def templates_menu_item() -> TemplatesMenuItem:
    """Return the entry of the main menu."""
    address = reverse("secdoc_templates:index")
    return TemplatesMenuItem(gettext_lazy("Templates"), address, icon_name="form", order=20)


def import_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Yield the button that leads to the import, on the shelf of templates."""
    if page.specific_class is TemplateIndexPage and authority().may(user, "template.create", page):
        yield Button(_("Import a template"), reverse("secdoc_templates:import"), icon_name="upload")


@require_GET
@require_admin_access
def templates_home(request: HttpRequest) -> HttpResponse:
    """Lead to the template; to the shelf where there are several or none."""
    if not grants_of(request.user).where_any(TEMPLATE_WORK_RIGHTS):
        raise PermissionDenied
    found = list(TemplatePage.objects.values_list("pk", flat=True)[:2])
    if len(found) == 1:
        return redirect("wagtailadmin_pages:edit", found[0])
    return redirect("wagtailadmin_explore", get_object_or_404(TemplateIndexPage).pk)


@require_GET
@require_admin_access
def export_template(request: HttpRequest, page_id: int) -> HttpResponse:
    """Download the draft as a file; `?release=1.0` a release."""
    template = get_object_or_404(TemplatePage, pk=page_id)
    user: Any = request.user
    may_edit = template.permissions_for_user(user).can_edit()
    if not (may_edit or authority().may(user, "template.release", template)):
        raise PermissionDenied
    number = request.GET.get("release", "")
    try:
        definition = (
            decode(_release(template, number).content)
            if number
            else definition_of_draft(template.get_latest_revision_as_object())
        )
    except DefinitionError:
        messages.error(
            request, _("The draft is not complete yet. What is open is listed in the outline.")
        )
        return redirect("wagtailadmin_pages:edit", page_id)
    name = f"{template.key}-{definition.version}.yaml"
    return HttpResponse(
        write_template(definition),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _release(template: TemplatePage, number: str) -> Release:
    return get_object_or_404(template.releases, number=number, kind=Release.Kind.VERSION)


class ImportForm(forms.Form):
    """One template file."""

    file = forms.FileField(
        label=gettext_lazy("Template file"),
        help_text=gettext_lazy("A YAML file in the format template/1, as the export writes it."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> str:
        """Return the text of the file; what it says is looked at by the plan."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)d MB are read."),
                params={"most": MAX_BYTES // (1024 * 1024)},
            )
        try:
            text: str = upload.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not UTF-8 text.")) from error
        return text


@require_admin_access
def import_view(request: HttpRequest) -> HttpResponse:
    """Upload a file, look at what it would change, apply it."""
    shelf = get_object_or_404(TemplateIndexPage)
    if not authority().may(request.user, "template.create", shelf):
        raise PermissionDenied
    if request.method != "POST":
        return _import_page(request, form=ImportForm())
    if "source" in request.POST:
        return _apply(request, request.POST["source"])
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, form=form)
    source = form.cleaned_data["file"]
    return _import_page(request, form=form, source=source, plan=plan_template(source.encode()))


def _apply(request: HttpRequest, source: str) -> HttpResponse:
    """Import what was looked at; what is wrong by now is shown instead."""
    user: Any = request.user
    plan = plan_template(source.encode())
    problems: tuple[Any, ...] = plan.problems
    if plan.definition is not None and not problems:
        try:
            imported = import_template(plan.definition, by=user)
        except TemplateRefused as error:
            problems = error.problems
        except NotPossible as error:
            problems = (error.sentence,)
        else:
            sentence = (
                _("“%(title)s” is released with this content already; nothing has changed.")
                if imported.is_unchanged
                else _("“%(title)s” was imported as a draft.")
            )
            messages.success(request, sentence % {"title": imported.template.title})
            return redirect("wagtailadmin_pages:edit", imported.template.pk)
    return _import_page(request, form=ImportForm(), plan=plan, refused=problems)


def _import_page(
    request: HttpRequest,
    *,
    form: ImportForm,
    source: str = "",
    plan: Any = None,
    refused: tuple[Any, ...] = (),
) -> HttpResponse:
    problems = refused or (plan.problems if plan else ())
    context = {
        "form": form,
        "source": source,
        "plan": plan,
        "problems": [_sentence(problem) for problem in problems],
    }
    return render(request, "concept_pages/admin/template_import.html", context)


def _sentence(problem: Problem | str) -> str:
    if isinstance(problem, str):
        return problem
    return f"{problem.where}: {problem.message.say(_)}"


def template_urls() -> list[URLPattern]:
    """Return the addresses below /admin/templates/."""
    return [
        path("", templates_home, name="index"),
        path("import/", import_view, name="import"),
        path("<int:page_id>/export/", export_template, name="export"),
        *release_urls(),
        path("<int:page_id>/upgrade/", upgrade_all, name="upgrade"),
        path("<int:page_id>/upgrade/<int:concept_id>/", upgrade_one, name="upgrade_one"),
        *preview_urls(),
        *question_urls(),
        *group_urls(),
    ]
