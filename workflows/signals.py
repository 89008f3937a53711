"""What happened, for whoever cares."""

from django.dispatch import Signal

moved = Signal()
"""Sent inside the transaction after each move: `sender` (the page's class), `page`, `move`, `log`
(the TransitionLog), `release` (or None) and `submission` (or None). A receiver that raises undoes
the move; whatever talks to the world outside belongs into `transaction.on_commit`."""
