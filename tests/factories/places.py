"""Provinces, communes, pick-up points, runs."""

import datetime

import factory
from django.utils import timezone

from shop.regions.models import Commune, Province
from shop.shipping.enums import PlaceKind, RunState
from shop.shipping.models import PickUpPoint, Run, RunStop, RunTemplate, RunTemplateStop

SINCE = datetime.date(2025, 7, 1)


class ProvinceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "56"
    name = "Khánh Hòa"
    full_name = "Tỉnh Khánh Hòa"
    slug = "khanh-hoa"
    kind = "tỉnh"
    former_names = ["Khánh Hòa", "Ninh Thuận"]
    sort_key = factory.LazyAttribute(lambda province: province.slug)
    valid_from = SINCE


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{90000 + n}")
    province = factory.SubFactory(ProvinceFactory)
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    slug = factory.Sequence(lambda n: f"xa-thu-{n}")
    kind = "xã"
    sort_key = factory.LazyAttribute(lambda commune: commune.slug)
    valid_from = SINCE


class PointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PickUpPoint

    name = factory.Sequence(lambda n: f"Nhà văn hóa thôn {n}")
    slug = factory.Sequence(lambda n: f"nha-van-hoa-thon-{n}")
    kind = PlaceKind.CULTURE_HOUSE
    commune = factory.SubFactory(CommuneFactory)
    address_line = "Thôn Thử"
    opening_hours = "T2–T7 7:00–18:00"
    capacity_parcels = 60


class RunFactory(factory.django.DjangoModelFactory):
    """A run open for orders: cut-off in two days, departs a day later."""

    class Meta:
        model = Run

    code = factory.Sequence(lambda n: f"CH-{n:04d}")
    name = factory.Sequence(lambda n: f"Chuyến {n}")
    province = factory.SubFactory(ProvinceFactory)
    state = RunState.OPEN
    opens_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=5))
    cut_off_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=2))
    departs_at = factory.LazyAttribute(lambda run: run.cut_off_at + datetime.timedelta(days=1))


class RunStopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RunStop

    run = factory.SubFactory(RunFactory)
    point = factory.SubFactory(PointFactory)
    arrives_at = factory.LazyAttribute(lambda stop: stop.run.departs_at + datetime.timedelta(hours=14))
    closes_at = factory.LazyAttribute(lambda stop: stop.arrives_at + datetime.timedelta(hours=4))
    collect_by = factory.LazyAttribute(lambda stop: stop.arrives_at + datetime.timedelta(days=3))
    capacity_parcels = 40


class RunTemplateFactory(factory.django.DjangoModelFactory):
    """A weekly run: Saturday at four, cut-off on Thursday at 17:00."""

    class Meta:
        model = RunTemplate

    code = factory.Sequence(lambda n: f"T{n}")
    name = factory.Sequence(lambda n: f"Chuyến hằng tuần {n}")
    province = factory.SubFactory(ProvinceFactory)
    weekday = 5
    departs_time = datetime.time(4, 0)
    cut_off_days = 2
    cut_off_time = datetime.time(17, 0)


class RunTemplateStopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RunTemplateStop

    template = factory.SubFactory(RunTemplateFactory)
    point = factory.SubFactory(PointFactory)
    arrives_time = datetime.time(7, 30)
    closes_time = datetime.time(11, 0)
    capacity_parcels = 40
