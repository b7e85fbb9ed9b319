"""What `make services` runs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from shop.settings import embedded_postgres


class Command(BaseCommand):
    help = "Bật hoặc tắt PostgreSQL nhúng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop"], help="start: bật và in địa chỉ; stop: tắt")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATA_DIR / "postgres"
        if options["action"] == "stop":
            self.stdout.write("Đã tắt." if embedded_postgres.stop(folder) else "Không có gì đang chạy.")
            return
        socket = embedded_postgres.socket_directory(folder)
        self.stdout.write(f"postgresql:///chophien?host={socket}&user=postgres")
