"""What changed: between two templates, between two sets of answers; and how answers move along.

changes      Change, and the words for each kind of it
fields       changes of one question or column
templates    changes of a whole template
breaking     the questions whose answers a release breaks, and what may be declared about them
convert      one answer into another type
mapping      the options of an answer, replaced as declared
splitting    one answer into what has a place in a changed question, and what has none
carrying     all answers from an old template to a new one
walking      the same over several releases, one after the other
answers      changes of answers, for the reviewer
marks        what people should look at anew
"""

from ..elements import Decision
from .answers import AnswerChange, RowChange, compare_answers
from .breaking import Break, Declared, Replaced, breaks, parked, with_decisions
from .carrying import CarriedOver, Parked, Reason, carry_over, fitted
from .changes import Change, ChangeKind
from .marks import Mark, marks_between
from .templates import compare, is_breaking
from .walking import Walked, walk

__all__ = [
    "AnswerChange",
    "Break",
    "CarriedOver",
    "Change",
    "ChangeKind",
    "Decision",
    "Declared",
    "Mark",
    "Parked",
    "Reason",
    "Replaced",
    "RowChange",
    "Walked",
    "breaks",
    "carry_over",
    "compare",
    "compare_answers",
    "fitted",
    "is_breaking",
    "marks_between",
    "parked",
    "walk",
    "with_decisions",
]
