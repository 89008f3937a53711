"""Templates from files in the admin: upload, look at what would change, import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from workflows.errors import NotPossible
from workflows.rights import authority

from ...actions.import_template import Breaking, TemplateRefused, import_template
from ...definition.problems import Problem
from ...imports.template_file import TemplatePlan, plan_template
from ...imports.yaml_file import MAX_BYTES
from ...models import TemplateIndexPage


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


class BreakingForm(forms.Form):
    """What happens to answers that the file breaks without saying what is to become of them."""

    breaking = forms.ChoiceField(
        label=gettext_lazy("What is to happen?"),
        required=False,
        initial=Breaking.REFUSE.value,
        widget=forms.RadioSelect,
        choices=[
            (
                Breaking.REFUSE.value,
                gettext_lazy("Do not import the file: it is to declare that itself."),
            ),
            (
                Breaking.PARK.value,
                gettext_lazy(
                    "Import it, and park what has no place any more. The release check of the "
                    "draft offers other choices."
                ),
            ),
        ],
    )

    @property
    def chosen(self) -> Breaking:
        """What was chosen; nothing imports nothing that breaks."""
        is_chosen = self.is_valid() and self.cleaned_data["breaking"]
        return Breaking(self.cleaned_data["breaking"]) if is_chosen else Breaking.REFUSE


@require_admin_access
def import_view(request: HttpRequest) -> HttpResponse:
    """Upload a file, look at what it would change, apply it."""
    shelf = get_object_or_404(TemplateIndexPage)
    if not authority().may(request.user, "template.create", shelf):
        raise PermissionDenied
    if request.method != "POST":
        return _import_page(request, form=ImportForm())
    if "source" in request.POST:
        return _apply(request, request.POST["source"], BreakingForm(request.POST).chosen)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, form=form)
    source = form.cleaned_data["file"]
    return _import_page(request, form=form, source=source, plan=plan_template(source.encode()))


def _apply(request: HttpRequest, source: str, breaking: Breaking) -> HttpResponse:
    """Import what was looked at; what is wrong by now is shown instead."""
    user: Any = request.user
    plan = plan_template(source.encode())
    problems: tuple[Any, ...] = plan.problems
    if plan.breaking and breaking is Breaking.REFUSE:
        messages.warning(request, _("Nothing was imported: the file breaks answers."))
        return _import_page(request, form=ImportForm(), source=source, plan=plan)
    if plan.definition is not None and not problems:
        try:
            imported = import_template(plan.definition, by=user, breaking=breaking)
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
    plan: TemplatePlan | None = None,
    refused: tuple[Any, ...] = (),
) -> HttpResponse:
    problems = refused or (plan.problems if plan else ())
    context = {
        "form": form,
        "source": source,
        "plan": plan,
        "problems": [_sentence(problem) for problem in problems],
        "breaking": [problem.message.say(_) for problem in plan.breaking] if plan else [],
        "breaking_form": BreakingForm(),
    }
    return render(request, "concept_pages/admin/template_import.html", context)


def _sentence(problem: Problem | str) -> str:
    if isinstance(problem, str):
        return problem
    return problem.say(_)
