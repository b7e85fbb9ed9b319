"""Requests to return goods: reasons with their terms, lines, pictures, steps, and what was given back."""

from __future__ import annotations

import secrets
import uuid

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.aftersales.returns.enums import OPEN, Confidence, GoodsState, PaidFrom, ReturnState, ReturnWay
from shop.fulfilment.domain.parcel_codes import ALPHABET
from shop.money.fields import VndField, not_negative

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
CODE_LENGTH = 8


def private_storage() -> Storage:
    """Return the storage that has no public address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about the request."""
    return f"returns/{uuid.uuid4().hex}.webp"


def drop_code() -> str:
    """Return what the buyer shows at the point, readable aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class ReturnReason(models.Model):
    """Why goods may come back, and within which terms, from one day to another.

    ask_days: after the hand-over. refund_days: from the request until the money has to be back. A row that is off is
    shown to staff only; unverified law stays off until somebody confirms it.
    """

    code = models.SlugField(max_length=30)
    title = models.CharField(_("lý do"), max_length=80)
    hint = models.CharField(_("giải thích cho khách"), max_length=200, blank=True)
    ask_days = models.PositiveSmallIntegerField(_("ngày được yêu cầu sau khi nhận"))
    refund_days = models.PositiveSmallIntegerField(_("ngày phải hoàn xong tiền"))
    needs_picture = models.BooleanField(_("phải có ảnh"), default=True)
    returns_delivery = models.BooleanField(_("hoàn cả phí giao khi trả hết"), default=True)
    is_on = models.BooleanField(_("đang áp dụng"), default=False)
    legal_basis = models.CharField(_("căn cứ"), max_length=200)
    confidence = models.CharField(_("độ tin cậy"), max_length=3, choices=Confidence.choices)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        ordering = ["position", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="return_reason_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="return_reason_in_order"
            ),
            models.CheckConstraint(condition=Q(ask_days__gt=0, refund_days__gt=0), name="return_reason_days_positive"),
        ]

    def __str__(self) -> str:
        return self.title


class ReturnRequest(models.Model):
    """A buyer wants to give back some of what one seller sent.

    asked_vnd: what the goods, and the delivery charge where it comes back too, were paid with; no more is granted.
    code: with it the buyer hands the goods in and collects cash. refund_by: until when the money has to be back.
    """

    number = models.CharField(max_length=20, unique=True)
    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="return_requests")
    reason = models.ForeignKey(ReturnReason, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(max_length=10, choices=ReturnState.choices, default=ReturnState.ASKED, db_index=True)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=drop_code, editable=False)
    words = models.TextField(_("khách kể"))
    asked_vnd = VndField()
    asked_delivery_vnd = VndField()
    asked_at = models.DateTimeField(db_index=True)
    answer_by = models.DateTimeField()
    refund_by = models.DateTimeField(db_index=True)
    offered_vnd = VndField()
    seller_words = models.TextField(_("nhà bán trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    appeal_by = models.DateTimeField(null=True, blank=True, help_text=_("hạn để khách nhờ chợ phân xử"))
    office_words = models.TextField(_("chợ kết luận"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(max_length=6, choices=ReturnWay.choices, blank=True)
    send_by = models.DateTimeField(null=True, blank=True)
    parcel = models.OneToOneField(
        "fulfilment.Parcel", null=True, blank=True, on_delete=models.PROTECT, related_name="return_request"
    )
    goods_state = models.CharField(max_length=8, choices=GoodsState.choices, blank=True)
    granted_vnd = VndField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller_order"], condition=Q(state__in=OPEN), name="one_open_return_per_part"
            ),
            models.CheckConstraint(condition=Q(asked_vnd__gt=0), name="return_asks_for_something"),
            models.CheckConstraint(
                condition=Q(granted_vnd__lte=F("asked_vnd"), offered_vnd__lte=F("asked_vnd")),
                name="return_grants_no_more",
            ),
            *not_negative("return", "granted_vnd", "offered_vnd", "asked_delivery_vnd"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def hold_source(self) -> str:
        """By this the held payout is known."""
        return f"return:{self.number}"


class ReturnLine(models.Model):
    """So many of one ordered good. amount_vnd: what was paid for them; discount_vnd: what was taken off their price."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("order.Line", on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField()
    amount_vnd = VndField()
    discount_vnd = VndField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_line_quantity_positive"),
            *not_negative("return_line", "amount_vnd", "discount_vnd"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} × {self.quantity}"


class ReturnPicture(models.Model):
    """A checked and re-encoded picture; buyer, seller and office see it."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.PROTECT, related_name="pictures")
    file = models.FileField(storage=private_storage, upload_to=random_name)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file.name)


class ReturnEvent(models.Model):
    """One step of a request; together they are a path in its transition table. actor None: a job, or a guest."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=ReturnState.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.request_id} {self.from_state}→{self.to_state}"


class ReturnSettlement(models.Model):
    """What a granted request takes back from whom; its entries stand under "return-granted:<number>".

    refund_vnd = goods_vnd + run_delivery_vnd + seller_delivery_vnd. The seller gives goods_vnd + seller_delivery_vnd
    − commission_vnd − fees, and gives back to the platform and the sponsor what they bore of the discount of these
    goods (platform_vnd, sponsor_vnd; discount_vnd is all of it). For a cash order paid_at and paid_from say when and
    from where the buyer got it.
    """

    request = models.OneToOneField(ReturnRequest, on_delete=models.PROTECT, related_name="settlement")
    refund_vnd = VndField()
    goods_vnd = VndField()
    discount_vnd = VndField()
    platform_vnd = VndField()
    sponsor_vnd = VndField()
    run_delivery_vnd = VndField()
    seller_delivery_vnd = VndField()
    commission_vnd = VndField()
    run_fee_vnd = VndField()
    point_fee_vnd = VndField()
    is_cash = models.BooleanField()
    refunds = models.ManyToManyField("payment.Refund", related_name="return_settlements")
    at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_from = models.CharField(max_length=8, choices=PaidFrom.choices, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paid_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_vnd=F("goods_vnd") + F("run_delivery_vnd") + F("seller_delivery_vnd")),
                name="return_settlement_adds_up",
            ),
            models.CheckConstraint(condition=Q(refund_vnd__gt=0), name="return_settlement_positive"),
            *not_negative(
                "return_settlement",
                "goods_vnd",
                "discount_vnd",
                "platform_vnd",
                "sponsor_vnd",
                "run_delivery_vnd",
                "seller_delivery_vnd",
                "commission_vnd",
                "run_fee_vnd",
                "point_fee_vnd",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} −{self.refund_vnd}"

    @property
    def seller_vnd(self) -> int:
        """What it takes from the seller."""
        fees = self.commission_vnd + self.run_fee_vnd + self.point_fee_vnd
        return self.revenue_vnd + int(self.seller_delivery_vnd - fees)

    @property
    def revenue_vnd(self) -> int:
        """What these goods had brought the seller: from the buyer, the platform and the sponsor."""
        return int(self.goods_vnd + self.platform_vnd + self.sponsor_vnd)
