"""Run a step in a process of its own that dies at a named point."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.test import override_settings


def run(step: Callable[[], None], *, crash_at: str = "") -> int:
    """Run a step in a process of its own, with its own connection; return how that ended.

    Forked from a thread of its own, because Django keeps connections by thread: a child of this thread would talk on
    ours, of which there are two once a browser runs its loop here, and closing those in use leaves the other.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_forked, step, crash_at).result()


def _forked(step: Callable[[], None], crash_at: str) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with override_settings(CRASH_AT=crash_at):
                step()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
