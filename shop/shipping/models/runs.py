"""Delivery runs, their stops and the room on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative
from shop.shipping.enums import RunState
from shop.shipping.models.points import PickUpPoint


class Run(models.Model):
    """One scheduled trip: opens, cut-off, departs; arrives and closes per stop."""

    code = models.CharField(_("mã chuyến"), max_length=24, unique=True, help_text="CH-2811-NT")
    name = models.CharField(_("tên chuyến"), max_length=120)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.OPEN, db_index=True)
    opens_at = models.DateTimeField(_("mở nhận đơn"))
    cut_off_at = models.DateTimeField(_("chốt đơn"), db_index=True)
    departs_at = models.DateTimeField(_("xuất phát"))
    capacity_g = models.PositiveBigIntegerField(_("tải trọng (g)"), default=1_500_000)
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
    min_orders = models.PositiveIntegerField(_("ít nhất (đơn)"), default=0, help_text=_("0: không đặt mức"))
    min_value_vnd = VndField(_("ít nhất (tiền hàng)"), help_text=_("đồng, 0: không đặt mức"))
    minimum_waived_at = models.DateTimeField(null=True, blank=True, help_text=_("vẫn chạy dù ít đơn"))
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["departs_at", "pk"]
        constraints = [
            *not_negative("run", "min_value_vnd"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("cut_off_at")) & Q(cut_off_at__lte=F("departs_at")),
                name="run_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def has_minimum(self) -> bool:
        return bool(self.min_orders or self.min_value_vnd)


class RunStopQuerySet(models.QuerySet["RunStop"]):
    def going(self) -> RunStopQuerySet:
        """Leave out the stops that were called off while their run goes on."""
        return self.filter(called_off_at=None)


class RunStop(models.Model):
    """One pick-up point on one run. Its room is counted from the slots, under a lock on this row."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="stops")
    point = models.ForeignKey(PickUpPoint, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField(default=0)
    arrives_at = models.DateTimeField(_("bắt đầu phát hàng"), db_index=True)
    closes_at = models.DateTimeField(_("hết giờ phát hàng"))
    arrived_at = models.DateTimeField(_("xe tới lúc"), null=True, blank=True)
    collect_by = models.DateTimeField(_("giữ hàng tới"))
    capacity_parcels = models.PositiveIntegerField(_("số chỗ (kiện)"))
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = RunStopQuerySet.as_manager()

    class Meta:
        ordering = ["arrives_at", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "point"], name="run_stops_once_at_a_point"),
            models.CheckConstraint(
                condition=Q(arrives_at__lt=F("closes_at")) & Q(closes_at__lte=F("collect_by")),
                name="run_stop_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.point_id}"


class RunSlot(models.Model):
    """The room one seller order takes at a run stop; released when the order is cancelled."""

    run_stop = models.ForeignKey(RunStop, on_delete=models.PROTECT, related_name="slots")
    seller_order = models.OneToOneField("order.SellerOrder", on_delete=models.PROTECT, related_name="slot")
    weight_g = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run_stop"], condition=Q(released_at=None), name="run_slot_taken")]

    def __str__(self) -> str:
        return f"{self.run_stop_id}#{self.seller_order_id}"
