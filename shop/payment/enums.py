"""Words for where payments, received money and refunds stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentState(models.TextChoices):
    """Where an attempt to pay stands. Legal moves: payment/domain/states.py."""

    PENDING = "pending", _("chờ trả")
    PROCESSING = "processing", _("đang xử lý")
    PARTLY_PAID = "partly_paid", _("mới trả một phần")
    SUCCEEDED = "succeeded", _("đã trả")
    FAILED = "failed", _("không thành")
    CANCELLED = "cancelled", _("đã hủy")
    EXPIRED = "expired", _("hết hạn trả")
    REFUNDING = "refunding", _("đang hoàn tiền")
    PARTLY_REFUNDED = "partly_refunded", _("đã hoàn một phần")
    REFUNDED = "refunded", _("đã hoàn tiền")


LIVE = (PaymentState.PENDING, PaymentState.PROCESSING, PaymentState.PARTLY_PAID)
PAID = (PaymentState.SUCCEEDED, PaymentState.REFUNDING, PaymentState.PARTLY_REFUNDED, PaymentState.REFUNDED)
COUNTED = (*LIVE, *PAID)


class ReceiptState(models.TextChoices):
    """Whose money that came in is."""

    CREDITED = "credited", _("của một đơn")
    UNMATCHED = "unmatched", _("chưa biết của đơn nào")
    RETURNED = "returned", _("trả lại người gửi")
    PROVIDER = "provider", _("nhà cung cấp thanh toán chuyển về")


class ReceiptSource(models.TextChoices):
    """How the market learned of the money."""

    NOTICE = "notice", _("thông báo của nhà cung cấp")
    STATEMENT = "statement", _("sao kê ngân hàng")
    SELLER = "seller", _("người bán xác nhận")


class RefundState(models.TextChoices):
    """Where money to give back stands."""

    QUEUED = "queued", _("chờ gửi")
    SENT = "sent", _("đã gửi, chờ xác nhận")
    BY_HAND = "by_hand", _("chờ người chuyển")
    DONE = "done", _("đã hoàn")


class RefundKind(models.TextChoices):
    """Why money goes back."""

    RETURN = "return", _("đơn hoặc phần đơn không giao")
    EXCESS = "excess", _("trả thừa hoặc trả muộn")
