"""Where a payout, its batch and its transfer stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Payer(models.TextChoices):
    """Whose account pays sellers; follows the setting COLLECTS_MONEY, kept on each batch."""

    PLATFORM = "platform", _("tài khoản của sàn")
    PARTNER = "partner", _("đối tác được cấp phép")


class PayoutState(models.TextChoices):
    """One seller's settled period."""

    WAITING = "waiting", _("chờ chuyển")
    IN_BATCH = "in_batch", _("trong đợt chuyển")
    PAID = "paid", _("đã chuyển")
    NOTHING = "nothing", _("không phải chuyển")


class BatchState(models.TextChoices):
    """A list of transfers; a second person approves it."""

    PENDING = "pending", _("chờ người thứ hai duyệt")
    APPROVED = "approved", _("đã duyệt")
    CANCELLED = "cancelled", _("đã hủy")


class TransferState(models.TextChoices):
    """One transfer of a batch, as far as the bank told."""

    WAITING = "waiting", _("chờ duyệt")
    SENT = "sent", _("chờ ngân hàng trả lời")
    EXECUTED = "executed", _("ngân hàng đã chuyển")
    REJECTED = "rejected", _("ngân hàng từ chối")
    CANCELLED = "cancelled", _("đã hủy")


STANDING = (TransferState.WAITING, TransferState.SENT, TransferState.EXECUTED)
