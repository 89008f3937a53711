"""What happens at the same time: between check and save of a form, or to several who start at once.

`meanwhile` needs one connection only and always hits the gap; `at_once` needs real transactions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

from workflows.errors import NotPossible


@contextmanager
def meanwhile(deed: Callable[[], Any]) -> Iterator[None]:
    """Do something, once, before the next transaction begins: forms are checked outside of it."""
    waiting = [deed]

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT") and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not waiting, "no transaction began"


def at_once(*moves: Callable[[], Any]) -> list[str]:
    """Run moves in threads that start together; return what became of each."""
    start = threading.Barrier(len(moves))
    outcomes: list[str] = []

    def run(move: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            move()
            outcomes.append("done")
        except NotPossible:
            outcomes.append("refused")
        except OperationalError as error:
            outcomes.append(f"database: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[move]) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)
