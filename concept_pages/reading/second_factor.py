"""The second factor of whoever is signed in: set up, shown at signing in, changed and removed."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from ..access.grants import grants_of
from ..access.reader import Reader
from ..actions.recovery_codes import is_recovery_code
from ..actions.second_factor import (
    CodeRefused,
    prove,
    remove_own,
    renew_recovery_codes,
    set_up,
)
from ..queries.second_factor import device_of, recovery_codes_left, roles_that_demand
from .factor_forms import CodeForm, PasswordAndCodeForm
from .factor_gate import CHECK, PROVED, missing, remember, safe
from .respond import respond

UNCONFIRMED = "second_factor_secret"
"""Where a session keeps a secret that no code has confirmed yet."""
SHOWN = "second_factor_codes_shown"
"""Where a session keeps which form was answered with recovery codes: they are shown once."""
GROUP = 4


@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password, and go on to where the person wanted to go."""
    wanted = safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if missing(request) != CHECK:
        return redirect(wanted)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            remember(request, prove(form.cleaned_data["code"], by=request.user))
        except CodeRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            if is_recovery_code(form.cleaned_data["code"]):
                messages.warning(request, _left(recovery_codes_left(request.user)))
            return redirect(wanted)
    form.fields["code"].widget.attrs["autofocus"] = True
    context = {"form": form, "next": wanted, "closed": True}
    return respond(request, Reader(request.user), "second_factor_check.html", context)


@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set the second factor up where there is none; change or remove it where there is one."""
    if _was_answered(request):
        messages.info(
            request,
            _("Recovery codes are shown only once. If you have not kept them, make new ones here."),
        )
        return redirect("concept_pages:second_factor")
    return _set_up(request) if device_of(request.user) is None else _change(request)


@sensitive_variables()
def _set_up(request: HttpRequest) -> HttpResponse:
    secret = request.session.setdefault(UNCONFIRMED, default_key())
    form = PasswordAndCodeForm(request, request.POST or None)
    if form.is_valid():
        try:
            device, codes = set_up(secret, form.cleaned_data["code"], by=request.user)
        except CodeRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            del request.session[UNCONFIRMED]
            remember(request, device)
            return _show(request, codes, _("Your second factor is set up."))
    demanded = grants_of(request.user).demands_second_factor
    context = {
        "form": form,
        "next": _next(request),
        "qr": _qr(request.user, secret),
        "secret": _in_groups(secret),
        "closed": demanded,
        "demanding_roles": roles_that_demand(request.user),
    }
    return respond(request, Reader(request.user), "second_factor_set_up.html", context)


@sensitive_variables()
def _change(request: HttpRequest) -> HttpResponse:
    form = PasswordAndCodeForm(request, request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if request.POST.get("do") != "remove":
                return _show(
                    request,
                    renew_recovery_codes(code, by=request.user),
                    _("You have new recovery codes; the old ones do not count any more."),
                )
            remove_own(code, by=request.user)
        except CodeRefused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            request.session.pop(PROVED, None)
            messages.success(request, _("Your second factor was removed."))
            return redirect("concept_pages:account")
    context = {
        "form": form,
        "device": device_of(request.user),
        "codes_left": recovery_codes_left(request.user),
        "demanded": grants_of(request.user).demands_second_factor,
        "demanding_roles": roles_that_demand(request.user),
    }
    return respond(request, Reader(request.user), "second_factor.html", context)


def _show(request: HttpRequest, codes: list[str], sentence: str) -> HttpResponse:
    """Show recovery codes, this once: they are part of this answer and stored nowhere."""
    request.session[SHOWN] = _form_of(request)
    context = {
        "codes": codes,
        "sentence": sentence,
        "next": _next(request),
        "name": request.user.get_username(),
    }
    return respond(request, Reader(request.user), "recovery_codes.html", context)


def _was_answered(request: HttpRequest) -> bool:
    """Return whether the browser sends a form again that was answered with recovery codes."""
    form = _form_of(request)
    return bool(form) and form == request.session.get(SHOWN)


def _form_of(request: HttpRequest) -> str:
    """Return what tells one form that was drawn from all others."""
    return request.POST.get("csrfmiddlewaretoken", "")


def _next(request: HttpRequest) -> str:
    """Return where the person wanted to go before she was led here; her account otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return safe(request, wanted) if wanted else ""


def _qr(user: Any, secret: str) -> str:
    """Return the picture that a telephone reads, as an address for an image."""
    code = segno.make(TOTPDevice(user=user, key=secret).config_url, micro=False)
    return str(code.svg_data_uri(scale=5, light="#fff"))


def _in_groups(secret: str) -> str:
    """Return the secret as people type it into a telephone."""
    typed = b32encode(bytes.fromhex(secret)).decode().rstrip("=")
    return " ".join(typed[at : at + GROUP] for at in range(0, len(typed), GROUP))


def _left(codes: int) -> str:
    return ngettext(
        "You used a recovery code; %(codes)s is left. You find new ones in your account.",
        "You used a recovery code; %(codes)s are left. You find new ones in your account.",
        codes,
    ) % {"codes": codes}
