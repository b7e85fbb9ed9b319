from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.demo.market import load_market
from shop.demo.progress import Progress
from shop.demo.synthetic import load_synthetic


class Command(BaseCommand):
    help = "Nạp chợ minh hoạ: 500 sản phẩm OCOP thật, hàng Việt, điểm nhận, chuyến hàng, người và đơn hàng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, default=0, help="thêm hàng tổng hợp cho đủ chừng này sản phẩm")

    def handle(self, *args: Any, products: int, **options: Any) -> None:
        progress = Progress(self.stdout)
        self.stdout.write("Nạp chợ minh hoạ")
        market = load_market(now=timezone.now(), progress=progress)
        if products > len(market.products):
            load_synthetic(total=products, now=timezone.now(), progress=progress)
        self.stdout.write(self.style.SUCCESS("Chợ minh hoạ đã sẵn sàng."))
