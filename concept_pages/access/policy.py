"""Wagtail's permission policy for pages, computed from roles × service groups.

Explorer, choosers, search, edit view, compare, history, preview and reports all ask this policy, so
they cannot disagree. Wagtail's own page permissions per group are not read: roles are the one
source.

Nobody is given `publish`: a page goes live through a recorded release and by no other way. Nor is
`add` given for concepts: they start through `actions.concepts`, which knows their services.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..models import ConceptIndexPage, TemplateIndexPage
from .authority import holders
from .branches import below, common_path, lines_to
from .grants import Grants, Place, User, grants_of
from .rights import CONCEPT_EDITOR_RIGHTS, TEMPLATE_EDITOR_RIGHTS

EXPLORE = "explore"
"""Our own action beside Wagtail's: the branch is listed in the explorer, and that is all."""

TEMPLATE_ACTIONS: dict[str, frozenset[str]] = {
    "add": frozenset({"template.create", "template.edit"}),
    "change": TEMPLATE_EDITOR_RIGHTS,
    "bulk_delete": frozenset({"template.edit"}),
}
"""Which rights give which of Wagtail's actions on templates."""

CONCEPT_ACTIONS: dict[str, frozenset[str]] = {
    "change": CONCEPT_EDITOR_RIGHTS,
    EXPLORE: frozenset({"concept.create", "service.edit", "service.delete"}),
}
"""Which rights give which actions on the branch of a service group."""

ANY_ACTION = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
"""Wagtail names all its actions when it wants to know "may she open the explorer at all?"."""


@dataclass(frozen=True)
class Codename:
    """What Wagtail reads of a permission."""

    codename: str


@dataclass(frozen=True)
class Branch:
    """What Wagtail reads of the page that a permission is given on; it counts below, too."""

    pk: int
    path: str

    @property
    def depth(self) -> int:
        """How deep in the tree the branch begins."""
        return len(self.path) // int(Page.steplen)


@dataclass(frozen=True)
class BranchPermission:
    """One action on one branch, in the shape of Wagtail's `GroupPagePermission`."""

    page: Branch
    permission: Codename

    @property
    def page_id(self) -> int:
        """The primary key of the page where the branch begins."""
        return self.page.pk


class SecDocPagePolicy(PagePermissionPolicy):
    """Which pages a person sees and opens in the admin; asked by Wagtail through its registry.

    Every method costs a constant number of queries, and conditions whose depth does not depend on
    the number of service groups.
    """

    def get_all_permissions_for_user(self, user: User) -> list[BranchPermission]:
        """Return the (branch, action) pairs of a person; superusers need none."""
        if not user.is_active or self._is_unlimited(user):
            return []
        return list(_permissions(grants_of(user)))

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Return whether a person may do one of the actions on some page."""
        base = self._base_user_has_permission(user)
        if base is not None:
            return bool(base)
        wanted = set(actions)
        if "change" in wanted:
            wanted.add("add")  # whoever may add a page may edit what she added
        if wanted >= ANY_ACTION:
            wanted.add(EXPLORE)
        return bool(self._paths(user, wanted))

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Return the pages on which a person may do one of the actions."""
        everything_or_nothing: QuerySet[Any] | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return everything_or_nothing
        wanted = set(actions)
        condition = below(self._paths(user, wanted))
        if "change" in wanted and "add" not in wanted:
            condition |= below(self._paths(user, {"add"})) & Q(owner=user)
        return self._pages().filter(condition)

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> QuerySet[Any]:
        """Return the users who may do one of the actions on some page."""
        rights = _rights_for(TEMPLATE_ACTIONS, actions) | _rights_for(CONCEPT_ACTIONS, actions)
        return holders(rights, None, include_superusers=include_superusers)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[Any]:
        """Return the users who may do one of the actions on a page."""
        rights: frozenset[str] = frozenset()
        for root, table in _roots():
            if instance.path.startswith(root.path):
                rights = _rights_for(table, actions)
        return holders(rights, instance, include_superusers=include_superusers)

    def instances_with_direct_explore_permission(self, user: User) -> QuerySet[Any]:
        """Return the pages where the branches begin that a person sees in the explorer."""
        if self._is_unlimited(user):
            return self._pages().filter(depth=1)
        return self._pages().filter(path__in=self._paths(user))

    def explorable_root_instance(self, user: User) -> Page | None:
        """Return the page where a person's explorer begins; None for who has no explorer."""
        name = self._explorable_root_instance_cache_name
        if not hasattr(user, name):
            path = Page.get_first_root_node().path if self._is_unlimited(user) else ""
            path = path or common_path(self._paths(user))
            setattr(user, name, self._pages().filter(path=path).first() if path else None)
        root: Page | None = getattr(user, name)
        return root

    def explorable_instances(self, user: User) -> QuerySet[Any]:
        """Return what a person sees in the explorer: her branches and the way to them."""
        everything_or_nothing: QuerySet[Any] | None = self._base_queryset_for_user(user)
        if everything_or_nothing is not None:
            return everything_or_nothing
        paths = self._paths(user)
        top = common_path(paths)
        way = sorted(path for path in lines_to(paths) if path.startswith(top))
        seen = self._pages().filter(below(paths) | Q(path__in=way))
        # By their keys: Wagtail searches in these, and its search knows whole columns only.
        return self._pages().filter(pk__in=seen.values("pk"))

    def _pages(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = self.model._default_manager.all()
        return pages

    def _is_unlimited(self, user: User) -> bool:
        return bool(self._base_user_has_permission(user))

    def _paths(self, user: User, actions: set[str] | None = None) -> set[str]:
        """Return where a person's branches begin: those for one of the actions, or all."""
        codenames = None if actions is None else self._get_permission_codenames(actions)
        return {
            permission.page.path
            for permission in self.get_cached_permissions_for_user(user)
            if codenames is None or permission.permission.codename in codenames
        }


def _permissions(grants: Grants) -> Iterator[BranchPermission]:
    """Yield what a person's rights come to in Wagtail's terms."""
    for root, table in _roots():
        for action, rights in table.items():
            scope = grants.where_any(rights)
            for place in [root] if scope.everywhere else scope.places:
                yield BranchPermission(Branch(place.pk, place.path), Codename(f"{action}_page"))


def _roots() -> list[tuple[Place, dict[str, frozenset[str]]]]:
    """Return where templates and concepts begin, each with the actions there are, in one query."""
    columns = ("pk", "path", "is_template")
    templates = TemplateIndexPage.objects.order_by().annotate(is_template=Value(1))
    concepts = ConceptIndexPage.objects.order_by().annotate(is_template=Value(0))
    return [
        (Place(pk, path), TEMPLATE_ACTIONS if is_template else CONCEPT_ACTIONS)
        for pk, path, is_template in templates.values_list(*columns).union(
            concepts.values_list(*columns)
        )
    ]


def _rights_for(table: dict[str, frozenset[str]], actions: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(table.get(action, frozenset()) for action in actions))
