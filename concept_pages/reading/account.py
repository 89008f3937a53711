"""The account of whoever is signed in: who she is here, her password, her deputies, how she wants
to be told, and the way to her second factor and her sessions.

Wagtail's own account page is open only to people who get into the admin; readers have one too.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from workflows.people import name_of
from workflows.views.notice_choices import NoticeChoiceForm, choice_of

from ..access.deputies import deputyships_of
from ..access.reader import Reader
from ..actions.passwords import choose_password, has_local_password
from ..queries.second_factor import device_of, recovery_codes_left
from ..queries.sessions import sessions_of
from ..requests.posting import posted_only
from .first_password import MUST_CHANGE, forget
from .own_password import OwnPasswordForm
from .respond import respond


@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    """Show the account, and change its password where it is kept here and not in a directory."""
    user: Any = request.user  # nobody gets here without signing in
    data = request.POST if request.method == "POST" else None
    form = OwnPasswordForm(request, data) if has_local_password(user) else None
    if form is not None and form.is_valid():
        choose_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        forget(request)
        messages.success(request, _("Your password was changed."))
        return redirect("concept_pages:account")
    return _page(request, form, NoticeChoiceForm(instance=choice_of(user)))


def _page(
    request: HttpRequest, form: OwnPasswordForm | None, choices: NoticeChoiceForm
) -> HttpResponse:
    user: Any = request.user
    context = {
        "form": form,
        "must_change": request.session.get(MUST_CHANGE, False),
        "device": device_of(user),
        "codes_left": recovery_codes_left(user),
        "choices": choices,
        "deputies": _deputies(user),
        "open_sessions": len(sessions_of(user)),
    }
    return respond(request, Reader(user), "account.html", context)


def _deputies(user: Any) -> list[str]:
    """Return who acts for a person, and for whom she acts, on which days."""
    said = []
    for row in deputyships_of(user):
        is_hers = row.person_id == user.pk
        sentence = (
            _("%(person)s acts for you from %(first)s until %(last)s.")
            if is_hers
            else _("You act for %(person)s from %(first)s until %(last)s.")
        )
        words = {
            "person": name_of(row.deputy if is_hers else row.person),
            "first": date_format(row.starts_on),
            "last": date_format(row.ends_on),
        }
        said.append(sentence % words)
    return said


@posted_only(lambda: reverse("concept_pages:account") + "#notices")
def choose_notices(request: HttpRequest) -> HttpResponse:
    """Keep how the person wants to be told, and go back to her account; or show what is wrong."""
    user: Any = request.user
    choices = NoticeChoiceForm(request.POST, instance=choice_of(user))
    if not choices.fields.keys() & request.POST.keys():
        choices.add_error(None, _("Please choose one of the answers offered."))
    if not choices.is_valid():
        form = OwnPasswordForm(request) if has_local_password(user) else None
        return _page(request, form, choices)
    choices.save()
    messages.success(request, _("Your choice was saved."))
    return redirect("concept_pages:account")
