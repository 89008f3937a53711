"""How a question is authored: one block type per answer type; choosing the block chooses the type.

Nothing is `required` here: a draft may be saved at any time, and what is missing is named when the
template is submitted. (Wagtail's `required` also flips on block objects that threads share.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from ..definition.elements import AnswerType
from ..definition.reading import KEY
from .json_blocks import ConditionBlock, LabelledRowsBlock
from .limit_blocks import LIMIT_BLOCKS

LEVELS = [
    ("public", _("public")),
    ("internal", _("internal")),
    ("confidential", _("confidential")),
    ("strictly_confidential", _("strictly confidential")),
]

TEXT = _("Text")
CHOICE = _("Choice")
QUANTITY = _("Date and number")
ADDRESS = _("Addresses")
STRUCTURE = _("Tables")
REFERENCE = _("References and files")

FACES: dict[AnswerType, tuple[Any, Any, str]] = {
    AnswerType.TEXT: (_("Short text"), TEXT, "title"),
    AnswerType.LONGTEXT: (_("Long text"), TEXT, "pilcrow"),
    AnswerType.RICHTEXT: (_("Formatted text"), TEXT, "doc-full"),
    AnswerType.LETTERS: (_("Letters only"), TEXT, "keyboard"),
    AnswerType.YES_NO: (_("Yes or no"), CHOICE, "check"),
    AnswerType.SINGLE_CHOICE: (_("One choice"), CHOICE, "radio-full"),
    AnswerType.MULTIPLE_CHOICE: (_("Several choices"), CHOICE, "tasks"),
    AnswerType.DATE: (_("Date"), QUANTITY, "date"),
    AnswerType.MONTH: (_("Month and year"), QUANTITY, "calendar-alt"),
    AnswerType.TIME: (_("Time of day"), QUANTITY, "time"),
    AnswerType.DURATION: (_("Duration"), QUANTITY, "history"),
    AnswerType.INTEGER: (_("Whole number"), QUANTITY, "list-ol"),
    AnswerType.NUMBER: (_("Decimal number"), QUANTITY, "decimal"),
    AnswerType.EMAIL: (_("E-mail address"), ADDRESS, "mail"),
    AnswerType.URL: (_("Web address"), ADDRESS, "link"),
    AnswerType.IP_LIST: (_("IP addresses"), ADDRESS, "desktop"),
    AnswerType.HOSTNAME_LIST: (_("Host names"), ADDRESS, "globe"),
    AnswerType.TABLE: (_("Table"), STRUCTURE, "table"),
    AnswerType.MATRIX: (_("Matrix"), STRUCTURE, "grid"),
    AnswerType.REFERENCE_SERVICE: (_("Service"), REFERENCE, "link-external"),
    AnswerType.FILE: (_("File"), REFERENCE, "upload"),
}
"""What each type is called, its family in the chooser, and its icon."""

COLUMN_TYPES = tuple(kind for kind in FACES if kind not in (AnswerType.TABLE, AnswerType.MATRIX))


def _in_reading_language(part: str) -> Any:
    """Return a label format that shows `part` in the language of the person who looks."""
    return lazy(lambda: f"{{{part}_{'en' if get_language() == 'en' else 'de'}}}", str)()


class QuestionBlock(blocks.StructBlock):
    """What every question has; the limits of its type are added by `question_block`."""

    label_de = blocks.CharBlock(required=False, max_length=500, label=_("Question in German"))
    label_en = blocks.CharBlock(required=False, max_length=500, label=_("Question in English"))
    help_de = blocks.TextBlock(required=False, max_length=2000, label=_("Help in German"))
    help_en = blocks.TextBlock(required=False, max_length=2000, label=_("Help in English"))
    required = blocks.BooleanBlock(required=False, label=_("Must be answered"))
    confidentiality = blocks.ChoiceBlock(
        choices=[("", _("as the template says")), *LEVELS],
        required=False,
        label=_("Confidentiality of the answer"),
    )
    visible_if = ConditionBlock(label=_("When the question is shown"))
    key = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Key"),
        help_text=_("Answers are stored by it. Leave it empty and it is made from the question."),
        validators=[
            RegexValidator(
                rf"\A{KEY.pattern}\Z",
                _("A key is made of small letters, digits and underscores, a letter first."),
            )
        ],
    )
    iso27001 = blocks.CharBlock(
        required=False,
        label=_("Controls of ISO/IEC 27001"),
        help_text=_("Several are separated by commas, such as A.5.9, A.8.2."),
    )
    grundschutz = blocks.CharBlock(
        required=False,
        label=_("Modules of IT-Grundschutz"),
        help_text=_("Several are separated by commas, such as SYS.1.1, OPS.1.1.3."),
    )


class ColumnBlock(blocks.StructBlock):
    """What every column of a table has; the limits of its type are added by `column_block`."""

    de = blocks.CharBlock(required=False, max_length=300, label=_("Heading in German"))
    en = blocks.CharBlock(required=False, max_length=300, label=_("Heading in English"))
    required = blocks.BooleanBlock(required=False, label=_("Must be filled in each row"))
    key = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Key"),
        help_text=_("Leave it empty and it is made from the heading."),
        validators=[RegexValidator(rf"\A{KEY.pattern}\Z", _("This is no key."))],
    )


class QuestionBlockAdapter(StructBlockAdapter):
    """Lets a script show in the collapsed head what is worth knowing at a glance."""

    js_constructor = "secdoc.QuestionBlock"

    @property
    def media(self) -> Any:
        """Wagtail's scripts for blocks, and ours after them."""
        ours = ["concept_pages/js/template-words.js", "concept_pages/js/template-questions.js"]
        return super().media + type(super().media)(js=ours)


