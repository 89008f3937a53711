"""Says in sentences what would be missing without a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.people import name_of

from ...actions.assignments import place_name
from ...models import ServiceGroupPage
from ...queries.departures import Departure

MOST_PLACES = 8
"""So many places are named before the rest is only counted."""


def sentences_of_departure(found: Departure) -> Iterator[str]:
    """Yield what nobody else would do, the gravest first."""
    if found.releases_alone:
        yield _("Nobody else is in charge of the professional release for: %(places)s.") % {
            "places": _places(found.releases_alone)
        }
    if found.reviews_alone:
        yield _("Nobody else is in charge of the review for: %(places)s.") % {
            "places": _places(found.reviews_alone)
        }
    if found.tasks:
        yield ngettext(
            "One review waits for her decision.",
            "%(count)d reviews wait for her decision.",
            found.tasks,
        ) % {"count": found.tasks}
    for deputyship in found.deputyships:
        yield _("%(deputy)s is the deputy of %(person)s until %(date)s; that ends.") % {
            "deputy": name_of(deputyship.deputy),
            "person": name_of(deputyship.person),
            "date": date_format(deputyship.ends_on),
        }


def _places(places: Sequence[ServiceGroupPage | None]) -> str:
    named = [place_name(place) for place in places[:MOST_PLACES]]
    if more := len(places) - len(named):
        named.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    return ", ".join(named)
