"""Services at the network's edge, on this machine: HTTP and SMTP that note what they are sent."""

from __future__ import annotations

import contextlib
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class HttpService:
    """What was asked of it, and what it answers next (status, JSON); the last answer repeats."""

    address: str = ""
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {})])

    def answer(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextlib.contextmanager
def http_service() -> Iterator[HttpService]:
    service = HttpService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            service.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, answer = service.answer()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def log_message(self, *args: Any) -> None:
            pass

    with _running(HTTPServer(("127.0.0.1", 0), Handler)) as server:
        service.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield service


@dataclass
class MailServer:
    """The letters it took; `refuses`: addresses it does not know."""

    port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    mail = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            to = ""
            self.say("220 ready")
            for raw in self.rfile:
                line = raw.decode().strip()
                verb = line.upper()
                if verb.startswith("RCPT"):
                    to = line.partition("<")[2].rstrip(">")
                    self.say("550 unknown" if to in mail.refuses else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    mail.letters.append((to, b"".join(iter(self.rfile.readline, b".\r\n"))))
                    self.say("250 taken")
                elif verb == "QUIT":
                    return self.say("221 bye")
                else:
                    self.say("250 ok")

    with _running(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as server:
        mail.port = server.server_address[1]
        yield mail


@contextlib.contextmanager
def _running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
