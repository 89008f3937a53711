"""How a person wants to be told: a form, and its panel on Wagtail's account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)

from ..people import User
from ..records import NoticeChoice

SUBJECTS = ("released", "returned", "comments", "reviews", "deputies")


class NoticeChoiceForm(forms.ModelForm):
    """Asks for each subject how its notices come; what is not answered stays as it is.

    Each answer comes with the one that was shown, so that a form from an older tab takes back
    nothing that was chosen since.
    """

    class Meta:
        model = NoticeChoice
        fields = SUBJECTS
        widgets = dict.fromkeys(SUBJECTS, forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Keep what is stored wherever the person changed nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unchanged = cleaned.keys() - set(self.changed_data)
        return cleaned | {name: getattr(self.instance, name) for name in unchanged}


def choice_of(user: User) -> NoticeChoice:
    """Return what a person chose; not saved yet where she never chose anything."""
    return NoticeChoice.objects.filter(user=user).first() or NoticeChoice(user=user)


class NoticesPanel(BaseSettingsPanel):
    """The choices on Wagtail's account page."""

    name = "notices"
    title = _("Notices by mail")
    tab = notifications_tab
    form_class = NoticeChoiceForm
    template_name = "workflows/notice_choices.html"
    order = 100

    def get_form(self) -> NoticeChoiceForm:
        """Return the form; where another form of the page was sent, it keeps what was chosen."""
        data = self.request.POST if self.request.method == "POST" else None
        return NoticeChoiceForm(data, instance=choice_of(self.user), prefix=self.name)


def notices_panel(request: Any, user: User, profile: Any) -> NoticesPanel:
    """Return the panel for a person."""
    return NoticesPanel(request, user, profile)


def hide_wagtails_switches() -> None:
    """Hide Wagtail's own switches: nothing asks them any more, and there is one truth."""
    NotificationsSettingsPanel.is_active = lambda _panel: False
