"""Start two server processes on one test database and send them requests from one barrier."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from tests.concurrency.market import Form

ROOT = Path(__file__).resolve().parents[2]
START_S = 60
PATIENCE_S = 120
THREADS = 12


@dataclass(frozen=True)
class Answer:
    """One response. location: where it redirects to, if it does. took_s: from the barrier to the last byte."""

    status: int
    location: str
    text: str
    took_s: float = field(default=0, compare=False)


@dataclass(frozen=True)
class Request:
    """One POST of somebody."""

    path: str
    body: str | bytes
    headers: Mapping[str, str]


@contextmanager
def two_servers(module: str) -> Iterator[list[int]]:
    """Run `module:application` in two processes and yield their ports."""
    with ExitStack() as stack:
        ports = [_free_port() for _ in range(2)]
        processes = [stack.enter_context(_server(module, port)) for port in ports]
        for process, port in zip(processes, ports, strict=True):
            _wait_for(process, port)
        yield ports


@contextmanager
def _server(module: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", f"{module}:application"]
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def database_url() -> str:
    """Return the address of this worker's test database, for another process."""
    database = connection.settings_dict
    user = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    options = urlencode({**database.get("OPTIONS", {}), "host": database["HOST"]})
    return f"postgres://{user}@localhost{port}/{database['NAME']}?{options}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no server on port {port}")


class Crowd:
    """Some buyers, each with an open connection to one of the servers, who all send at the same moment."""

    def __init__(self, ports: Sequence[int], size: int) -> None:
        self.connections = [
            http.client.HTTPConnection("127.0.0.1", ports[n % len(ports)], timeout=PATIENCE_S) for n in range(size)
        ]
        self.barrier = threading.Barrier(size)
        self.pool = ThreadPoolExecutor(size)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *exc: object) -> None:
        self.pool.shutdown()
        for open_connection in self.connections:
            open_connection.close()

    def post(self, path: str, forms: Sequence[Form]) -> list[Answer]:
        """Send one form per buyer at once and return the answers in the same order."""
        return self.send([request_of(path, form) for form in forms])

    def send(self, requests: Sequence[Request]) -> list[Answer]:
        """Send one request each at once and return the answers in the same order."""
        return list(self.pool.map(self._send, self.connections, requests))

    def _send(self, client: http.client.HTTPConnection, request: Request) -> Answer:
        if client.sock is None:
            client.connect()
        self.barrier.wait(timeout=60)
        begun = time.monotonic()
        client.request("POST", request.path, request.body, dict(request.headers))
        response = client.getresponse()
        text = response.read().decode()
        took_s = time.monotonic() - begun
        return Answer(response.status, response.headers.get("Location", ""), text, took_s)


def request_of(path: str, form: Form) -> Request:
    """Return what a browser sends with a form."""
    return Request(path, form.body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": form.cookies})
