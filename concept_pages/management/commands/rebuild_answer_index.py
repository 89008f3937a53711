"""`manage.py rebuild_answer_index`: write the index of answers anew from the releases in force."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from workflows.management.plain import PlainCommand

from ...actions.index_answers import rebuild_index


class Command(PlainCommand):
    """Rebuilds what search and reports read; harmless at any time."""

    help = "Write the index of answers anew from the releases in force."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild the index and say how much it holds."""
        concepts, answers = rebuild_index()
        self.stdout.write(
            _("The index holds %(answers)d answers of %(concepts)d concepts.")
            % {"answers": answers, "concepts": concepts}
        )
