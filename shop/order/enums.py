"""States of a seller's part of an order, and of the whole order, which is derived from its parts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SellerOrderState(models.TextChoices):
    """Where one seller's part stands. Legal moves: order/domain/transitions.py."""

    PLACED = "placed", _("Đã đặt")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    PACKED = "packed", _("Đã đóng gói")
    ON_THE_WAY = "on_the_way", _("Trên xe")
    AT_POINT = "at_point", _("Tới điểm nhận")
    DELIVERED = "delivered", _("Đã nhận")
    RETURNING = "returning", _("Đang trả về")
    RETURNED = "returned", _("Trả lại")
    CANCELLED = "cancelled", _("Đã hủy")


class PaymentMethod(models.TextChoices):
    """How an order is paid; each is a provider under payment/providers/."""

    CASH = "cash", _("tiền mặt khi nhận hàng")
    VIETQR = "vietqr", _("chuyển khoản VietQR")
    STRIPE = "stripe", _("thẻ quốc tế")
    VNPAY = "vnpay", _("VNPay")
    MOMO = "momo", _("ví MoMo")


class Collector(models.TextChoices):
    """Who collects buyers' money (setting COLLECTS_MONEY, frozen on the order)."""

    PLATFORM = "platform", _("sàn thu hộ")
    PARTNER = "partner", _("đối tác được cấp phép thu hộ")
    SELLER = "seller", _("nhà bán tự thu")
