"""manage.py search rebuild | status | check | drain"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.search import documents, engines, outbox, rebuilding
from catalogue.search.protocol import IndexLocked, IndexStats, SearchUnavailable


class Command(BaseCommand):
    help = "Chỉ mục tìm kiếm: dựng lại, xem tình trạng, đối chiếu với cơ sở dữ liệu, cập nhật phần đang chờ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="dựng chỉ mục mới bên cạnh rồi chuyển sang, trang vẫn tìm được")
        actions.add_parser("status", help="số mặt hàng, lúc dựng, số thay đổi đang chờ")
        actions.add_parser("check", help="báo lỗi (mã 1) nếu chỉ mục thiếu hoặc lệch với cơ sở dữ liệu")
        actions.add_parser("drain", help="đưa các thay đổi đang chờ vào chỉ mục ngay")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        actions = {"rebuild": self.rebuild, "status": self.status, "check": self.check_index, "drain": self.drain}
        try:
            actions[action]()
        except SearchUnavailable as missing:
            raise CommandError(f"Chưa có chỉ mục ({missing}). Chạy: manage.py search rebuild") from missing
        except IndexLocked as locked:
            raise CommandError(f"Tiến trình khác đang ghi chỉ mục, hãy thử lại sau ({locked}).") from locked

    def rebuild(self) -> None:
        total = documents.count_all()
        written = rebuilding.rebuild(lambda done: self._show(done, total))
        self.stdout.write(f"\rĐã dựng chỉ mục: {written} mặt hàng.          ")

    def status(self) -> None:
        stats = engines.current().stats()
        self.stdout.write(f"{stats.documents} mặt hàng, dựng lúc {stats.built_at:%d/%m/%Y %H:%M:%S} UTC")
        self.stdout.write(f"thư mục: {stats.path}")
        self.stdout.write(f"bản trước: {stats.previous or 'không có'}")
        self.stdout.write(f"thay đổi đang chờ: {outbox.waiting()}")

    def check_index(self) -> None:
        waiting = outbox.waiting()
        stats: IndexStats = engines.current().stats()
        expected, held = {document.id for document in documents.load_all()}, engines.current().ids()
        missing, extra = expected - held, held - expected
        self.stdout.write(f"chỉ mục {stats.documents}, thiếu {len(missing)}, thừa {len(extra)}, đang chờ {waiting}")
        if (missing or extra) and not waiting:
            raise CommandError("Chỉ mục lệch với cơ sở dữ liệu. Chạy: manage.py search rebuild")

    def drain(self) -> None:
        self.stdout.write(f"Đã đưa {outbox.drain()} thay đổi vào chỉ mục.")

    def _show(self, done: int, total: int) -> None:
        """One line that is rewritten on a terminal; a line per 10 000 goods elsewhere."""
        on_terminal = sys.stdout.isatty()
        if on_terminal or done % 10_000 == 0:
            self.stdout.write(f"\r{done}/{total} mặt hàng", ending="" if on_terminal else "\n")
            self.stdout.flush()
