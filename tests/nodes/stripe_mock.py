#!/usr/bin/env python3
"""Stripe's own stand-in for its interface: python3 tests/nodes/stripe_mock.py fetch

It keeps nothing and answers with samples, but refuses every request that Stripe's published OpenAPI description does
not allow. Built from its pinned source by Go's module proxy, whose checksum database is asked, into ~/.cache/chophien.
Standard library only: it also runs before the virtual environment exists.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SOURCE = "github.com/stripe/stripe-mock@v0.197.0"
CACHE = Path.home() / ".cache" / "chophien" / "stripe-mock-0.197.0"
BUILD_SECONDS = 600
START_SECONDS = 60


class MockUnavailable(Exception):
    """It cannot be had on this machine; the message says what is missing."""


def fetch() -> Path:
    """Return the program, building it the first time (half a minute). Raises MockUnavailable."""
    program = CACHE / "stripe-mock"
    if program.exists():
        return program
    if not shutil.which("go"):
        raise MockUnavailable("no Go to build it with")
    made = CACHE.parent / f"building-{os.getpid()}"
    try:
        done = subprocess.run(
            ["go", "install", SOURCE],
            env={**os.environ, "GOBIN": str(made), "GOFLAGS": "-mod=mod"},
            capture_output=True,
            text=True,
            check=False,
            timeout=BUILD_SECONDS,
        )
        if done.returncode:
            raise MockUnavailable(f"go install {SOURCE}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
        CACHE.mkdir(parents=True, exist_ok=True)
        (made / "stripe-mock").replace(program)
    except (OSError, subprocess.SubprocessError) as error:
        raise MockUnavailable(str(error)) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return program


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Give the address of a mock that was fetched before; it ends with the block. Raises MockUnavailable."""
    program = CACHE / "stripe-mock"
    if not program.exists():
        raise MockUnavailable("run python3 tests/nodes/stripe_mock.py fetch")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([str(program), "-http-addr", f"127.0.0.1:{port}"], **quiet)  # type: ignore[call-overload]
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise MockUnavailable("it did not start") from None
            time.sleep(0.1)


if __name__ == "__main__":
    if sys.argv[1:] != ["fetch"]:
        sys.exit(__doc__)
    try:
        print(fetch())
    except MockUnavailable as reason:
        sys.exit(f"no stripe-mock: {reason}")
