"""Named points at which a test lets this process die, as a power cut would: no clean-up, no rollback of ours.

The setting CRASH_AT names one point; production has none.
"""

from __future__ import annotations

import os
import signal

from django.conf import settings


def crash_point(name: str) -> None:
    """Die here when this is the named point."""
    if name == settings.CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
