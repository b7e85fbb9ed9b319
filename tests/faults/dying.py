"""Run a step in a process of its own that dies at a named point."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

from django.db import connections
from django.test import override_settings


def run(step: Callable[[], None], *, crash_at: str = "") -> int:
    """Run a step in a process of its own, with its own connection; return how that ended."""
    connections.close_all()  # the child must not talk on ours
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
