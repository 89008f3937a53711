"""Data in the template format to a definition, with everything that is wrong and where."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from .. import reading
from ..elements import (
    LANGUAGES,
    AnswerType,
    Column,
    Condition,
    Confidentiality,
    Decision,
    Definition,
    Group,
    Operator,
    Option,
    Question,
    Row,
)
from ..problems import DefinitionError, gettext_noop
from ..reading import Data, Place, TooLarge
from ..soundness import soundness
from .conditions import read_condition

FORMAT = "template/1"

Item = TypeVar("Item", Option, Row)

_DEFINITION_ENTRIES = (
    "format", "key", "version", "language_default", "languages", "label", "description",
    "document_title", "types", "operators", "confidentiality_levels", "confidentiality_default",
    "patterns", "option_sets", "chapters", "upgrade",
)  # fmt: skip
_GROUP_ENTRIES = (
    "key", "number", "label", "help", "confidentiality", "visible_if", "questions", "sections",
)  # fmt: skip
_FIELD_ENTRIES = (
    "key", "type", "required", "multiple", "filter_by", "min", "max", "unit", "min_length",
    "max_length", "pattern", "ip_version", "accept", "max_size_mb", "min_selected", "max_selected",
    "other", "option_set", "options",
)  # fmt: skip
_COLUMN_ENTRIES = (*_FIELD_ENTRIES, *LANGUAGES)
_QUESTION_ENTRIES = (
    *_FIELD_ENTRIES, "min_rows", "max_rows", "allow_add_rows", "preset_column", "confidentiality",
    "label", "help", "visible_if", "rows", "columns", "controls",
)  # fmt: skip
_LABELLED_ENTRIES = ("key", *LANGUAGES)
_ALONE: tuple[Literal["park", "park_unfit", "convert"], ...] = ("park", "park_unfit", "convert")
_DECISION_ENTRIES = (*_ALONE, "map", "to")


def decode(data: object, *, own: bool = False) -> Definition:
    """Return the definition that data in the template format describe.

    `own` tells the questions that a single service adds, with keys of their own, from a template.

    Raises:
        DefinitionError: with everything that is wrong, whatever the data are.
    """
    place = Place()
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        # Of something else, nothing more is worth saying.
        spot = place.below("format") if isinstance(data, dict) else place
        spot.bad(gettext_noop("This is no template in the format %(format)s."), format=FORMAT)
        raise DefinitionError(place.problems)
    try:
        definition = _definition(place, data)
    except TooLarge:
        raise DefinitionError(place.problems) from None
    # An unknown type was replaced by a stand-in, about which there is nothing more to say.
    untyped = {found.key for found in place.problems if found.where.endswith("/ type")}
    unsound = [found for found in soundness(definition, own=own) if found.key not in untyped]
    if place.problems or unsound:
        raise DefinitionError((*place.problems, *unsound))
    return definition


def _definition(place: Place, data: object) -> Definition:
    entries = reading.mapping(place, data)
    reading.known_only(place, entries, _DEFINITION_ENTRIES)
    _words(place.below("types"), entries.get("types"), list(AnswerType))
    _words(place.below("operators"), entries.get("operators"), list(Operator))
    label = reading.text(place.below("label"), entries.get("label"), required=True)
    return Definition(
        key=reading.key(place.below("key"), entries.get("key")),
        version=_version(place.below("version"), entries.get("version")),
        label=label,
        description=reading.text(place.below("description"), entries.get("description")),
        document_title=reading.text(place.below("document_title"), entries.get("document_title")),
        language_default=_language(place.below("language_default"), entries),
        languages=_languages(place.below("languages"), entries),
        confidentiality_levels=_labelled(
            place.below("confidentiality_levels"), entries.get("confidentiality_levels"), Option
        ),
        confidentiality_default=_confidentiality(place, entries, "confidentiality_default")
        or Confidentiality.INTERNAL,
        patterns=_labelled(place.below("patterns"), entries.get("patterns"), Option),
        option_sets=_option_sets(place.below("option_sets"), entries.get("option_sets")),
        groups=_groups(place, entries.get("chapters"), "chapters", 1),
        upgrade=_decisions(place.below("upgrade"), entries.get("upgrade")),
    )


def _words(place: Place, data: object, known: list[AnswerType] | list[Operator]) -> None:
    """Check the list of types or operators that a file declares; it may leave some out."""
    words = reading.strings(place, data)
    for word in words:
        if word not in [item.value for item in known]:
            place.bad(gettext_noop("“%(found)s” is not known here."), found=reading.spelled(word))
    if len(set(words)) != len(words):
        place.bad(gettext_noop("Something is listed twice."))


def _version(place: Place, data: object) -> str:
    version = reading.string(place, data)
    if not version.strip() and (data is None or isinstance(data, str)):
        place.bad(gettext_noop("The version is missing."))
    return version


def _language(place: Place, entries: Data) -> str:
    language = reading.string(place, entries.get("language_default"), default="de")
    if language not in LANGUAGES:
        place.bad(
            gettext_noop("The language “%(found)s” is not known."), found=reading.spelled(language)
        )
    return language


def _languages(place: Place, entries: Data) -> tuple[str, ...]:
    if "languages" not in entries:
        return LANGUAGES
    languages = reading.strings(place, entries["languages"])
    for language in languages:
        if language not in LANGUAGES:
            place.bad(
                gettext_noop("The language “%(found)s” is not known."),
                found=reading.spelled(language),
            )
    if not languages or len(set(languages)) != len(languages):
        place.bad(gettext_noop("Name each language once."))
    return languages


def _confidentiality(place: Place, entries: Data, name: str) -> Confidentiality | None:
    if entries.get(name) is None:
        return None
    unknown = gettext_noop("The confidentiality “%(found)s” is not known.")
    return reading.choice(place.below(name), entries[name], Confidentiality, unknown)


def _labelled(place: Place, data: object, build: type[Item]) -> tuple[Item, ...]:
    """Read a list of {key, de, en}."""
    if data is None:
        return ()
    found = []
    for number, entry in enumerate(reading.listing(place, data)):
        entries = reading.mapping(place.below(str(number)), entry)
        spot = place.below(_name(entries, number))
        reading.known_only(spot, entries, _LABELLED_ENTRIES)
        label = reading.text_among(spot, entries, required=True)
        found.append(build(reading.key(spot, entries.get("key")), label))
    return tuple(found)


def _name(entries: Data, number: int) -> str:
    """Return how to name an entry of a list in a path: by its key, else by counting from 0."""
    key = entries.get("key")
    return reading.spelled(key) if isinstance(key, str) and key else str(number)


def _option_sets(place: Place, data: object) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    if data is None:
        return ()
    sets = reading.mapping(place, data)
    return tuple(
        (reading.key(place, name), _labelled(place.below(reading.spelled(name)), options, Option))
        for name, options in sets.items()
    )


def _groups(place: Place, data: object, part: str, depth: int) -> tuple[Group, ...]:
    if data is None:
        return ()
    if depth > reading.MAX_DEPTH:
        place.bad(
            gettext_noop("Groups nest deeper than %(limit)s levels."), limit=reading.MAX_DEPTH
        )
        return ()
    found = []
    for number, entry in enumerate(reading.listing(place.below(part), data)):
        entries = reading.mapping(place.below(part, str(number)), entry)
        found.append(_group(place.element(_name(entries, number)), entries, depth))
    return tuple(found)


def _group(place: Place, entries: Data, depth: int) -> Group:
    reading.known_only(place, entries, _GROUP_ENTRIES)
    questions = () if entries.get("questions") is None else entries["questions"]
    return Group(
        key=reading.key(place, entries.get("key")),
        number=reading.string(place.below("number"), entries.get("number")),
        label=reading.text(place.below("label"), entries.get("label"), required=True),
        help=reading.text(place.below("help"), entries.get("help")),
        confidentiality=_confidentiality(place, entries, "confidentiality"),
        visible_if=_visible_if(place, entries),
        questions=tuple(
            _question(place, number, entry)
            for number, entry in enumerate(reading.listing(place.below("questions"), questions))
        ),
        groups=_groups(place, entries.get("sections"), "sections", depth + 1),
    )


def _question(above: Place, number: int, data: object) -> Question:
    entries = reading.mapping(above.below("questions", str(number)), data)
    place = above.element(_name(entries, number))
    reading.known_only(place, entries, _QUESTION_ENTRIES)
    common = _field(place, entries)
    return Question(
        **common,
        label=reading.text(place.below("label"), entries.get("label"), required=True),
        help=reading.text(place.below("help"), entries.get("help")),
        confidentiality=_confidentiality(place, entries, "confidentiality"),
        controls=_controls(place.below("controls"), entries.get("controls")),
        visible_if=_visible_if(place, entries),
        columns=_columns(place.below("columns"), entries.get("columns"), common["type"]),
        rows=_labelled(place.below("rows"), entries.get("rows"), Row),
        preset_column=reading.string(place.below("preset_column"), entries.get("preset_column")),
        allow_add_rows=reading.flag(place.below("allow_add_rows"), entries.get("allow_add_rows")),
        min_rows=reading.whole(place.below("min_rows"), entries.get("min_rows")),
        max_rows=reading.whole(place.below("max_rows"), entries.get("max_rows")),
    )


def _field(place: Place, entries: Data) -> dict[str, Any]:
    """Read what questions and columns have in common, all but the label."""

    def read(name: str, read_as: Any) -> Any:
        return read_as(place.below(name), entries.get(name))

    unknown = gettext_noop("“%(found)s” is no type of answer.")
    return {
        "key": reading.key(place, entries.get("key")),
        # A stand-in keeps the reading going; the problem is noted, so nobody gets to see it.
        "type": reading.choice(place.below("type"), entries.get("type"), AnswerType, unknown)
        or AnswerType.TEXT,
        "required": read("required", reading.flag),
        "options": _labelled(place.below("options"), entries.get("options"), Option),
        "option_set": read("option_set", reading.string),
        "other": read("other", reading.flag),
        "min": read("min", _bound),
        "max": read("max", _bound),
        "min_length": read("min_length", reading.whole),
        "max_length": read("max_length", reading.whole),
        "pattern": read("pattern", reading.string),
        "unit": read("unit", reading.text),
        "ip_version": read("ip_version", reading.whole),
        "multiple": read("multiple", reading.flag),
        "filter_by": read("filter_by", reading.string),
        "accept": read("accept", reading.strings),
        "max_size_mb": read("max_size_mb", reading.whole),
        "min_selected": read("min_selected", reading.whole),
        "max_selected": read("max_selected", reading.whole),
    }


def _bound(place: Place, data: object) -> int | float | str | None:
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, int | float) and not isinstance(data, bool):
        return data
    place.bad(
        gettext_noop("Expected a number or a text such as “08:00” here, found %(found)s."),
        found=reading.spelled(data),
    )
    return None


def _columns(place: Place, data: object, kind: AnswerType) -> tuple[Column, ...]:
    if data is None:
        return ()
    if kind is AnswerType.MATRIX:
        # The columns of a matrix are ratings: a key and a label, no type.
        return tuple(
            Column(key=option.key, label=option.label, type=AnswerType.TEXT)
            for option in _labelled(place, data, Option)
        )
    return tuple(
        _column(place, number, entry) for number, entry in enumerate(reading.listing(place, data))
    )


def _column(above: Place, number: int, data: object) -> Column:
    entries = reading.mapping(above.below(str(number)), data)
    place = above.below(_name(entries, number))
    reading.known_only(place, entries, _COLUMN_ENTRIES)
    return Column(**_field(place, entries), label=reading.text_among(place, entries, required=True))


def _controls(place: Place, data: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if data is None:
        return ()
    schemes = reading.mapping(place, data)
    return tuple(
        (scheme, reading.strings(place.below(reading.spelled(scheme)), identifiers))
        for scheme, identifiers in schemes.items()
    )


def _visible_if(place: Place, entries: Data) -> Condition | None:
    data = entries.get("visible_if")
    return None if data is None else read_condition(place.below("visible_if"), data)


def _decisions(place: Place, data: object) -> tuple[tuple[str, Decision], ...]:
    """Read what is declared about the answers of the release before."""
    if data is None:
        return ()
    declared = reading.mapping(place, data)
    return tuple(
        (reading.key(place, key), _decision(place.below(reading.spelled(key)), entry))
        for key, entry in declared.items()
    )


def _decision(place: Place, data: object) -> Decision:
    entries = reading.mapping(place, data)
    reading.known_only(place, entries, _DECISION_ENTRIES)
    to = entries.get("to")
    target = "" if to is None else reading.key(place.below("to"), to)
    renamed = entries.get("map")
    options = {} if renamed is None else reading.mapping(place.below("map"), renamed)
    texts = {
        old: reading.string(place.below("map", reading.spelled(old)), new)
        for old, new in options.items()
    }
    alone = [name for name in _ALONE if reading.flag(place.below(name), entries.get(name))]
    if len(alone) + bool(target or texts) != 1:
        place.bad(
            gettext_noop(
                "Declare one thing: “park: true”, “park_unfit: true”, “convert: true”, or “map” "
                "and “to”, alone or together."
            )
        )
    if alone:
        return Decision(alone[0])
    return Decision("map", to=target, options=texts)
