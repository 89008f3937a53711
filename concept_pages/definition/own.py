"""Questions of one service: chapters that a concept adds after those of the common template.

They are kept as the `chapters` of the template format, with keys of their own, and know nothing of
the template: no condition and no list of it. So they stand beside any version of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .codec import FORMAT, decode
from .elements import Definition, Group


def own_groups(chapters: Sequence[Mapping[str, Any]]) -> tuple[Group, ...]:
    """Return the groups that data in the template format describe.

    Raises:
        DefinitionError: with everything that is wrong with them.
    """
    return own_definition(chapters).groups if chapters else ()


def own_definition(chapters: Sequence[Mapping[str, Any]]) -> Definition:
    """Return what a service adds as a definition of its own, such as to compare two of them.

    Raises:
        DefinitionError: with everything that is wrong with the chapters.
    """
    label = {"de": "Fragen dieses Dienstes", "en": "Questions of this service"}
    head = {"format": FORMAT, "key": "own", "version": "1", "label": label}
    return decode({**head, "chapters": list(chapters)}, own=True)


def with_own(common: Definition, groups: tuple[Group, ...]) -> Definition:
    """Return the definition that asks the common questions first and then those of the service.

    The chapters of the service are numbered on where the common ones count 1, 2, 3 …
    """
    if not groups:
        return common
    numbered = zip(groups, _numbers_after(common), strict=False)
    own = tuple(replace(group, number=number) for group, number in numbered)
    return replace(common, groups=(*common.groups, *own))


def _numbers_after(common: Definition) -> Iterator[str]:
    numbers = [group.number.strip() for group in common.groups]
    counted = bool(numbers) and all(number.isdecimal() for number in numbers)
    last = max(map(int, numbers)) if counted else 0
    while True:
        last += 1
        yield str(last) if counted else ""
