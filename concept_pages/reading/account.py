"""The account of whoever is signed in: who she is here, her password, how she wants to be told, and
the way to her second factor and her sessions.

Wagtail's own account page is open only to people who get into the admin; readers have one too.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from workflows.views.notice_choices import NoticeChoiceForm, choice_of

from ..access.reader import Reader
from ..actions.passwords import choose_password, has_local_password
from ..queries.second_factor import device_of, recovery_codes_left
from ..queries.sessions import sessions_of
from .first_password import MUST_CHANGE, forget
from .respond import respond


@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    """Show the account, and change its password where it is kept here and not in a directory."""
    user: Any = request.user  # nobody gets here without signing in
    form = password_form(request, user) if has_local_password(user) else None
    if form is not None and form.is_valid():
        choose_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        forget(request)
        messages.success(request, _("Your password was changed."))
        return redirect("concept_pages:account")
    context = {
        "form": form,
        "must_change": request.session.get(MUST_CHANGE, False),
        "device": device_of(user),
        "codes_left": recovery_codes_left(user),
        "choices": NoticeChoiceForm(instance=choice_of(user)),
        "open_sessions": len(sessions_of(user)),
    }
    return respond(request, Reader(user), "account.html", context)


@require_POST
def choose_notices(request: HttpRequest) -> HttpResponse:
    """Keep how the person wants to be told, and go back to her account."""
    form = NoticeChoiceForm(request.POST, instance=choice_of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choice was saved."))
    else:
        messages.error(request, _("Nothing was saved. Please choose one of the answers offered."))
    return redirect("concept_pages:account")


def password_form(request: HttpRequest, user: Any) -> PasswordChangeForm:
    """Return the form that asks for the old password and twice for the new one."""
    data = request.POST if request.method == "POST" else None
    form = PasswordChangeForm(user, data)
    # The person came to read the page; what she wants to change is one of several things on it.
    form.fields["old_password"].widget.attrs.pop("autofocus", None)
    form.fields["new_password2"].help_text = ""
    form.fields["new_password2"].label = _("New password again")
    return form
