"""Weekly runs, from which planning.py makes the runs of the coming weeks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative
from shop.shipping.enums import Weekday
from shop.shipping.models.points import PickUpPoint


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
    min_orders = models.PositiveIntegerField(_("ít nhất (đơn)"), default=0)
    min_value_vnd = VndField(_("ít nhất (tiền hàng)"))
    is_active = models.BooleanField(_("đang chạy"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["weekday", "departs_time", "code"]
        constraints = [
            *not_negative("run_template", "min_value_vnd"),
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


class Holiday(models.Model):
    """A day without runs: everywhere, in one province, or at one point that is closed."""

    day = models.DateField(_("ngày"), db_index=True)
    name = models.CharField(_("tên"), max_length=80)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.CASCADE)
    point = models.ForeignKey(PickUpPoint, null=True, blank=True, on_delete=models.CASCADE, related_name="holidays")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "province", "point"], nulls_distinct=False, name="holiday_once"),
            models.CheckConstraint(condition=Q(province=None) | Q(point=None), name="holiday_of_province_or_point"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
