"""Telephones that show codes."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from concept_pages.actions.second_factor import set_up

STEP = 30


def code_of(secret: str, later: int = 0) -> str:
    """Return the code that a telephone shows now, or some steps later, for a secret in hex."""
    telephone = TOTP(bytes.fromhex(secret), STEP, 0, 6)
    telephone.time = time.time() + later * STEP
    return f"{telephone.token():06d}"


def equip(user: Any) -> tuple[TOTPDevice, list[str]]:
    """Let a person set a second factor up; return her device and her recovery codes.

    The code of the step before is the one that is used up: the one of now counts.
    """
    secret = default_key()
    return set_up(secret, code_of(secret, later=-1), by=user)


def show_code(client: Client, code: str, wanted: str = "/") -> Any:
    """Type a code on the screen that asks for it."""
    return client.post("/second-factor/", {"code": code, "next": wanted})
