"""The edit pages of templates and groups: which fields, in which order.

The outline and the notes of a group are templates of their own; their tags read what they need.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from ..blocks.json_blocks import JsonEditor

_TITLE_HELP = _("Titles are never confidential.")
_TITLES = FieldRowPanel(
    [
        FieldPanel("title", heading=_("Title in German"), help_text=_TITLE_HELP),
        FieldPanel("title_en", heading=_("Title in English"), help_text=_TITLE_HELP),
    ]
)

TEMPLATE_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                _TITLES,
                HelpPanel(
                    template="concept_pages/admin/template_outline.html",
                    heading=_("Chapters and sections"),
                ),
                CommentPanel(),
            ],
            heading=_("Outline"),
        ),
        ObjectList(
            [
                HelpPanel(
                    template="concept_pages/admin/template_option_sets.html",
                    heading=_("Where each option set is used"),
                ),
                FieldPanel("option_sets"),
            ],
            heading=_("Option sets"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("description_de"), FieldPanel("description_en")]),
                FieldRowPanel([FieldPanel("document_title_de"), FieldPanel("document_title_en")]),
                FieldRowPanel(
                    [FieldPanel("language_default"), FieldPanel("confidentiality_default")]
                ),
                MultiFieldPanel(
                    [FieldPanel("key")], heading=_("Advanced"), classname="collapsed", icon="cog"
                ),
            ],
            heading=_("Settings"),
        ),
    ]
)

GROUP_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                HelpPanel(template="concept_pages/admin/template_group_notes.html"),
                _TITLES,
                FieldPanel("visible_if", widget=JsonEditor("secdoc-condition")),
                FieldPanel("questions"),
                CommentPanel(),
            ],
            heading=_("Questions"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("help_de"), FieldPanel("help_en")]),
                FieldRowPanel([FieldPanel("number"), FieldPanel("confidentiality")]),
                FieldPanel("key"),
            ],
            heading=_("Help, number, confidentiality"),
        ),
    ]
)
