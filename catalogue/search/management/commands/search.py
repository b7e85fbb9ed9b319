"""manage.py search rebuild | rollback | status | check | drain"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.search import checking, documents, engines, outbox, rebuilding
from catalogue.search.protocol import IndexLocked, NoPrevious, SearchUnavailable


class Command(BaseCommand):
    help = (
        "Chỉ mục tìm kiếm: dựng lại, quay về bản trước, xem tình trạng, đối chiếu với cơ sở dữ liệu, "
        "cập nhật phần đang chờ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="dựng chỉ mục mới bên cạnh rồi chuyển sang, trang vẫn tìm được")
        actions.add_parser(
            "rollback",
            help="quay về bản chỉ mục trước, rồi đưa vào đó những gì đã đổi từ lúc ấy",
            description=(
                "Mỗi lần dựng lại giữ bản chỉ mục trước đó. Lệnh này cho bản trước phục vụ trở lại (đổi trong một "
                "bước, trang vẫn tìm được), rồi đối chiếu với cơ sở dữ liệu và đưa vào những mặt hàng đã thêm, đổi, "
                "ngừng bán từ lúc ấy. Chạy lần nữa thì trở lại bản mới. Bản dựng cho phiên bản phần mềm khác không "
                "dùng lại được: khi đó hãy chạy rebuild."
            ),
        )
        actions.add_parser("status", help="số mặt hàng, lúc dựng, số thay đổi đang chờ")
        check = actions.add_parser("check", help="đối chiếu chỉ mục với cơ sở dữ liệu rồi sửa chỗ lệch")
        check.add_argument("--only-tell", action="store_true", help="không sửa, báo lỗi (mã 1) nếu lệch")
        actions.add_parser("drain", help="đưa các thay đổi đang chờ vào chỉ mục ngay")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        actions: dict[str, Callable[[], None]] = {
            "rebuild": self.rebuild,
            "rollback": self.roll_back,
            "status": self.status,
            "check": lambda: self.check_index(only_tell=options["only_tell"]),
            "drain": self.drain,
        }
        try:
            actions[action]()
        except SearchUnavailable as missing:
            raise CommandError(f"Chưa có chỉ mục ({missing}). Chạy: manage.py search rebuild") from missing
        except NoPrevious as none:
            raise CommandError(f"Không có bản chỉ mục trước để quay về ({none}).") from none
        except IndexLocked as locked:
            raise CommandError(f"Tiến trình khác đang ghi chỉ mục, hãy thử lại sau ({locked}).") from locked

    def rebuild(self) -> None:
        total = documents.count_all()
        written = rebuilding.rebuild(lambda done: self._show(done, total))
        self.stdout.write(f"\rĐã dựng chỉ mục: {written} mặt hàng.          ")

    def roll_back(self) -> None:
        before = engines.current().stats().path
        changed = rebuilding.roll_back()
        stats = engines.current().stats()
        self.stdout.write(f"Đã quay về {stats.path} (dựng lúc {stats.built_at:%d/%m/%Y %H:%M:%S} UTC).")
        self.stdout.write(f"Đã đưa vào {len(changed.ids())} thay đổi. Bản vừa thôi dùng còn giữ: {before}")

    def status(self) -> None:
        stats = engines.current().stats()
        self.stdout.write(f"{stats.documents} mặt hàng, dựng lúc {stats.built_at:%d/%m/%Y %H:%M:%S} UTC")
        self.stdout.write(f"chỉ mục: {stats.path}")
        self.stdout.write(f"bản trước: {stats.previous or 'không có'}")
        self.stdout.write(f"thay đổi đang chờ: {outbox.waiting()}")

    def check_index(self, *, only_tell: bool) -> None:
        engines.current().refresh()
        total = documents.count_all()
        found, waiting = checking.compare(lambda done: self._show(done, total)), outbox.waiting()
        counts = f"thiếu {len(found.missing)}, cũ {len(found.outdated)}, thừa {len(found.extra)}"
        self.stdout.write(f"\rchỉ mục {engines.current().stats().documents} mặt hàng: {counts}, đang chờ {waiting}")
        if not found:
            return
        if only_tell:
            raise CommandError("Chỉ mục lệch với cơ sở dữ liệu. Chạy: manage.py search check")
        if not checking.repair(found):
            raise CommandError("Chỉ mục vẫn lệch với cơ sở dữ liệu. Chạy: manage.py search rebuild")
        self.stdout.write(f"Đã sửa {len(found.ids())} mặt hàng trong chỉ mục.")

    def drain(self) -> None:
        self.stdout.write(f"Đã đưa {outbox.drain()} thay đổi vào chỉ mục.")

    def _show(self, done: int, total: int) -> None:
        """One line that is rewritten on a terminal; a line per 10 000 goods elsewhere."""
        on_terminal = sys.stdout.isatty()
        if on_terminal or done % 10_000 == 0:
            self.stdout.write(f"\r{done}/{total} mặt hàng", ending="" if on_terminal else "\n")
            self.stdout.flush()
