"""Views that are posted to only, and what they answer whoever opens their address by hand.

It happens to people who sign in anew in between: the sign-in leads back to the address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def posted_only(belongs_to: Callable[..., str]) -> Callable[[View], View]:
    """Let a view be posted to only.

    Args:
        belongs_to: Returns the address of the page with the button, from the arguments of the view.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method in ("GET", "HEAD"):
                return redirect(belongs_to(*args, **kwargs))
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        return answer

    return decorate
