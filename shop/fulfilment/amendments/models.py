"""A change a seller proposes, and what came of it. Both are written once: together they are the record of a change."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def private_storage() -> Storage:
    """Return the storage that has no public address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about the order."""
    return f"amendments/{uuid.uuid4().hex}.webp"


class AmendmentKind(models.TextChoices):
    """Why an order does not reach its buyer as it was ordered. The first four a seller proposes before packing; the
    others are recorded as they happened.
    """

    SHORTAGE = "shortage", _("Thiếu hàng")
    SUBSTITUTION = "substitution", _("Thay bằng hàng khác")
    PARTIAL = "partial", _("Chỉ gửi được một phần")
    WEIGHT = "weight", _("Cân thực tế khác")
    DAMAGE = "damage", _("Hàng hỏng trên đường")
    LOST = "lost", _("Kiện thất lạc")
    LEFT = "left", _("Khách không lấy hết")


PROPOSED = (AmendmentKind.SHORTAGE, AmendmentKind.SUBSTITUTION, AmendmentKind.PARTIAL, AmendmentKind.WEIGHT)


class Answer(models.TextChoices):
    """What came of a proposal. The first four are the buyer's. RECORDED: nobody was asked, it had happened."""

    ACCEPTED = "accepted", _("Đồng ý")
    LESS = "less", _("Lấy ít hơn")
    CANCELLED_LINE = "cancelled", _("Bỏ món này")
    REFUSED = "refused", _("Không đồng ý")
    NO_ANSWER = "no_answer", _("Không trả lời, giảm phần thiếu")
    WITHDRAWN = "withdrawn", _("Nhà bán rút lại")
    VOID = "void", _("Đơn đã đổi, không áp dụng")
    RECORDED = "recorded", _("Đã ghi nhận")


APPLIED = frozenset({Answer.ACCEPTED, Answer.LESS, Answer.CANCELLED_LINE, Answer.NO_ANSWER, Answer.RECORDED})


class Amendment(models.Model):
    """What a seller proposes for one seller order. Only one waits for its answer at a time.

    Nothing but `is_open` ever changes (a trigger keeps that): the proposal reads later as it was made.
    """

    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=12, choices=AmendmentKind.choices)
    reason = models.CharField(max_length=300)
    is_gone = models.BooleanField(default=True, help_text=_("hàng thiếu không còn trong kho: trừ tồn, không bán lại"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer_by = models.DateTimeField(db_index=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seller_order"], condition=Q(is_open=True), name="one_open_amendment"),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(is_open=True), name="amendment_waiting")]
        triggers = [
            pgtrigger.ReadOnly(name="as_proposed", exclude=["is_open"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.seller_order_id} {self.kind}"


class AmendmentItem(models.Model):
    """One line of a proposal: what it was, what it would be, what would come instead.

    weight_g: for "weight", the actual weight of the whole line. price_vnd of a substitute: per unit, at most what
    the missing good cost.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="items")
    line = models.ForeignKey("order.Line", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    unit = models.CharField(max_length=30, blank=True)
    quantity_before = models.PositiveIntegerField()
    quantity_after = models.PositiveIntegerField()
    price_before_vnd = VndField(help_text=_("tiền cả dòng"))
    weight_before_g = models.PositiveBigIntegerField()
    weight_after_g = models.PositiveBigIntegerField()
    substitute = models.ForeignKey(
        "partner.StockRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    substitute_title = models.CharField(max_length=255, blank=True)
    substitute_quantity = models.PositiveIntegerField(default=0)
    substitute_total_vnd = VndField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "line"], name="amendment_line_once"),
            models.CheckConstraint(
                condition=Q(quantity_after__lte=models.F("quantity_before")), name="amendment_never_more"
            ),
            *not_negative("amendment_item", "price_before_vnd", "substitute_total_vnd"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.title} {self.quantity_before}→{self.quantity_after}"

    @property
    def missing(self) -> int:
        return self.quantity_before - self.quantity_after


class AmendmentPicture(models.Model):
    """A checked and re-encoded picture of what happened to goods. The office, the goods' seller and whoever wrote it
    down see it; the buyer does not.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="pictures")
    file = models.FileField(storage=private_storage, upload_to=random_name)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file.name)


class AmendmentOutcome(models.Model):
    """How a proposal ended, and what it changed in whole VND and gram."""

    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="outcome")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total_before_vnd = VndField()
    total_after_vnd = VndField()
    commission_before_vnd = VndField()
    commission_after_vnd = VndField()
    weight_before_g = models.PositiveBigIntegerField()
    weight_after_g = models.PositiveBigIntegerField()
    lines = models.JSONField(default=list, help_text=_("từng món: trước, sau"))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_after_vnd__lte=models.F("total_before_vnd")), name="amendment_costs_no_more"
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.answer}"

    @property
    def less_vnd(self) -> int:
        """What the buyer pays less, or gets back."""
        return int(self.total_before_vnd - self.total_after_vnd)


class LeftGoods(models.Model):
    """What a buyer did not take at the counter, or what was lost and found again, travels back in a parcel of its own;
    then it is in stock again.
    """

    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, related_name="left_goods")
    parcel = models.OneToOneField("fulfilment.Parcel", on_delete=models.PROTECT, related_name="left_goods")
    restocked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.parcel_id}"
