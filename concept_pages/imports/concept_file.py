"""From a concept file (`concept/1`) to the answers it holds, with a place for all that is wrong."""

from __future__ import annotations

from typing import Any

from ..actions.import_concept import ConceptData
from ..definition import reading
from ..definition.problems import gettext_noop
from ..definition.reading import Place, TooLarge
from .yaml_file import FileError, read_yaml
from .yaml_lines import located

FORMAT = "concept/1"

# The last three say where a file came from; they are for people who read it.
_ENTRIES = (
    "format", "template", "service", "service_group", "answers", "not_applicable",
    "title", "source", "language",
)  # fmt: skip


def read_concept(source: bytes) -> ConceptData:
    """Return what a concept file says. Whether the answers fit is for the import to decide.

    Raises:
        FileError: with everything that is wrong with the file.
    """
    place = Place(("concept",))
    try:
        data = _concept(place, read_yaml(source))
    except TooLarge:
        raise FileError(place.problems) from None
    if place.problems:
        raise FileError(located(place.problems, source, root="concept", first=1))
    return data


def _concept(place: Place, data: object) -> ConceptData:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        place.bad(gettext_noop("This is no concept: “format” must be “%(format)s”."), format=FORMAT)
        return ConceptData("", "")
    entries = reading.mapping(place, data)
    reading.known_only(place, entries, _ENTRIES)
    template = reading.mapping(place.below("template"), entries.get("template"))
    return ConceptData(
        service=reading.key(place.below("service"), entries.get("service")),
        template=reading.key(place.below("template", "key"), template.get("key")),
        version=reading.string(place.below("template", "version"), template.get("version")),
        answers=_answers(place.below("answers"), entries.get("answers")),
        not_applicable=_reasons(place.below("not_applicable"), entries.get("not_applicable")),
    )


def _answers(place: Place, data: object) -> dict[str, Any]:
    """Return the answers; YAML's own dates and binary data are no answers of the format."""
    answers = reading.mapping(place, {} if data is None else data)
    for name, answer in answers.items():
        _check_plain(place.below(name), answer)
    return answers


def _check_plain(place: Place, value: object) -> None:
    place.count()
    if isinstance(value, dict):
        for name, part in reading.mapping(place, value).items():
            _check_plain(place.below(name), part)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            _check_plain(place.below(str(number)), part)
    elif not isinstance(value, str | int | float | bool | None):
        place.bad(
            gettext_noop("Put this value in quotation marks: YAML reads it as %(found)s."),
            found=reading.spelled(value),
        )


def _reasons(place: Place, data: object) -> dict[str, str]:
    entries = reading.mapping(place, {} if data is None else data)
    return {name: reading.string(place.below(name), reason) for name, reason in entries.items()}
