"""Starting a concept: which services it covers, and from which template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.errors import NotPossible
from workflows.models import Release

from ...access.grants import grants_of
from ...actions.concepts import ConceptExists, create_concept
from ...models import Service
from ...queries.concepts import releases_in_force, services_to_cover
from ...queries.templates_in_use import Offer, offers
from ...requests.refusals import note_refusal
from ..lists import NotesChoices
from ..row_choices import RowChoices


class ServicesField(RowChoices):
    """Services by group; those with a concept are shown, so that nobody looks for them in vain."""

    def label_from_instance(self, service: Service) -> str:
        """Return the name of a service, and whether it has a concept already."""
        if service.concept_id is None:
            return str(service)
        return _("%(service)s (has a security concept)") % {"service": service}


LISTED_SERVICES = 200
"""So many services are listed at once; a search narrows longer lists down."""


class NewConceptForm(forms.Form):
    """Asks for the services, and for the template where there is a choice.

    `words` narrows the list of services down; what was chosen before stays in it.
    """

    def __init__(self, *args: Any, user: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.offered = services_to_cover(user)
        self.fields["services"] = ServicesField(
            self.offered,
            label=_("Services"),
            help_text=_(
                "Usually exactly one. Choose several only if they are operated together; they have "
                "to belong to the same service group."
            ),
        )
        self.fields["template"] = forms.ModelChoiceField(
            releases_in_force(),
            label=_("Template"),
            help_text=_(
                "It decides what is asked. It can be changed later: answers to the same questions "
                "are kept, all others are set aside."
            ),
            error_messages={
                "required": _("Choose a template."),
                "invalid_choice": _(
                    "This template version is not offered any more: another one is in force, or "
                    "none. Choose again."
                ),
            },
            required=len(self.offers) != 1,
        )

    @cached_property
    def offers(self) -> list[Offer]:
        """The templates to choose from; with a single one nobody is asked."""
        return offers()

    def clean_template(self) -> Release | None:
        """Return the release of the chosen template, or of the only one."""
        chosen: Release | None = self.cleaned_data["template"]
        return chosen or next((offer.release for offer in self.offers), None)

    @cached_property
    def listed(self) -> list[Service]:
        """The services to choose from, one more than are shown if there are too many."""
        found = self.offered
        for word in self.words.split():
            found = found.filter(Q(name_de__icontains=word) | Q(name_en__icontains=word))
        return list(found[: LISTED_SERVICES + 1])

    @property
    def has_more(self) -> bool:
        """Whether there are more services than are shown."""
        return len(self.listed) > LISTED_SERVICES

    @property
    def needs_search(self) -> bool:
        """Whether the list is not the whole one, so that the server has to search."""
        return self.has_more or bool(self.words)

    def by_group(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the services to choose from, by the name of their group."""
        chosen = {str(value) for value in self["services"].value() or ()}
        found: dict[str, list[dict[str, Any]]] = {}
        for service in self.listed[:LISTED_SERVICES]:
            found.setdefault(service.group.display_title(), []).append(
                {"service": service, "chosen": str(service.pk) in chosen}
            )
        return sorted(found.items())


class NewConceptView(NotesChoices, WagtailAdminTemplateMixin, FormView):
    """The form for a new concept; a service with a concept leads to that one."""

    form_class = NewConceptForm
    template_name = "concept_pages/admin/concept_create.html"
    page_title = gettext_lazy("New security concept")
    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may create concepts somewhere."""
        if not grants_of(request.user).where("concept.create"):
            sentence = _(
                "You may not start security concepts. The page of a service says who may: look it "
                "up under “Services”."
            )
            messages.error(request, sentence)
            note_refusal(request, sentence, right="concept.create")
            return redirect("concepts:index")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the arguments of the form."""
        words = self.request.GET.get("q", "")[:200]
        return super().get_form_kwargs() | {"user": self.request.user, "words": words}

    def get_initial(self) -> dict[str, Any]:
        """Return what is chosen already: the service that the link named."""
        return {"services": self.request.GET.getlist("service")}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        concepts = {"url": reverse("concepts:index"), "label": _("Security concepts")}
        return [*self.breadcrumbs_items, concepts, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: NewConceptForm) -> HttpResponse:
        """Create the concept and open its editor."""
        try:
            page = create_concept(
                services=form.cleaned_data["services"],
                template_release=form.cleaned_data["template"],
                by=self.request.user,
            )
        except ConceptExists as error:
            form.add_error("services", _with_link(error))
            return self.form_invalid(form)
        except NotPossible as error:
            form.add_error(None, error.sentence)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The security concept “%(title)s” is started.") % {"title": page}
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


def _with_link(error: ConceptExists) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    link = format_html('<a href="{}">{}</a>', url, error.page.display_title())
    return format_html("{} {}", error.sentence, link)
