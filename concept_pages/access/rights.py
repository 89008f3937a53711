"""The register of rights: what each is called, what it allows, and which requirement asks for it.

A right is held through a role, for one service group or everywhere. A right of the house concerns
something that belongs to no service group (templates, roles), so it counts only where the role is
held everywhere. People belong to the groups in which they hold roles: `access.accounts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Right:
    """One right: its stable code, its texts, and the requirement of the thesis behind it.

    One that `needs` another counts only where that is held as well, whichever role gives it.
    """

    code: str
    label: _StrPromise
    description: _StrPromise
    thesis: str = ""
    of_the_house: bool = False
    opens_admin: bool = True
    needs: str = ""


_ALL = (
    Right(
        "template.create",
        _("Create templates"),
        _("Start a new template from scratch or from a file."),
        "F50.1",
        of_the_house=True,
    ),
    Right(
        "template.edit",
        _("Edit templates"),
        _("Change the groups and questions of a template's draft and submit it for release."),
        "F50.2",
        of_the_house=True,
    ),
    Right(
        "template.release",
        _("Release templates"),
        _("Review a submitted template and release it for new concepts."),
        "F50.3",
        of_the_house=True,
    ),
    Right(
        "template.add_specific",
        _("Add questions for a service"),
        _("Add groups and questions to a template that only some services answer."),
        "F50.4",
    ),
    Right(
        "template.choose_specific",
        _("Choose the questions for a service"),
        _("Switch groups and questions of a template off for a service, with a reason."),
        "F50.5",
    ),
    Right(
        "concept.create",
        _("Create concepts"),
        _("Start the security concept of a service."),
        "F50.6",
    ),
    Right(
        "concept.edit",
        _("Edit concepts"),
        _("Fill in and change the draft of a security concept and submit it for release."),
        "F50.7",
    ),
    Right(
        "concept.release",
        _("Release concepts professionally"),
        _("Confirm as the owner of the service that a submitted concept is correct."),
        "F50.8",
    ),
    Right(
        "concept.review",
        _("Review concepts"),
        _("Review what the owner of the service has released; put it in force or send it back."),
    ),
    Right(
        "concept.export",
        _("Export concepts"),
        _("Save or print a security concept as a file."),
        "F50.9",
        opens_admin=False,
        needs="concept.read",
    ),
    Right(
        "concept.read",
        _("Read concepts"),
        _("Read and search released security concepts, up to the clearance of the role."),
        "F50.10",
        opens_admin=False,
    ),
    Right(
        "role.create",
        _("Create roles"),
        _(
            "Create, change and delete roles and the rights that belong to them; what makes a role"
            " administrative only together with the right to grant such roles everywhere."
        ),
        "F50.11",
        of_the_house=True,
    ),
    Right(
        "role.delegate_admin",
        _("Grant administrative roles"),
        _("Assign administrative roles to others: those that are marked so, or rule over others."),
        "F50.12",
    ),
    Right(
        "role.delegate",
        _("Grant ordinary roles"),
        _("Assign roles that are not administrative to others."),
        "F50.13",
    ),
    Right(
        "service.edit",
        _("Create and edit services"),
        _("Create, rename and describe services and service groups, and say what they depend on."),
        "F50.14",
    ),
    Right(
        "service.delete",
        _("Delete services"),
        _("Delete services that have no security concept."),
        "F50.15",
    ),
    Right(
        "service.assign",
        _("Assign service groups"),
        _("Choose the service groups for which others hold a role."),
        "F50.16",
    ),
    Right(
        "user.edit",
        _("Create and edit people"),
        _("Create accounts, and invite, change and deactivate people whose roles one could give."),
        "F50.17",
    ),
    Right(
        "user.delete",
        _("Delete people"),
        _("Delete accounts whose roles one could give; the history keeps their names."),
        "F50.18",
    ),
    Right(
        "user.see_as",
        _("See as another person"),
        _("Look at SecDoc as somebody else sees it; read-only, and every session is logged."),
        of_the_house=True,
    ),
    Right(
        "audit.read",
        _("Read the audit log"),
        _("See who signed in, was refused, exported files or changed roles, and export that log."),
        of_the_house=True,
    ),
)

RIGHTS: dict[str, Right] = {right.code: right for right in _ALL}
"""Every right by its code, in the order in which screens list them."""

ADMIN_RIGHTS = frozenset(right.code for right in _ALL if right.opens_admin)
"""Whoever holds one of these somewhere gets into Wagtail's admin; readers do not need it."""

ADMINISTRATIVE_RIGHTS = frozenset(
    {
        "template.release",
        "concept.review",
        "role.create",
        "role.delegate",
        "role.delegate_admin",
        "service.assign",
        "service.delete",
        "user.edit",
        "user.delete",
        "user.see_as",
        "audit.read",
    }
)
"""A role with one of these is administrative, whether it is marked so or not.

They rule over roles, people and what others wrote. Otherwise whoever gives ordinary roles could
give herself, through a role that nobody marked, what she must not have.
"""

TEMPLATE_EDITOR_RIGHTS = frozenset({"template.edit", "template.release"})
"""Whoever holds one of these may open the editor of templates; only `template.edit` may save."""

TAILORING_RIGHTS = frozenset({"template.choose_specific", "template.add_specific"})
"""Whoever holds one of these for a concept may change what its service is asked."""

CONCEPT_EDITOR_RIGHTS = frozenset({"concept.edit", "concept.release", "concept.review"})
"""Whoever holds one of these for a concept may open its editor; only `concept.edit` may save."""
