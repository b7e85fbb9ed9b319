"""Whether a good can be bought, and how many."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.availability import Available, Base, StockRequired, Unavailable


class NotSelling(Base):
    """The seller is suspended or closed, or the good is withdrawn."""

    code = "notselling"
    message = _("Nhà bán tạm ngừng bán mặt hàng này")
    num_available = 0

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        return False, str(self.message)


class InStock(StockRequired):  # type: ignore[misc]
    """Bought up to what is in stock and not held by other orders."""

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        if quantity <= 0:
            return False, str(_("Số lượng phải từ 1 trở lên"))
        if self.num_available <= 0:
            return False, str(_("Đã hết hàng"))
        if quantity > self.num_available:
            return False, str(_("Chỉ còn %(left)d") % {"left": self.num_available})
        return True, ""


__all__ = ["Available", "Base", "InStock", "NotSelling", "StockRequired", "Unavailable"]
