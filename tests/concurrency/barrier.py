"""Do several things at the same moment, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection

Act = Callable[[], object]
Refusals = tuple[type[Exception], ...]
PATIENCE_S = 60


def outcomes(*acts: Act, refusals: Refusals = ()) -> list[object]:
    """Run the acts at one barrier; return what each returned or which of the refusals it raised, in their order.

    Whatever else one of them raises fails the test.
    """
    barrier, came = threading.Barrier(len(acts)), dict[int, object]()
    faults: list[Exception] = []

    def run(position: int) -> None:
        try:
            barrier.wait(timeout=PATIENCE_S)
            came[position] = acts[position]()
        except refusals as refusal:
            came[position] = refusal
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[position]) for position in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ExceptionGroup("not meant to happen", faults)
    return [came[position] for position in range(len(acts))]


def verdicts(*acts: Act, refusals: Refusals) -> list[str]:
    """Run the acts at one barrier and return "done" or the refusal's name of each, sorted."""
    return sorted(_named(outcomes(*acts, refusals=refusals), refusals))


def _named(came: Sequence[object], refusals: Refusals) -> list[str]:
    return [type(outcome).__name__ if isinstance(outcome, refusals) else "done" for outcome in came]
