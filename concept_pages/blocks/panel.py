"""The panel of the concept editor: outline, progress, questions, and what is wrong with them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from .browser_state import state_for_browser

CHECK_PARAMETER = "check"
"""`?check=1` in the address of the editor: list what is missing, not only what is implausible."""


class AnswersPanel(Panel):
    """Shows the compiled form of a concept in place of the StreamField that stores it."""

    def get_form_options(self) -> dict[str, Any]:
        """Return what the page form needs: the field that the compiled form takes the place of."""
        return {"fields": ["body"]}

    class BoundPanel(Panel.BoundPanel):
        """The panel with the answers of one concept."""

        template_name = "concept_pages/admin/concept_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what the template needs; the scripts fill in the answers."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            compiled = self.form.compiled
            return context | {
                "page": self.instance,
                "compiled": compiled,
                "errors": self.form.errors.get("body", ()),
                "unplaced": self.form.unplaced,
                "template_label": compiled.definition.label.say(compiled.language),
                "template_version": compiled.definition.version,
                "state": state_for_browser(self.form)
                | {
                    "base": self.form.fingerprints(),
                    "check": bool(self.request.GET.get(CHECK_PARAMETER)),
                    "page": self.instance.pk,
                    "urls": _urls(self.instance.pk, self.request.user),
                    "texts": script_texts(),
                },
            }


def _urls(page_id: int, user: Any) -> dict[str, str]:
    """Return the addresses that the scripts use; that of the catalogue for those who edit it."""
    edits_catalogue = user.has_perm("concept_pages.change_service")
    return {
        "catalogue": reverse("services_modeladmin_index") if edits_catalogue else "",
        "services": reverse("concepts:services"),
        "upload": reverse("concepts:upload", args=[page_id]),
        "download": reverse("concepts:attachment", args=[0]),
    }


def script_texts() -> dict[str, str | tuple[str, str]]:
    """Return every text that the scripts show; pairs are for one and for several."""
    return {
        "total": _("%(answered)s of %(total)s questions answered"),
        "openRequired": (
            _("%(count)s required question is open"),
            _("%(count)s required questions are open"),
        ),
        "noneOpen": _("No required question is open"),
        "nothingOpen": _("No question is open here."),
        "nothingMarked": _("Nothing here is new or changed."),
        "marks": (
            _("%(count)s change of the template is marked."),
            _("%(count)s changes of the template are marked."),
        ),
        "markNew": _("new"),
        "markChanged": _("changed"),
        "markSeen": _("Seen"),
        "problemsImplausible": (
            _("%(count)s answer is not plausible"),
            _("%(count)s answers are not plausible"),
        ),
        "problemsElsewhere": (
            _("%(count)s of them is in a part that you have no clearance for."),
            _("%(count)s of them are in parts that you have no clearance for."),
        ),
        "elsewhere": (
            _("%(count)s more keeps it from being submitted; you have no clearance for it"),
            _("%(count)s more keep it from being submitted; you have no clearance for them"),
        ),
        "undecided": (
            _("%(count)s answer needs your decision"),
            _("%(count)s answers need your decision"),
        ),
        "conflict": _("This answer was changed in another window meanwhile. There it says:"),
        "conflictBy": _("%(name)s has changed this answer meanwhile. It says now:"),
        "conflictNotice": (
            _("%(count)s answer was changed by somebody else meanwhile. Choose which one holds:"),
            _("%(count)s answers were changed by somebody else meanwhile. Choose which hold:"),
        ),
        "notApplicable": _("not applicable"),
        "notApplicableBecause": _("Not applicable: %(reason)s"),
        "notApplicableSecret": _("The reason is more confidential than your clearance."),
        "keepMine": _("Keep my answer"),
        "takeTheirs": _("Take the other answer"),
        "noAnswer": _("(no answer)"),
        "removeService": _("Remove %(name)s"),
        "otherService": _("Other: “%(name)s”"),
        "leftover": _("%(name)s (no longer offered)"),
        "noService": _("No service found."),
        "uploadFailed": _("The file could not be stored. Please try again."),
        "fileNotStored": _("(only the name is known; the file itself is not stored)"),
    }
