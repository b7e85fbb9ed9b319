"""What `make reset` runs."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from shop.settings import embedded_postgres, env


class Command(BaseCommand):
    help = "Xóa dữ liệu của chợ minh hoạ trên máy này (chỉ cơ sở dữ liệu nhúng)."

    def handle(self, *args: Any, **options: Any) -> None:
        if env.url("DATABASE_URL", schemes=("postgres", "postgresql")):
            raise CommandError("DATABASE_URL trỏ tới máy chủ riêng: hãy tự xóa cơ sở dữ liệu đó (dropdb, createdb).")
        connections.close_all()
        embedded_postgres.remove(settings.DATA_DIR / "postgres")
        for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.SEARCH_INDEX_DIR):
            shutil.rmtree(folder, ignore_errors=True)
        self.stdout.write("Đã xóa. Lần `make run` tới sẽ nạp lại từ đầu.")
