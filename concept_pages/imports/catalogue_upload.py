"""A catalogue from a file of either kind; what is wrong later is found in the file again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..definition.catalogue import Catalogue
from ..definition.problems import Problem
from .catalogue_file import placed, read_catalogue
from .catalogue_table import read_table

_YAML_HEAD = re.compile(rb"^\s*(format|departments|groups|services)\s*:", re.MULTILINE)


@dataclass(frozen=True)
class CatalogueFile:
    """What a file says, and how to say in which line of it something stands."""

    catalogue: Catalogue
    locate: Callable[[tuple[Problem, ...]], tuple[Problem, ...]]


def read_catalogue_file(source: bytes, name: str = "") -> CatalogueFile:
    """Return what a file says; its ending decides between table and YAML, or else its head.

    Raises:
        FileError: with everything that is wrong with it; `all_that_is_wrong` knows yet more.
    """
    ending = name.rpartition(".")[2].casefold()
    is_table = ending in {"csv", "tsv", "txt"} or (
        ending not in {"yaml", "yml"} and not _YAML_HEAD.search(source[:65_536])
    )
    if is_table:
        table = read_table(source)
        return CatalogueFile(table.catalogue, table.located)
    return CatalogueFile(read_catalogue(source), partial(placed, source))
