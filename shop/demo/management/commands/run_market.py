"""What `make run` runs."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from shop.demo.launcher.processes import Processes, web_command, worker_command
from shop.demo.launcher.steps import prepare
from shop.demo.signins import table
from shop.settings import embedded_postgres, env


class Command(BaseCommand):
    help = "Chuẩn bị cơ sở dữ liệu, chợ minh hoạ, chỉ mục tìm kiếm; chạy máy chủ web và tiến trình việc nền."

    def handle(self, *args: Any, **options: Any) -> None:
        port = env.number("PORT", 8000, minimum=1)
        self._refuse_a_taken_port(port)
        prepare(self.stdout)
        connections.close_all()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")
        processes = Processes()
        processes.stop_on_signals()
        processes.start("máy chủ web", web_command(port, env.number("WEB_WORKERS", 2, minimum=1)))
        processes.start("việc nền", worker_command())
        try:
            self._wait_until_it_answers(port, processes)
            self._greet(port)
            ended = processes.wait()
        finally:
            self.stdout.write("\n→ Đang dừng …")
            processes.stop()
            connections.close_all()
            if embedded_postgres.stop(settings.DATA_DIR / "postgres"):
                self.stdout.write("  đã dừng cả cơ sở dữ liệu, dữ liệu vẫn còn trong " + str(settings.DATA_DIR))
        if ended:
            raise CommandError(f"Tiến trình «{ended}» đã tự tắt, xem thông báo ở trên.")

    def _refuse_a_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise CommandError(f"Cổng {port} đang có chương trình khác dùng. Hãy chạy: make run PORT={port + 1}")

    def _wait_until_it_answers(self, port: int, processes: Processes) -> None:
        for _attempt in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if processes.stopping or any(child.poll() is not None for child in processes.children.values()):
                return
            time.sleep(0.2)

    def _greet(self, port: int) -> None:
        self.stdout.write(f"\nChợ Phiên đang mở tại  http://localhost:{port}/\n")
        if settings.DEMO_MARKET:
            self.stdout.write(table())
        self.stdout.write("Ctrl-C để dừng.")
        self.stdout.flush()
