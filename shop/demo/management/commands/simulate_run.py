"""Play a whole delivery day in a database of its own: python manage.py simulate_run"""

from __future__ import annotations

from argparse import ArgumentDefaultsHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from shop.demo.simulation.day import Report, play
from shop.demo.simulation.scale import Scale

SHOWN = 20
SIMULATED = "simulated"


class Command(BaseCommand):
    help = (
        "Mô phỏng trọn một ngày giao hàng bằng đúng mã của chợ: đặt, chốt, thiếu hàng, đóng gói, chở, giao trên máy "
        "lúc có lúc mất mạng, khách không tới, kiểm quỹ, nộp tiền, hàng trả về. Cuối ngày mọi kiện và mọi đồng phải "
        "có lời giải; "
        "không thì lệnh báo lỗi. Chạy trong một cơ sở dữ liệu riêng, tạo mới rồi xóa; chỉ nơi DEMO_MARKET=1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = ArgumentDefaultsHelpFormatter
        full = Scale()
        parser.add_argument("--points", type=int, default=full.points, help="số điểm nhận")
        parser.add_argument("--orders", type=int, default=full.orders, help="số đơn")
        parser.add_argument("--parcels", type=int, default=full.parcels, help="số kiện, nhiều nhất 6 kiện một đơn con")
        parser.add_argument("--seed", type=int, default=full.seed, help="hạt ngẫu nhiên: cùng hạt, cùng một ngày")
        parser.add_argument(
            "--wrong-cash", type=float, default=full.wrong_cash, help="phần đơn ghi nhầm tiền ở quầy, 0.05 là 5%%"
        )
        parser.add_argument("--keep", action="store_true", help="giữ cơ sở dữ liệu lại để xem, lần sau dùng lại")

    def handle(
        self,
        *args: Any,
        points: int,
        orders: int,
        parcels: int,
        seed: int,
        wrong_cash: float,
        keep: bool,
        **options: Any,
    ) -> None:
        if not settings.DEMO_MARKET:
            raise CommandError("Chỉ mô phỏng ở nơi chạy thử: cần DEMO_MARKET=1.")
        if not 1 <= points <= 500 or orders < points or parcels < 1:
            raise CommandError("Cần 1 tới 500 điểm, ít nhất mỗi điểm một đơn, và ít nhất 1 kiện.")
        if not 0 <= wrong_cash <= 1:
            raise CommandError("--wrong-cash là một phần của các đơn: từ 0 tới 1.")
        scale = Scale(points=points, orders=orders, parcels=parcels, seed=seed, wrong_cash=wrong_cash)
        with database_of_its_own(keep=keep):
            self.stdout.write(f"Ngày giao hàng mô phỏng: {points} điểm, {orders} đơn, {parcels} kiện")
            report = play(scale, now=timezone.now(), say=self.stdout.write)
        self._tell(report)
        if report.broken:
            raise CommandError(f"{len(report.broken)} điều không giải thích được.")
        self.stdout.write(self.style.SUCCESS("Không kiện nào, không đồng nào thiếu lời giải."))

    def _tell(self, report: Report) -> None:
        for name, count in report.counts.items():
            self.stdout.write(f"  {name}: {count:,}".replace(",", "."))
        for part, count in (("orders", "orders"), ("road", "parcels"), ("counters", "acts")):
            self.stdout.write(f"  {part}: {report.throughput(part, count):.0f} {count}/s")
        for line in report.broken[:SHOWN]:
            self.stdout.write(self.style.ERROR(f"  {line}"))


@contextmanager
def database_of_its_own(*, keep: bool) -> Iterator[None]:
    """Make a database beside the configured one, migrate and empty it, and work there; nothing else is touched."""
    configured = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{configured.removesuffix(f'_{SIMULATED}')}_{SIMULATED}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    try:
        call_command("flush", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")  # a crash may lose the simulated day
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0, keepdb=keep)
