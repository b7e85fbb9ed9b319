"""The web server and the job worker, started together and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

STOP_WITHIN_SECONDS = 15


class Processes:
    """Children in sessions of their own, so that Ctrl-C reaches this process alone and it stops them in order."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def start(self, name: str, command: list[str]) -> None:
        self.children[name] = subprocess.Popen(command, start_new_session=True, env=os.environ.copy())  # noqa: S603

    def stop_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def wait(self) -> str | None:
        """Return when asked to stop (None) or with the name of a child that ended by itself."""
        while not self.stopping:
            for name, child in self.children.items():
                if child.poll() is not None:
                    return name
            time.sleep(0.2)
        return None

    def stop(self) -> None:
        """Ask every child to finish, wait, then end those that did not."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def web_command(port: int, workers: int) -> list[str]:
    """Return the command of the web server (granian, WSGI)."""
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)],
        *["--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning", "shop.wsgi:application"],
    ]


def worker_command() -> list[str]:
    """Return the command of the job worker."""
    return [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2", "--delete-jobs", "successful"]
