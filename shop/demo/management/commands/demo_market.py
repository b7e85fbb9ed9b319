from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shop.demo.market import load_market
from shop.demo.progress import Progress
from shop.demo.synthetic import load_synthetic


class Command(BaseCommand):
    help = "Nạp chợ minh hoạ: 500 sản phẩm OCOP thật, hàng Việt, điểm nhận, chuyến hàng, người và đơn hàng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, default=0, help="thêm hàng tổng hợp cho đủ chừng này sản phẩm")
        parser.add_argument("--reset", action="store_true", help="xóa mọi dữ liệu trong cơ sở dữ liệu rồi nạp lại")

    def handle(self, *args: Any, products: int, reset: bool, **options: Any) -> None:
        progress = Progress(self.stdout)
        if reset:
            self._empty(progress)
        self.stdout.write("Nạp chợ minh hoạ")
        market = load_market(now=timezone.now(), progress=progress)
        if products > len(market.products):
            load_synthetic(total=products, now=timezone.now(), progress=progress)
        self.stdout.write(self.style.SUCCESS("Chợ minh hoạ đã sẵn sàng."))

    def _empty(self, progress: Progress) -> None:
        """Empty the whole database. Only where the demo market is on, so that no real market can be lost."""
        if not settings.DEMO_MARKET:
            raise CommandError("--reset chỉ chạy khi DEMO_MARKET=1: lệnh này xóa mọi dữ liệu.")
        with progress.step("Xóa dữ liệu cũ"):
            call_command("flush", interactive=False, verbosity=0)
