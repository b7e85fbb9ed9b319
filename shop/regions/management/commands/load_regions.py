from typing import Any

from django.core.management.base import BaseCommand

from shop.regions.loading import load_regions


class Command(BaseCommand):
    help = "Nạp 34 tỉnh/thành, 3.321 xã/phường/đặc khu và tên cũ trước 7/2025 từ các bảng kèm theo."

    def handle(self, *args: Any, **options: Any) -> None:
        provinces, communes, former = load_regions()
        self.stdout.write(f"{provinces} tỉnh/thành, {communes} xã/phường/đặc khu, {former} tên cũ")
