"""Kinds of places and states of runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place is. At a hub sellers bring parcels in for drivers; buyers never collect there."""

    CULTURE_HOUSE = "culture_house", _("nhà văn hóa")
    POST_OFFICE = "post_office", _("bưu điện – văn hóa xã")
    COOPERATIVE = "cooperative", _("văn phòng hợp tác xã")
    SHOP = "shop", _("cửa hàng, tạp hóa")
    OCOP_POINT = "ocop_point", _("điểm bán OCOP")
    MARKET = "market", _("chợ")
    HUB = "hub", _("điểm gom hàng")


class RunState(models.TextChoices):
    """Where a run stands."""

    PLANNED = "planned", _("chưa mở")
    OPEN = "open", _("đang nhận đơn")
    FROZEN = "frozen", _("đã chốt đơn")
    DEPARTED = "departed", _("đang trên đường")
    ARRIVED = "arrived", _("đã tới các điểm")
    CLOSED = "closed", _("đã xong")
    CALLED_OFF = "called_off", _("đã hủy chuyến")


class DeliveryKind(models.TextChoices):
    """How an order reaches the buyer."""

    PICK_UP = "pick_up", _("nhận tại điểm trong xã")
    HOME = "home", _("giao tận nhà")


class Weekday(models.IntegerChoices):
    """Days as Python counts them: Monday is 0."""

    MONDAY = 0, _("thứ Hai")
    TUESDAY = 1, _("thứ Ba")
    WEDNESDAY = 2, _("thứ Tư")
    THURSDAY = 3, _("thứ Năm")
    FRIDAY = 4, _("thứ Sáu")
    SATURDAY = 5, _("thứ Bảy")
    SUNDAY = 6, _("Chủ nhật")
