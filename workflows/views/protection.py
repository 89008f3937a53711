"""Keeps whole branches from being deleted or moved with what was ever submitted below them.

The permission testers guard each page by itself; a branch is deleted with everything in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ..records import Lifecycle
from ..states import State
from ..words import quoted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REFUSED_IN_BULK = frozenset({"delete"})


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a branch that holds what was ever submitted; None lets Wagtail go on."""
    kept = kept_below([page])
    if not kept:
        return None
    messages.error(request, _refusal(kept))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete several branches at once, as one."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type not in REFUSED_IN_BULK or not pages:
        return None
    kept = kept_below(pages)
    if not kept:
        return None
    messages.error(request, _refusal(kept))
    return redirect(action.next_url)


def kept_below(pages: Iterable[Page]) -> list[str]:
    """Return the titles of pages in these branches that must not be deleted."""
    below = Q()
    for page in pages:
        below |= Q(page__path__startswith=page.path)
    submitted = Q(submissions__isnull=False) | Q(page__releases__isnull=False)
    kept = Lifecycle.objects.filter(below).filter(submitted | ~Q(state=State.DRAFT))
    return list(kept.order_by("page__title").values_list("page__title", flat=True).distinct()[:4])


def _refusal(titles: list[str]) -> str:
    named = ", ".join(map(quoted, titles[:3]))
    if len(titles) > 3:
        named = _("%(titles)s and others") % {"titles": named}
    return _("This cannot be deleted: %(titles)s were submitted or released.") % {"titles": named}
