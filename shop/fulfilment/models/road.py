"""Parcels and who holds them: frozen manifests, custody, hand-over, refused codes."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative
from shop.shipping.models import PickUpPoint

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class ParcelState(models.TextChoices):
    """Where a parcel is."""

    PACKED = "packed", _("đã đóng gói")
    AT_HUB = "at_hub", _("tại điểm gom")
    WITH_DRIVER = "with_driver", _("trên xe")
    AT_POINT = "at_point", _("tại điểm nhận")
    HANDED_OVER = "handed_over", _("đã giao")
    RETURNING = "returning", _("đang trả về")
    RETURNED = "returned", _("đã về nhà bán")
    LOST = "lost", _("thất lạc")


NOT_LOADED = (ParcelState.PACKED, ParcelState.AT_HUB)
NOT_AT_POINT = (*NOT_LOADED, ParcelState.WITH_DRIVER)


class ParcelQuerySet(models.QuerySet["Parcel"]):
    """Parcels by where they are bound for."""

    def for_buyers(self) -> ParcelQuerySet:
        """Leave out what is lost, and what goes back to its seller by itself."""
        return self.exclude(state=ParcelState.LOST).exclude(is_left=True)


class Parcel(models.Model):
    """One packed box with a code, from one seller for one order."""

    code = models.CharField(_("mã kiện"), max_length=20, unique=True)
    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="parcels")
    run_stop = models.ForeignKey(
        "shipping.RunStop", null=True, blank=True, on_delete=models.PROTECT, related_name="parcels"
    )
    return_point = models.ForeignKey(
        "shipping.PickUpPoint",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("điểm nhận hàng khách gửi trả; trống: hàng đi tới khách"),
    )
    number = models.PositiveSmallIntegerField(default=1, help_text=_("kiện thứ mấy của đơn"))
    weight_g = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ParcelState.choices, default=ParcelState.PACKED, db_index=True)
    is_left = models.BooleanField(
        default=False, help_text=_("về nhà bán một mình: hàng khách không lấy hết, hoặc thất lạc rồi thấy lại")
    )
    is_searched = models.BooleanField(default=False, help_text=_("đang có vụ tìm kiện"))
    packed_at = models.DateTimeField()
    packed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["seller_order", "number"], name="parcel_number_once"),
            models.CheckConstraint(condition=Q(weight_g__gt=0), name="parcel_weight_positive"),
            models.CheckConstraint(
                condition=Q(return_point=None) | Q(run_stop=None), name="returned_parcel_travels_with_no_run"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def at_point(self) -> PickUpPoint | None:
        """The point it is for, or where it was taken in on its way back; None: delivered to the door."""
        if self.return_point is not None:
            return self.return_point
        return self.run_stop.point if self.run_stop is not None else None


class Manifest(models.Model):
    """The frozen list of a run, made once at cut-off."""

    run = models.OneToOneField("shipping.Run", on_delete=models.PROTECT, related_name="manifest")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.run_id}"


class ManifestLine(models.Model):
    """One seller order on a manifest, as it stood at cut-off."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="lines")
    seller_order = models.OneToOneField("order.SellerOrder", on_delete=models.PROTECT, related_name="manifest_line")
    run_stop = models.ForeignKey("shipping.RunStop", on_delete=models.PROTECT, related_name="+")
    items = models.PositiveIntegerField()
    weight_g = models.PositiveBigIntegerField()
    cash_due_vnd = VndField()

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.manifest_id}: {self.seller_order_id}"


class CustodyEvent(models.Model):
    """A parcel passes from one holder to the next. `nonce` makes a repeated scan return the first answer.

    holder: who has it now where that is somebody else than `actor` (a hub's operator writes that a driver took it).
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="custody")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=ParcelState.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    point = models.ForeignKey("shipping.PickUpPoint", null=True, blank=True, on_delete=models.PROTECT)
    nonce = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.parcel_id} → {self.to_state}"


class HandOverOutcome(models.TextChoices):
    """What came of a buyer's visit for one order."""

    FULL = "full", _("nhận đủ")
    PARTIAL = "partial", _("nhận một phần")
    REFUSED = "refused", _("không nhận")


class HandOver(models.Model):
    """What came of an order at a stop: goods given and cash taken in one step, or refused.

    Append-only but for the undo, which the counter may record within a minute. Of one order at one stop at most one
    row stands that ends it, and the database keeps that; before it there may be visits after which the rest waits.
    """

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="hand_overs")
    run_stop = models.ForeignKey("shipping.RunStop", on_delete=models.PROTECT, related_name="hand_overs")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=HandOverOutcome.choices, default=HandOverOutcome.FULL)
    reason = models.CharField(max_length=200, blank=True, help_text=_("vì sao khách không nhận, nhận thiếu"))
    cash_vnd = VndField()
    found_by = models.CharField(max_length=10, help_text="code, qr, phone")
    nonce = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    rest_waits = models.BooleanField(default=False, help_text=_("phần chưa tới nhận lần sau bằng cùng mã"))
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "run_stop"],
                condition=Q(undone_at=None, rest_waits=False),
                name="one_standing_hand_over",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=HandOverOutcome.REFUSED) | Q(cash_vnd=0), name="refused_takes_no_cash"
            ),
            *not_negative("hand_over", "cash_vnd"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="only_undone", exclude=["undone_at", "undone_by"]),
            pgtrigger.Protect(
                name="undone_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__undone_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.run_stop_id}"

    @property
    def is_given(self) -> bool:
        """Whether the buyer took anything."""
        return self.outcome != HandOverOutcome.REFUSED


class CodeAttempt(models.Model):
    """A code that was typed or scanned at a point and what came of it; failed ones are kept."""

    point = models.ForeignKey("shipping.PickUpPoint", on_delete=models.PROTECT, related_name="attempts")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed_digest = models.CharField(max_length=64, help_text=_("băm có khóa của chữ đã gõ"))
    outcome = models.CharField(max_length=20, db_index=True, help_text="found, unknown, used, wrong_stop, forged")
    order = models.ForeignKey("order.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.point_id} {self.outcome}"
