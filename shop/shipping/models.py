"""Pick-up points, delivery runs and the room on them. Own classes first, Oscar's after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative
from shop.shipping.enums import PlaceKind, RunState, Weekday


class PickUpPoint(models.Model):
    """A place in a commune where parcels wait for their buyers."""

    name = models.CharField(_("tên"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=PlaceKind.choices)
    commune = models.ForeignKey("regions.Commune", on_delete=models.PROTECT, related_name="pick_up_points")
    address_line = models.CharField(_("địa chỉ"), max_length=160)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    opening_hours = models.CharField(_("giờ mở cửa"), max_length=120, help_text=_("T2–T7 7:00–18:00"))
    capacity_parcels = models.PositiveIntegerField(_("sức chứa (kiện)"), default=60)
    fee_vnd = VndField(_("phí mỗi kiện"))
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = not_negative("point", "fee_vnd")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:point", kwargs={"slug": self.slug})


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
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["departs_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("cut_off_at")) & Q(cut_off_at__lte=F("departs_at")),
                name="run_times_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.code


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


class RunTemplate(models.Model):
    """A run that goes every week; planning.py makes the runs of the coming weeks from it. Times are Vietnamese."""

    code = models.SlugField(_("mã"), max_length=8, unique=True, help_text=_("phần cuối mã chuyến: NT → CH-2811-NT"))
    name = models.CharField(_("tên chuyến"), max_length=120)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="run_templates")
    weekday = models.PositiveSmallIntegerField(_("ngày chạy"), choices=Weekday.choices)
    departs_time = models.TimeField(_("giờ xuất phát"))
    cut_off_days = models.PositiveSmallIntegerField(_("chốt đơn trước (ngày)"), default=2)
    cut_off_time = models.TimeField(_("giờ chốt đơn"))
    opens_days = models.PositiveSmallIntegerField(_("mở nhận đơn trước (ngày)"), default=28)
    capacity_g = models.PositiveBigIntegerField(_("tải trọng (g)"), default=1_500_000)
    driver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    is_active = models.BooleanField(_("đang chạy"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["weekday", "departs_time", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="run_template_weekday"),
            models.CheckConstraint(condition=Q(opens_days__gt=F("cut_off_days")), name="run_template_opens_first"),
        ]

    def __str__(self) -> str:
        return self.code


class RunTemplateStop(models.Model):
    """One stop of a weekly run, with the hours the point hands goods over."""

    template = models.ForeignKey(RunTemplate, on_delete=models.CASCADE, related_name="stops")
    point = models.ForeignKey(PickUpPoint, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    days_after = models.PositiveSmallIntegerField(_("tới sau ngày xuất phát (ngày)"), default=0)
    arrives_time = models.TimeField(_("bắt đầu phát hàng"))
    closes_time = models.TimeField(_("hết giờ phát hàng"))
    hold_days = models.PositiveSmallIntegerField(_("giữ hàng (ngày)"), default=3)
    capacity_parcels = models.PositiveIntegerField(_("số chỗ (kiện)"))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "point"], name="run_template_stops_once_at_a_point"),
            models.CheckConstraint(condition=Q(arrives_time__lt=F("closes_time")), name="run_template_stop_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.point_id}"


class HomeDeliveryRate(models.Model):
    """What a seller's home delivery costs, set in the back office. No row: this seller does not deliver home."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="home_delivery_rates")
    province = models.ForeignKey(
        "regions.Province", null=True, blank=True, on_delete=models.CASCADE, help_text=_("để trống: mọi tỉnh")
    )
    amount_vnd = VndField(_("phí mỗi đơn"))
    days = models.PositiveSmallIntegerField(_("số ngày giao"), default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "province"], nulls_distinct=False, name="home_rate_once_per_province"
            ),
            *not_negative("home_rate", "amount_vnd"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.amount_vnd}"


from oscar.apps.shipping.models import *  # noqa: E402, F403