register(QuestionBlockAdapter(), QuestionBlock)


def question_block(kind: AnswerType) -> QuestionBlock:
    """Return the block that authors a question of one type, with exactly the limits it has."""
    label, family, icon = FACES[kind]
    limits = [(name, make()) for name, make in LIMIT_BLOCKS[kind].items()]
    if kind is AnswerType.TABLE:
        limits.insert(0, ("columns", column_blocks()))
    return QuestionBlock(
        limits,
        label=label,
        group=family,
        icon=icon,
        label_format=_in_reading_language("label"),
        form_classname=f"secdoc-question secdoc-question--{kind}",
        form_attrs={"data-secdoc-type": str(kind)},
        form_layout=blocks.BlockGroup(
            children=[
                "label_de",
                "label_en",
                "help_de",
                "help_en",
                "required",
                "confidentiality",
                *(name for name, _block in limits),
                "visible_if",
                blocks.BlockGroup(
                    children=["key", "iso27001", "grundschutz"],
                    heading=pgettext_lazy("settings few people need", "Advanced"),
                    icon="cog",
                    classname="secdoc-advanced collapsed",
                    label_format="{key}",
                ),
            ]
        ),
    )


def column_block(kind: AnswerType) -> ColumnBlock:
    """Return the block that authors a table column of one type."""
    label, family, icon = FACES[kind]
    makers = LIMIT_BLOCKS[kind].items()
    limits = [(name, make()) for name, make in makers if name != "filter_by"]
    return ColumnBlock(
        limits,
        label=label,
        group=family,
        icon=icon,
        label_format=lazy(lambda: "{en}" if get_language() == "en" else "{de}", str)(),
        form_classname="secdoc-column",
        form_attrs={"data-secdoc-column": str(kind)},
        form_layout=blocks.BlockGroup(
            children=["de", "en", "required", *(name for name, _block in limits), "key"]
        ),
    )


def column_blocks() -> blocks.StreamBlock:
    """Return the columns of a table: choosing the block chooses the type of the column."""
    return blocks.StreamBlock(
        [(str(kind), column_block(kind)) for kind in COLUMN_TYPES],
        required=False,
        collapsed=True,
        label=_("Columns"),
    )


def _each(make: Callable[[AnswerType], blocks.Block]) -> list[tuple[str, blocks.Block]]:
    return [(str(kind), make(kind)) for kind in FACES]


class OptionSetNameBlock(blocks.CharBlock):
    """The name of an option set; a script says beside it where the set is used."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs["data-controller"] = "secdoc-option-set"


class OptionSetBlock(blocks.StructBlock):
    """Options that several questions share."""

    key = OptionSetNameBlock(
        required=False,
        max_length=80,
        label=_("Name of the option set"),
        help_text=_("Questions refer to it. Small letters, digits and underscores."),
        validators=[
            RegexValidator(
                rf"\A{KEY.pattern}\Z",
                _("A key is made of small letters, digits and underscores, a letter first."),
            )
        ],
    )
    options = LabelledRowsBlock(label=_("Options"))

    class Meta:
        icon = "list-ul"
        label = _("Option set")
        label_format = "{key}"
        form_classname = "secdoc-option-set"


QUESTION_BLOCKS: list[tuple[str, blocks.Block]] = _each(question_block)
OPTION_SET_BLOCKS: list[tuple[str, blocks.Block]] = [("option_set", OptionSetBlock())]
