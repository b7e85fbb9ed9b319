"""The history of stock: every change of a counter, written by the database itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MovementKind(models.TextChoices):
    """Why units came, went, or were held."""

    OPENING = "opening", _("số đầu kỳ")
    FIRST = "first", _("nhập lần đầu")
    ORDER = "order", _("đơn mới giữ hàng")
    RELEASED = "released", _("đơn hủy, nhả hàng")
    RETURNED = "returned", _("hàng trả về, nhả hàng")
    DELIVERED = "delivered", _("đã giao cho khách")
    UNDONE = "undone", _("rút lại bước giao hàng")
    SHORT = "short", _("thiếu khi đóng gói")
    EDIT = "edit", _("sửa trong tin đăng")
    IMPORT = "import", _("nhập từ tệp")
    RESTOCK = "restock", _("nhập thêm hàng")
    SOLD_OUTSIDE = "sold_outside", _("bán ngoài chợ")
    DAMAGED = "damaged", _("hỏng, hao hụt")
    LOST = "lost", _("thất lạc trên đường")
    LEFT = "left", _("khách không lấy hết")
    BACK = "back", _("hàng khách không lấy đã về")
    COUNTED = "counted", _("kiểm kho")
    LOT_ADDED = "lot_added", _("thêm lô")
    LOT_EXPIRED = "lot_expired", _("lô hết hạn")
    LOT_RECALLED = "lot_recalled", _("thu hồi lô")
    OTHER = "other", _("khác")


class StockMovement(models.Model):
    """One change of one stock record's counters. The sum of all of them is what the counters say.

    Rows are written by a trigger on the stock record (migration 0002), so that no writer can forget one; why and who
    come from `because` (why.py).
    """

    stockrecord = models.ForeignKey("partner.StockRecord", on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind.choices)
    on_hand_change = models.IntegerField()
    held_change = models.IntegerField()
    on_hand_after = models.IntegerField()
    held_after = models.IntegerField()
    reference = models.CharField(max_length=40, blank=True, help_text=_("số đơn hoặc mã lô"))
    note = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.stockrecord_id} {self.kind} {self.on_hand_change:+d}"


class LowStockNotice(models.Model):
    """The seller was told that a good runs out; gone again once there is enough, so that the next time is told too."""

    stockrecord = models.OneToOneField("partner.StockRecord", on_delete=models.CASCADE, related_name="low_notice")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.stockrecord_id)
