"""The doors of the house: roles, assignments, people, and what Wagtail brings along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from .cast import FOREIGN, OWN
from .concepts import only
from .door import (
    ASSIGNMENT,
    DIRECTORY_GROUP,
    FOREIGN_OWNER,
    OWNER,
    PERSON,
    PLAIN,
    ROLE,
    ROOT,
    Door,
    Thing,
)
from .rules import (
    ADMIN,
    ANYBODY,
    NOBODY,
    SUPERUSER,
    Rule,
    at,
    everywhere,
    here,
    somewhere,
)

role = partial(Door, "Roles", on=ROLE, enters=ADMIN)
given = partial(Door, "Roles", on=ASSIGNMENT, enters=ADMIN)
house = partial(Door, "Roles", enters=ADMIN, args=lambda _thing: ())

GIVES = somewhere("role.delegate", "role.delegate_admin")
SEES_ROLES = somewhere("role.create", "role.delegate", "role.delegate_admin")
CREATES = everywhere("role.create")
ORDINARY = here("role.delegate") & here("service.assign")
ADMINISTRATIVE = here("role.delegate_admin") & here("service.assign")
SEES_GIVEN = {"ordinary role": here("role.delegate"),
              "administrative role": here("role.delegate_admin")}  # fmt: skip
MAY_GIVE = {"ordinary role": ORDINARY, "administrative role": ADMINISTRATIVE}


def _role(thing: Thing) -> dict[str, Any]:
    return {"name_de": "Neu", "name_en": "New", "key": thing.it.key if thing.it else "brand_new",
            "description_de": "", "description_en": "", "inherits": "", "clearance": "internal",
            "rights": ["concept.read"]}  # fmt: skip


def _assignment(thing: Thing) -> dict[str, Any]:
    return {"user": thing.more["person"], "group": "", "role": thing.more["role"],
            "service_group": thing.more["group"], "ends_on": "2099-12-31"}  # fmt: skip


def _another(thing: Thing) -> dict[str, Any]:
    return _assignment(thing) | {"user": thing.more["other"]}


ROLES = (
    house("list of roles", "roles_modeladmin_index", SEES_ROLES),
    role("role with its rights", "roles_modeladmin_inspect", SEES_ROLES, states=("free",)),
    role("history of a role", "roles_modeladmin_history", SEES_ROLES, states=("free",)),
    house("new role (form)", "roles_modeladmin_create", CREATES),
    house("new role", "roles_modeladmin_create", CREATES, method="post", data=_role,
          writes="concept_pages_role"),
    role("edit a role (form)", "roles_modeladmin_edit", CREATES, states=("free",)),
    role("edit a role", "roles_modeladmin_edit", CREATES, method="post", data=_role,
         states=("free",), writes="concept_pages_role"),
    role("delete a role (asks)", "roles_modeladmin_delete", CREATES),
    role("delete a role", "roles_modeladmin_delete", only(("free",), CREATES), method="post",
         writes="concept_pages_role"),
    given("list of assignments", "role-assignments_modeladmin_index", SEES_GIVEN,
          args=lambda _t: (),
          data=lambda _t: {"q": "Trägerin"}, shows=lambda t: t.title),
    house("new assignment (form)", "role-assignments_modeladmin_create", GIVES),
    given("give a role", "role-assignments_modeladmin_create", MAY_GIVE, args=lambda _t: (),
          method="post", data=_another, writes="concept_pages_roleassignment"),
    given("edit an assignment (form)", "role-assignments_modeladmin_edit", MAY_GIVE),
    given("edit an assignment", "role-assignments_modeladmin_edit", MAY_GIVE, method="post",
          data=_assignment, writes="concept_pages_roleassignment"),
    given("history of an assignment", "role-assignments_modeladmin_history",
          here("role.delegate"), states=("ordinary role",)),
    given("take a role away (asks)", "role-assignments_modeladmin_delete", MAY_GIVE),
    given("take a role away", "role-assignments_modeladmin_delete", MAY_GIVE, method="post",
          writes="concept_pages_roleassignment"),
)  # fmt: skip

GIVES_MANY = somewhere("role.delegate") & somewhere("service.assign")


def _many(thing: Thing) -> dict[str, Any]:
    return {"people": [thing.more["other"]], "role": thing.more["role"],
            "places": [thing.more["group"]], "ends_on": "", "apply": "1"}  # fmt: skip


def _ended(thing: Thing) -> dict[str, Any]:
    return {"rows": [thing.pk], "how": "take", "ends_on": "", "apply": "1"}


MANY = (
    given("assignment matrix", "assignments:matrix", SEES_GIVEN, args=lambda _t: (),
          data=lambda _t: {"name": "Trägerin"}, shows=lambda t: t.title),
    given("assignment matrix as a file", "assignments:matrix_file", SEES_GIVEN,
          args=lambda _t: (), data=lambda _t: {"name": "Trägerin"}, shows=lambda t: t.title,
          states=("ordinary role",)),
    house("give roles to many (form)", "assignments:give", GIVES_MANY),
    given("give a role to many", "assignments:give", MAY_GIVE, args=lambda _t: (), method="post",
          data=_many, writes="concept_pages_roleassignment"),
    given("end assignments (form)", "assignments:end", SEES_GIVEN, args=lambda _t: (),
          data=lambda t: {"rows": t.pk}),
    given("end assignments", "assignments:end", MAY_GIVE, args=lambda _t: (), method="post",
          data=_ended, writes="concept_pages_roleassignment"),
)  # fmt: skip

directory = partial(Door, "Directory", on=DIRECTORY_GROUP, enters=ADMIN)
looked_up = partial(Door, "Directory", enters=ADMIN, args=lambda _thing: ())

DIRECTORY = (
    looked_up("look for people in the directory", "secdoc_directory:people",
              somewhere("user.edit")),
    looked_up("look for groups in the directory", "secdoc_directory:groups", GIVES),
    directory("list of directory groups", "directory-groups_modeladmin_index",
              SEES_GIVEN, args=lambda _t: (), shows=lambda t: t.title),
    looked_up("let a directory group give a role (form)", "directory-groups_modeladmin_create",
              GIVES_MANY),
    directory("change a directory group (form)", "directory-groups_modeladmin_edit", MAY_GIVE),
    directory("history of a directory group", "directory-groups_modeladmin_history", SEES_GIVEN),
    directory("delete a directory group (asks)", "directory-groups_modeladmin_delete", MAY_GIVE),
    directory("delete a directory group", "directory-groups_modeladmin_delete", MAY_GIVE,
              method="post", writes="concept_pages_directorygroup"),
)  # fmt: skip

# People -------------------------------------------------------------------------------------------

person = partial(Door, "People", on=PERSON, enters=ADMIN)
people = partial(Door, "People", enters=ADMIN, args=lambda _thing: ())
OVER_PEOPLE = ("user.edit", "user.delete")
LISTS = somewhere(*OVER_PEOPLE)


def by_holding(*rights: str) -> dict[str, Rule]:
    """Return who may look after an account: with the right where it holds each of its roles, and
    able to give them there."""
    return {
        PLAIN: somewhere(*rights),
        OWNER: _and_gives(OWN, rights),
        FOREIGN_OWNER: _and_gives(FOREIGN, rights),
        ROOT: SUPERUSER,
    }


def _and_gives(place: str, rights: tuple[str, ...]) -> Rule:
    return at(place, *rights) & at(place, "role.delegate") & at(place, "service.assign")


EDITS_PEOPLE, DELETES_PEOPLE = by_holding("user.edit"), by_holding("user.delete")
SEES_PEOPLE = {
    PLAIN: LISTS,
    OWNER: at(OWN, *OVER_PEOPLE),
    FOREIGN_OWNER: at(FOREIGN, *OVER_PEOPLE),
    ROOT: everywhere(*OVER_PEOPLE),
}
SEES_AS = {
    PLAIN: everywhere("user.see_as"),
    OWNER: everywhere("user.see_as") & EDITS_PEOPLE[OWNER],
    FOREIGN_OWNER: everywhere("user.see_as") & EDITS_PEOPLE[FOREIGN_OWNER],
}


def _person(thing: Thing) -> dict[str, Any]:
    found = thing.it
    name = found.username if found else "brand-new"
    return {"username": name, "email": f"{name}@example.org", "first_name": "Neu",
            "last_name": "Name", "password1": SECRET, "password2": SECRET,
            "language": "de", "start": "password"}  # fmt: skip


SECRET = "Sehr-geheim-und-lang-37"

PEOPLE = (
    person("list of people", "wagtailusers_users:index", SEES_PEOPLE, args=lambda _t: (),
           data=lambda t: {"q": t.title}, shows=lambda t: t.it.email),
    people("list of people, results", "wagtailusers_users:index_results", LISTS),
    people("new person (form)", "wagtailusers_users:add", somewhere("user.edit")),
    people("new person", "wagtailusers_users:add", somewhere("user.edit"), method="post",
           data=_person, writes="auth_user"),
    person("person", "wagtailusers_users:inspect", SEES_PEOPLE),
    person("edit a person (form)", "wagtailusers_users:edit", EDITS_PEOPLE),
    person("edit a person", "wagtailusers_users:edit", EDITS_PEOPLE, method="post",
           data=_person, writes="auth_user"),
    person("delete a person (asks)", "wagtailusers_users:delete", DELETES_PEOPLE),
    person("delete a person", "wagtailusers_users:delete", DELETES_PEOPLE,
           method="post", writes="auth_user"),
    person("deactivate a person (asks)", "wagtailusers_users:deactivate", EDITS_PEOPLE),
    person("deactivate a person", "wagtailusers_users:act", EDITS_PEOPLE, method="post",
           args=lambda t: (t.pk, "deactivate"), writes="auth_user"),
    person("invite a person", "wagtailusers_users:act", EDITS_PEOPLE, method="post",
           args=lambda t: (t.pk, "invite"), writes="concept_pages_passwordstate"),
    person("second factor and sessions of a person", "secdoc_sign_in", EDITS_PEOPLE),
    person("remove the second factor of a person", "secdoc_sign_in", EDITS_PEOPLE, method="post",
           data=lambda _t: {"do": "reset"}, writes="otp_totp_totpdevice"),
    person("see as a person (asks)", "secdoc_see_as", SEES_AS),
    person("see as a person", "secdoc_see_as", SEES_AS, method="post", leads="/", silent=True,
           data=lambda _t: {"reason": "Sie findet ihr Konzept nicht."}),
    person("history of a person", "wagtailusers_users:history", SEES_PEOPLE),
    person("history of a person, results", "wagtailusers_users:history_results", SEES_PEOPLE,
           states=(PLAIN, FOREIGN_OWNER)),
    person("usage of a person", "wagtailusers_users:usage", SEES_PEOPLE,
           states=(PLAIN, FOREIGN_OWNER)),
    *(
        person(f"{action} several people", "wagtail_bulk_action", opens, method="post",
               args=lambda _t, action=action: ("auth", "user", action),
               query=lambda t: {"id": t.pk},
               data=lambda t, more=more: {"role": t.more["team"], **more}, writes=writes)
        for action, opens, more, writes in (
            ("delete", NOBODY, {}, "auth_user"),
            ("assign_role", SUPERUSER, {}, "auth_user_groups"),
            ("set_active_state", NOBODY, {"mark_as_active": "False"}, "auth_user"),
        )
    ),
    people("mails", "secdoc_mails:index", everywhere("user.edit")),
    people("send a failed mail again", "secdoc_mails:index", everywhere("user.edit"),
           method="post", data=lambda t: {"mail": t.more["mail"], "do": "again"},
           writes="post_office_email"),
    people("audit log", "secdoc_audit:index", everywhere("audit.read")),
    people("audit log, results", "secdoc_audit:results", everywhere("audit.read")),
    people("audit log as a file", "secdoc_audit:index", everywhere("audit.read"),
           data=lambda _t: {"export": "csv"}),
)  # fmt: skip

RULES_TEAMS = everywhere("user.edit")
team = partial(Door, "People", enters=ADMIN, args=lambda t: (t.more["people"],))


def _team(_thing: Thing) -> dict[str, Any]:
    return {"name": "Andere Leute"}


DEPUTIES = (
    people("list of deputies", "deputies_modeladmin_index", ANYBODY),
    people("new deputy (form)", "deputies_modeladmin_create", ANYBODY),
)

GROUPS = (
    people("list of groups of people", "wagtailusers_groups:index", RULES_TEAMS),
    people("list of groups of people, results", "wagtailusers_groups:index_results", RULES_TEAMS),
    people("new group of people (form)", "wagtailusers_groups:add", RULES_TEAMS),
    people("new group of people", "wagtailusers_groups:add", RULES_TEAMS, method="post",
           data=_team, writes="auth_group"),
    team("edit a group of people (form)", "wagtailusers_groups:edit", RULES_TEAMS),
    team("edit a group of people", "wagtailusers_groups:edit", RULES_TEAMS, method="post",
         data=_team, writes="auth_group"),
    team("delete a group of people (asks)", "wagtailusers_groups:delete", RULES_TEAMS),
    team("delete a group of people", "wagtailusers_groups:delete", RULES_TEAMS, method="post",
         writes="auth_group"),
    team("history of a group of people", "wagtailusers_groups:history", RULES_TEAMS),
    team("history of a group of people, results", "wagtailusers_groups:history_results",
         RULES_TEAMS),
    team("usage of a group of people", "wagtailusers_groups:usage", RULES_TEAMS),
)  # fmt: skip

# What Wagtail brings along ------------------------------------------------------------------------

own = partial(Door, "Wagtail", enters=ADMIN, args=lambda _thing: (), of_roles=False)


def remembered(*names: str) -> Callable[[Thing], tuple[Any, ...]]:
    """Return the arguments of an address from what the scene remembers of the house."""
    return lambda thing: tuple(thing.more.get(name, name) for name in names)


FOR_EVERYBODY = (
    own("start of the admin", "wagtailadmin_home", ADMIN),
    own("explorer, top", "wagtailadmin_explore_root", ADMIN, leads="/admin/pages/"),
    own("account in the admin", "wagtailadmin_account", ADMIN),
    own("window for an external link", "wagtailadmin_choose_page_external_link", ADMIN),
    own("window for a mail link", "wagtailadmin_choose_page_email_link", ADMIN),
    own("window for a phone link", "wagtailadmin_choose_page_phone_link", ADMIN),
    own("window for an anchor", "wagtailadmin_choose_page_anchor_link", ADMIN),
    own("chooser of pages, top", "wagtailadmin_choose_page", ADMIN),
    *(
        own(f"{name}, chooser{part}", f"wagtail{name}_chooser:choose{url}", ADMIN)
        for name in ("docs", "images")
        for part, url in (("", ""), (", results", "_results"))
    ),
    own("tags", "wagtailadmin_tag_autocomplete", ADMIN, data=lambda _t: {"term": "x"}),
    own("chooser of tasks", "wagtailadmin_workflows:task_chooser", ADMIN),
    own("chooser of tasks, results", "wagtailadmin_workflows:task_chooser_results", ADMIN),
    own(
        "chosen task", "wagtailadmin_workflows:task_chosen", ADMIN, args=lambda t: (t.more["task"],)
    ),
    own("signed in again, beside an editor", "lifecycle:session", ADMIN),
)

REPORTS = (
    "workflow",
    "workflow_results",
    "workflow_tasks",
    "workflow_tasks_results",
    "aging_pages",
    "aging_pages_results",
)

OF_THE_HOUSE = (
    "site_history",
    "site_history_results",
    "page_types_usage",
    "page_types_usage_results",
)
"""Reports on everything there is, whoever may see it."""

SUPERUSERS_ALONE = (
    *((f"wagtailadmin_collections:{name}", args) for name, args in (
        ("index", ()), ("add", ()))),
    *((f"wagtailadmin_workflows:{name}", args) for name, args in (
        ("index", ()), ("index_results", ()), ("add", ()), ("edit", ("workflow",)),
        ("disable", ("workflow",)), ("usage", ("workflow",)), ("usage_results", ("workflow",)),
        ("task_index", ()), ("task_index_results", ()), ("select_task_type", ()),
        ("add_task", ("workflows", "righttask")), ("edit_task", ("task",)),
        ("disable_task", ("task",)))),
    *((f"wagtailadmin_reports:{name}", ()) for name in ("locked_pages", "locked_pages_results")),
    *((f"wagtailsites:{name}", args) for name, args in (
        ("index", ()), ("index_results", ()), ("add", ()), ("edit", ("site",)),
        ("delete", ("site",)), ("history", ("site",)), ("history_results", ("site",)),
        ("usage", ("site",)))),
    ("wagtaildocs:index", ()), ("wagtaildocs:index_results", ()), ("wagtaildocs:add", ()),
    ("wagtaildocs:add_multiple", ()),
    ("wagtailimages:index", ()), ("wagtailimages:index_results", ()), ("wagtailimages:add", ()),
    ("wagtailimages:add_multiple", ()),
)  # fmt: skip
"""Addresses by which Wagtail asks for model permissions, which no role gives."""

WAGTAIL = (
    *FOR_EVERYBODY,
    *(own(f"report {name}", f"wagtailadmin_reports:{name}", ADMIN) for name in REPORTS),
    *(
        own(f"report {name}", f"wagtailadmin_reports:{name}", everywhere("audit.read"),
            of_roles=True)
        for name in OF_THE_HOUSE
    ),
    own("site history as a file", "wagtailadmin_reports:site_history", everywhere("audit.read"),
        data=lambda _t: {"export": "csv"}, of_roles=True),
    *(
        own(url.replace(":", " "), url, SUPERUSER, args=remembered(*args))
        for url, args in SUPERUSERS_ALONE
    ),
)  # fmt: skip

# Before signing in --------------------------------------------------------------------------------

BY_SCRIPTS = (
    *(
        own(f"{kind} for scripts", f"wagtailadmin_api:{kind}:listing", ADMIN)
        for kind in ("documents", "images")
    ),
)

outside = partial(Door, "Signing in", args=lambda _thing: ())

SIGNING_IN = (
    outside("sign in", "wagtailadmin_login", ANYBODY, leads="/"),
    outside("ask for a new password (Wagtail)", "wagtailadmin_password_reset", NOBODY),
    outside("a new password was asked for (Wagtail)", "wagtailadmin_password_reset_done", NOBODY),
    outside("link to a new password (Wagtail)", "wagtailadmin_password_reset_confirm", NOBODY,
            args=lambda _t: ("MQ", "set-password")),
    outside("a new password is set (Wagtail)", "wagtailadmin_password_reset_complete", NOBODY),
    outside("ask for a link to a new password", "concept_pages:forgotten_password", ANYBODY),
    outside("choose a password (wrong link)", "concept_pages:choose_password", NOBODY,
            args=lambda _t: ("MQ", "made-up")),
    outside("choose a password (link of an invitation)", "concept_pages:choose_password", ANYBODY,
            args=lambda t: t.more["link"], leads="/password/"),
    outside("icons of the admin", "wagtailadmin_sprite", ANYBODY),
    outside("texts of the admin's scripts", "wagtailadmin_javascript_catalog", ANYBODY),
)  # fmt: skip

DOORS = (*ROLES, *MANY, *DIRECTORY, *PEOPLE, *GROUPS, *DEPUTIES, *WAGTAIL, *BY_SCRIPTS, *SIGNING_IN)
