"""Whether a definition makes sense: keys, limits and conditions that fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .conditions import BAGS, OF_BAGS, OF_ORDER, WITH_LIST, WITHOUT_VALUE, comparisons, fits_value
from .elements import (
    CHOICES,
    AnswerType,
    Comparison,
    Condition,
    Confidentiality,
    Definition,
    Field,
    Group,
    Operator,
    Option,
    Question,
    Row,
)
from .keys import OWN_PREFIX, is_own
from .limits import ALL_LIMITS, LIMITS
from .patterns import PATTERNS
from .problems import Problem, gettext_noop
from .quantities import QUANTITIES, quantity
from .reading import Place, spelled

TABULAR = frozenset({AnswerType.TABLE, AnswerType.MATRIX})
_PAIRS = (("min_length", "max_length"), ("min_rows", "max_rows"), ("min_selected", "max_selected"))


def soundness(definition: Definition, *, own: bool = False) -> list[Problem]:
    """Return everything that keeps a definition from being used; [] if it is sound.

    `decode` refuses a definition with any of these. A definition that was not read from data, such
    as the draft of a template, is checked by calling this. `own` expects the keys of the questions
    that a single service adds; a template has none of them.
    """
    check = _Check(definition, own=own)
    check.vocabulary()
    for group in definition.groups:
        check.group(group, check.place)
    check.decisions()
    return list(check.place.problems)


class _Check:
    """One pass over the document; `seen` holds the questions further up."""

    def __init__(self, definition: Definition, *, own: bool) -> None:
        self.definition = definition
        self.own = own
        self.place = Place()
        self.keys: set[str] = set()
        self.seen: dict[str, Question] = {}

    def vocabulary(self) -> None:
        """Check the lists at the head of the template."""
        definition = self.definition
        names = [name for name, _ in definition.option_sets]
        _unique(self.place.below("option_sets"), names)
        for name, options in definition.option_sets:
            place = self.place.below("option_sets", name)
            if not options:
                place.bad(gettext_noop("The option set is empty."))
            _unique(place, _keys(options))
        _unique(self.place.below("patterns"), _keys(definition.patterns))
        for pattern in definition.patterns:
            if pattern.key not in PATTERNS:
                self.place.below("patterns").bad(
                    gettext_noop("The pattern “%(found)s” is not known."), found=pattern.key
                )
        levels = self.place.below("confidentiality_levels")
        _unique(levels, _keys(definition.confidentiality_levels))
        for level in definition.confidentiality_levels:
            if level.key not in list(Confidentiality):
                levels.bad(
                    gettext_noop("The confidentiality “%(found)s” is not known."), found=level.key
                )

    def decisions(self) -> None:
        """Check what is declared about older answers: it names questions and options there are."""
        for key, decision in self.definition.upgrade:
            place = self.place.below("upgrade", key)
            self.ownership(place, key)
            target = self.definition.questions.get(decision.to or key)
            if decision.action == "map" and target is None:
                place.bad(
                    gettext_noop("“%(found)s” is no question."), found=spelled(decision.to or key)
                )
                continue
            known = _choices_of(self.definition, target) if target else None
            for option in decision.options.values():
                if known is not None and option not in known:
                    place.below("map").bad(
                        gettext_noop("“%(value)s” is no option of “%(question)s”."),
                        value=spelled(option),
                        question=decision.to or key,
                    )

    def group(self, group: Group, above: Place) -> None:
        place = above.element(group.key)
        self.key(place, group.key)
        self.condition(place.below("visible_if"), group.visible_if)
        for question in group.questions:
            self.question(question, place.element(question.key))
        for child in group.groups:
            self.group(child, place)

    def question(self, question: Question, place: Place) -> None:
        self.key(place, question.key)
        self.condition(place.below("visible_if"), question.visible_if)
        self.field(question, place)
        if question.filter_by and question.filter_by not in self.seen:
            place.below("filter_by").bad(
                gettext_noop("“%(found)s” is no question further up."),
                found=spelled(question.filter_by),
            )
        self.table(question, place)
        self.seen.setdefault(question.key, question)

    def key(self, place: Place, key: str) -> None:
        if key in self.keys and key:
            place.bad(gettext_noop("The key “%(key)s” is used twice."), key=key)
        self.keys.add(key)
        self.ownership(place, key)

    def ownership(self, place: Place, key: str) -> None:
        """Keep the keys of templates and those of single services apart, now and later."""
        if key and is_own(key) and not self.own:
            place.bad(
                gettext_noop("Keys that start with “%(prefix)s” belong to single services."),
                prefix=OWN_PREFIX,
            )
        if key and self.own and not is_own(key):
            place.bad(
                gettext_noop("The keys of a single service start with “%(prefix)s”."),
                prefix=OWN_PREFIX,
            )

    def field(self, field: Field, place: Place) -> None:
        """Check the limits of a question or column."""
        for name in ALL_LIMITS:
            if name not in LIMITS[field.type] and getattr(field, name, None):
                place.below(name).bad(
                    gettext_noop("Answers of the type %(type)s have no such limit."),
                    type=field.type.value,
                )
        self.options(field, place)
        if field.pattern and field.pattern not in _keys(self.definition.patterns):
            place.below("pattern").bad(
                gettext_noop("The pattern “%(found)s” is not known."), found=spelled(field.pattern)
            )
        if field.ip_version not in (None, 4, 6):
            place.below("ip_version").bad(gettext_noop("IP addresses are of version 4 or 6."))
        _bounds(field, place)
        for low, high in _PAIRS:
            least, most = getattr(field, low, None), getattr(field, high, None)
            if least is not None and most is not None and least > most:
                place.below(low).bad(gettext_noop("The smallest value is larger than the largest."))
        for name in ("max_length", "max_size_mb", "max_selected", "max_rows"):
            if getattr(field, name, None) == 0:
                place.below(name).bad(
                    gettext_noop("With the largest value 0 nothing can be answered.")
                )

    def options(self, field: Field, place: Place) -> None:
        if field.type not in CHOICES:
            return
        if field.option_set and field.options:
            place.below("option_set").bad(
                gettext_noop("Give options of its own or an option set, not both.")
            )
        if field.option_set and field.option_set not in self.definition.options_by_set:
            place.below("option_set").bad(
                gettext_noop("The option set “%(found)s” does not exist."),
                found=spelled(field.option_set),
            )
        elif not self.definition.options_of(field):
            place.below("options").bad(gettext_noop("There is nothing to choose from."))
        _unique(place.below("options"), _keys(field.options))

    def table(self, question: Question, place: Place) -> None:
        """Check rows and columns of tables and matrices."""
        if question.type not in TABULAR:
            return
        _unique(place.below("columns"), _keys(question.columns))
        _unique(place.below("rows"), _keys(question.rows))
        if not question.columns:
            place.below("columns").bad(gettext_noop("There are no columns."))
        if question.type is AnswerType.MATRIX:
            if not question.rows:
                place.below("rows").bad(gettext_noop("There are no rows."))
            return
        for column in question.columns:
            self.column(column, place.below("columns", column.key))
        if (question.rows or question.preset_column) and question.preset_column not in _keys(
            question.columns
        ):
            place.below("preset_column").bad(
                gettext_noop("Name the column that shows the labels of the preset rows.")
            )

    def column(self, column: Field, place: Place) -> None:
        if column.type in TABULAR:
            place.below("type").bad(gettext_noop("A column cannot be a table or matrix itself."))
            return
        if column.key == "row":
            place.bad(gettext_noop("The key “row” marks preset rows and cannot name a column."))
        if column.filter_by:
            place.below("filter_by").bad(gettext_noop("Only questions can be filtered."))
        self.field(column, place)

    def condition(self, place: Place, condition: Condition | None) -> None:
        for comparison in comparisons(condition):
            question = self.seen.get(comparison.question)
            if question is None:
                place.bad(
                    gettext_noop(
                        "The condition refers to “%(question)s”, which is no question further up."
                    ),
                    question=spelled(comparison.question),
                )
            else:
                self.comparison(place, comparison, question)

    def comparison(self, place: Place, comparison: Comparison, question: Question) -> None:
        operator, value = comparison.operator, comparison.value
        if operator in WITHOUT_VALUE:
            if value is not None:
                place.bad(gettext_noop("“%(operator)s” takes no value."), operator=operator.value)
            return
        if (operator in WITH_LIST) != isinstance(value, tuple) or value is None or value == ():
            place.bad(
                gettext_noop("“%(operator)s” needs a list of values.")
                if operator in WITH_LIST
                else gettext_noop("“%(operator)s” needs one value."),
                operator=operator.value,
            )
            return
        if not _compares(operator, question.type):
            place.bad(
                gettext_noop("Answers of the type %(type)s cannot be compared by “%(operator)s”."),
                type=question.type.value,
                operator=operator.value,
            )
            return
        for single in value if isinstance(value, tuple) else (value,):
            self.compared(place, single, question)

    def compared(self, place: Place, value: object, question: Question) -> None:
        """Check one value that an answer is compared with."""
        if not fits_value(question.type, value):
            place.bad(
                gettext_noop("“%(value)s” is no answer of the type %(type)s to “%(question)s”."),
                value=spelled(value),
                type=question.type.value,
                question=question.key,
            )
            return
        known: list[str] | None = None
        if question.type in CHOICES:
            known = _keys(self.definition.options_of(question))
        elif question.type is AnswerType.MATRIX:
            known = _keys(question.columns)
        if known is not None and str(value) not in known:
            place.bad(
                gettext_noop("“%(value)s” is no option of “%(question)s”."),
                value=spelled(value),
                question=question.key,
            )


def _compares(operator: Operator, kind: AnswerType) -> bool:
    if operator in OF_BAGS:
        return kind in BAGS
    if operator in OF_ORDER:
        return kind in QUANTITIES
    return True


def _bounds(field: Field, place: Place) -> None:
    """Check min and max: of the kind of the answers, and in order."""
    if "min" not in LIMITS[field.type]:
        return
    found = []
    for name in ("min", "max"):
        bound = getattr(field, name)
        if bound is None:
            continue
        at = quantity(field.type, bound)
        if at is None or (field.type is AnswerType.INTEGER and not isinstance(bound, int)):
            place.below(name).bad(
                gettext_noop("“%(found)s” is no value of the type %(type)s."),
                found=spelled(bound),
                type=field.type.value,
            )
        else:
            found.append(at)
    if len(found) == 2 and found[0] > found[1]:  # type: ignore[operator]  # both of one type
        place.below("min").bad(gettext_noop("The smallest value is larger than the largest."))


def _choices_of(definition: Definition, question: Question) -> set[str]:
    """Return the keys of everything that can be chosen in a question or in its cells."""
    fields: tuple[Field, ...] = (question, *question.columns)
    found = {option.key for field in fields for option in definition.options_of(field)}
    return found | (set(_keys(question.columns)) if question.type is AnswerType.MATRIX else set())


def _keys(items: Iterable[Option | Row | Field]) -> list[str]:
    return [item.key for item in items]


def _unique(place: Place, keys: list[str]) -> None:
    for key in _repeated(keys):
        place.bad(gettext_noop("The key “%(key)s” is used twice."), key=key)


def _repeated(keys: list[str]) -> Iterator[str]:
    met: set[str] = set()
    for key in keys:
        if key in met and key:
            yield key
        met.add(key)
