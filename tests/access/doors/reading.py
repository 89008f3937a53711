"""The doors of the reading side: landing page, tree, concepts, search, archive and files."""

from __future__ import annotations

from functools import partial

from concept_pages.documents.formats import FORMATS

from .concepts import only
from .door import (
    CONCEPT,
    DRAFT,
    GROUP,
    IN_DRAFT,
    IN_FORCE,
    NEXT,
    RELEASED,
    RETIRED,
    WITH_ISB,
    Door,
    Thing,
)
from .rules import ANYBODY, SIGNED_IN, here, somewhere

AREA = "Reading"
READS = here("concept.read")
EXPORTS, REVIEWS, EDITS = here("concept.export"), here("concept.review"), here("concept.edit")

view = partial(Door, AREA, on=CONCEPT)
house = partial(Door, AREA, args=lambda _thing: ())


def _address(thing: Thing) -> tuple[str]:
    group = thing.it.get_parent() if thing.title.startswith("Dienst") else None
    way = [group.slug, thing.it.slug] if group else [thing.it.slug]
    return ("/".join(["konzepte", *way, ""]),)


def _file(format: str) -> object:
    return lambda thing: (thing.pk, format)


HOUSE = (
    house("landing page", "wagtail_serve", SIGNED_IN, args=lambda _t: ("",)),
    house("address that nobody has", "wagtail_serve", {}, args=lambda _t: ("nirgends/",)),
    house("my account", "concept_pages:account", SIGNED_IN),
    house("my second factor", "concept_pages:second_factor", SIGNED_IN),
    house("code of my second factor", "concept_pages:second_factor_check", SIGNED_IN, leads="/"),
    house("my sessions", "concept_pages:sessions", SIGNED_IN),
    house("end my other sessions", "concept_pages:sessions", SIGNED_IN, method="post",
          data=lambda _t: {"end": "others"}, leads="/account/sessions/"),
    house("choose my notices", "concept_pages:notices", SIGNED_IN, method="post",
          data=lambda _t: {"released": "daily"}, writes="workflows_noticechoice"),
    house("stop seeing as somebody else", "concept_pages:see_as_end", ANYBODY, method="post",
          leads="/"),
    house("way to the tree", "concept_pages:tree", SIGNED_IN, leads="/konzepte/"),
    house("archive", "concept_pages:archive", somewhere("concept.review")),
    house("switch the language", "concept_pages:language", ANYBODY, method="post",
          data=lambda _t: {"language": "en"}, leads="/"),
    house("sign out", "concept_pages:logout", ANYBODY, method="post",
          leads="/admin/login/"),
    house("sign out of the admin", "wagtailadmin_logout", ANYBODY, method="post",
          leads="/admin/login/"),
)  # fmt: skip

PAGES = (
    Door(AREA, "tree", "wagtail_serve", READS, on=GROUP, args=lambda _t: ("konzepte/",),
         shows=lambda t: f"Group-{t.place}", states=("with concepts",)),
    Door(AREA, "service group", "wagtail_serve", READS, on=GROUP, args=_address),
    view("concept", "wagtail_serve", only(IN_FORCE, READS), args=_address),
    view("release of a number", "wagtail_serve", only(IN_FORCE, READS), args=_address,
         data=lambda _t: {"release": "1"}, states=(RELEASED, DRAFT, RETIRED)),
    view("concept in the archive", "concept_pages:archived", only((RETIRED,), REVIEWS),
         states=(RETIRED, RELEASED, DRAFT)),
    view("search", "concept_pages:search", only(IN_FORCE, READS), args=lambda _t: (),
         data=lambda _t: {"q": "Dienst"}, shows=lambda t: f"/{t.it.slug}/",
         states=(DRAFT, WITH_ISB, NEXT, RETIRED)),
)  # fmt: skip

FILES = (
    *(
        view(f"file of the release ({format})", "concept_pages:export",
             only(IN_FORCE, EXPORTS), args=_file(format),
             states=(NEXT, DRAFT, RETIRED) if format == "html" else (NEXT,))
        for format in FORMATS
        if format not in ("pdf", "docx")
    ),
    *(
        view(f"file of the release ({format})", "concept_pages:export", only(IN_FORCE, EXPORTS),
             args=_file(format), states=(DRAFT,))
        for format in ("pdf", "docx")
    ),
    view("file of an earlier release, with parked answers", "concept_pages:export",
         only(IN_FORCE, EXPORTS), args=_file("txt"), states=(NEXT, DRAFT),
         data=lambda _t: {"release": "1", "parked": "1"}),
    view("file of a retired concept's release", "concept_pages:export", only((RETIRED,), REVIEWS),
         args=_file("html"), data=lambda _t: {"release": "1"}, states=(RETIRED,)),
    view("file of the draft", "concept_pages:export", EDITS, args=_file("html"),
         data=lambda _t: {"draft": "1", "parked": "1"}, states=(*IN_DRAFT, WITH_ISB, RELEASED)),
)  # fmt: skip

DOORS = (*HOUSE, *PAGES, *FILES)
