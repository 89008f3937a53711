"""The doors of the catalogue: services, departments, service groups."""

from __future__ import annotations

from functools import partial
from typing import Any

from concept_pages.access.rights import RIGHTS

from .concepts import only
from .door import GROUP, SERVICE, Door, Thing
from .rules import ADMIN, NOBODY, everywhere, here, somewhere

AREA = "Services"
SEES = here("concept.read", *(right.code for right in RIGHTS.values() if right.opens_admin))
EDITS, DELETES = here("service.edit"), here("service.delete")
TAKEN, FREE = "with a concept", "without a concept"

service = partial(Door, AREA, on=SERVICE, enters=ADMIN)
group = partial(Door, AREA, on=GROUP, enters=ADMIN)
house = partial(Door, AREA, enters=ADMIN, args=lambda _thing: ())


def _form(thing: Thing) -> dict[str, Any]:
    found = thing.it
    rows = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 1000}
    return {
        "name_de": f"{found.name_de} neu",
        "name_en": f"{found.name_en} new",
        "key": found.key,
        "group": found.group_id,
        "department": "",
        "comment": "",
        **{f"dependency_rows-{name}_FORMS": number for name, number in rows.items()},
    }


def _new(thing: Thing) -> dict[str, Any]:
    return _form(thing) | {"key": "brand_new"}


def _department(thing: Thing) -> tuple[int]:
    return (thing.more["department"],)


NAMES = {"name_de": "Neue Abteilung", "name_en": "New department", "key": "brand_new"}

SERVICES = (
    service("list of services", "services_modeladmin_index", SEES, args=lambda _t: (),
            shows=lambda t: t.title),
    service("service", "services_modeladmin_inspect", SEES),
    service("history of a service", "services_modeladmin_history", SEES, states=(FREE,)),
    service("edit a service (form)", "services_modeladmin_edit", EDITS),
    service("edit a service", "services_modeladmin_edit", EDITS, method="post", data=_form,
            writes="concept_pages_service"),
    house("new service (form)", "services_modeladmin_create", somewhere("service.edit")),
    service("new service", "services_modeladmin_create", EDITS, args=lambda _t: (), data=_new,
            method="post", states=(FREE,), writes="concept_pages_service"),
    service("delete a service (asks, or says what to do instead)", "services_modeladmin_delete",
            DELETES),
    service("delete a service", "services_modeladmin_delete", only((FREE,), DELETES),
            method="post", writes="concept_pages_service"),
)  # fmt: skip


def _gone(thing: Thing) -> tuple[int]:
    return (thing.more["retired"],)


EXCHANGE = (
    house("import the catalogue (form)", "catalogue:import", somewhere("service.edit")),
    service("import a changed service", "catalogue:import", EDITS, args=lambda _t: (),
            method="post", data=lambda t: t.more["file"], states=(FREE,),
            writes="concept_pages_service"),
    *(
        service(f"save the catalogue ({kind})", "catalogue:export", SEES,
                args=lambda _t, kind=kind: (kind,), shows=lambda t: t.it.key, states=(FREE,))
        for kind in ("csv", "yaml")
    ),
    service("take a service out of operation (asks)", "catalogue:retire", EDITS),
    service("take a service out of operation", "catalogue:retire", EDITS, method="post",
            data=lambda _t: {"comment": "Abgeschaltet."}, writes="concept_pages_service"),
    service("bring a service back", "catalogue:restore", EDITS, method="post", args=_gone,
            states=(FREE,), writes="concept_pages_service"),
)  # fmt: skip

CHOOSER = (
    house("chooser of services", "service_chooser:choose", ADMIN),
    house("chooser of services, results", "service_chooser:choose_results", ADMIN),
    service("chosen service", "service_chooser:chosen", ADMIN, states=(FREE,)),
    service("chosen services", "service_chooser:chosen_multiple", ADMIN, args=lambda _t: (),
            data=lambda t: {"id": t.pk}, states=(FREE,)),
)  # fmt: skip

DEPARTMENTS = (
    house("list of departments", "departments_modeladmin_index", somewhere("service.edit")),
    house("new department (form)", "departments_modeladmin_create", everywhere("service.edit")),
    house("new department", "departments_modeladmin_create", everywhere("service.edit"),
          method="post", data=lambda _t: NAMES, writes="concept_pages_department"),
    house("edit a department (form)", "departments_modeladmin_edit", everywhere("service.edit"),
          args=_department),
    house("edit a department", "departments_modeladmin_edit", everywhere("service.edit"),
          args=_department, method="post", data=lambda _t: NAMES,
          writes="concept_pages_department"),
    house("history of a department", "departments_modeladmin_history", somewhere("service.edit"),
          args=_department),
    house("delete a department (asks)", "departments_modeladmin_delete",
          everywhere("service.delete"), args=_department),
    house("delete a department", "departments_modeladmin_delete", everywhere("service.delete"),
          args=_department, method="post", writes="concept_pages_department"),
)  # fmt: skip


def _name(thing: Thing) -> dict[str, Any]:
    return {"title": "Neuer Name", "title_en": "New name", "key": thing.it.key,
            "slug": thing.it.slug, "action-publish": "1", "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0}  # fmt: skip


ABOVE = {
    "args": lambda thing: ("concept_pages", "servicegrouppage", thing.it.get_parent().pk),
    "states": ("with concepts",),
}

GROUPS = (
    group("service group (form)", "wagtailadmin_pages:edit", EDITS, states=("with concepts",)),
    group("rename a service group", "wagtailadmin_pages:edit", EDITS, method="post", data=_name,
          states=("with concepts",), writes="concept_pages_servicegrouppage"),
    group("new service group (form)", "wagtailadmin_pages:add", everywhere("service.edit"),
          **ABOVE),
    group("new service group", "wagtailadmin_pages:add", everywhere("service.edit"),
          method="post", data=lambda t: _name(t) | {"key": "brand_new", "slug": "brand-new"},
          writes="concept_pages_servicegrouppage", **ABOVE),
    group("new concept below (Wagtail)", "wagtailadmin_pages:add_subpage", here("concept.create"),
          states=("with concepts",), leads="/admin/pages/add/"),
    group("delete a service group (asks, or says what is in it)", "wagtailadmin_pages:delete",
          DELETES),
    group("delete a service group", "wagtailadmin_pages:delete", only(("empty",), DELETES),
          method="post", writes="concept_pages_servicegrouppage"),
    group("move a service group", "wagtailadmin_pages:move", NOBODY, states=("empty",)),
    group("copy a service group", "wagtailadmin_pages:copy", NOBODY, states=("empty",)),
    group("unpublish a service group", "wagtailadmin_pages:unpublish", NOBODY, method="post",
          states=("empty",)),
)  # fmt: skip

LISTED = (
    group("list of service groups", "service-groups_modeladmin_index", SEES, args=lambda _t: (),
          states=("with concepts",), shows=lambda t: f"Group-{t.place}"),
    house("way to a new service group", "service-groups_modeladmin_create", ADMIN,
          leads="/admin/pages/add/"),
    house("where a new service group lies", "service-groups_modeladmin_choose_parent",
          everywhere("service.edit")),
    group("way to a service group", "service-groups_modeladmin_edit", ADMIN, states=("empty",),
          leads="/admin/pages/"),
    group("way to the deletion of a service group", "service-groups_modeladmin_delete", DELETES,
          states=("empty",), leads="/admin/pages/"),
)  # fmt: skip

DOORS = (*SERVICES, *EXCHANGE, *LISTED, *CHOOSER, *DEPARTMENTS, *GROUPS)
