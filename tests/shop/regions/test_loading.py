import pytest

from shop.regions.loading import load_regions
from shop.regions.models import Commune, Province
from shop.regions.queries import find_communes, nearness


@pytest.fixture
def regions(db) -> None:
    load_regions()


def test_loading_twice_keeps_the_official_counts(regions) -> None:
    load_regions()
    kinds = Commune.objects.values_list("kind", flat=True)
    counts = {kind: sum(1 for value in kinds if value == kind) for kind in set(kinds)}
    assert (Province.objects.count(), counts) == (34, {"xã": 2621, "phường": 687, "đặc khu": 13})


@pytest.mark.parametrize("typed", ["An Hải", "an hai", "AN HẢI"])
def test_a_former_commune_finds_the_present_one(regions, typed: str) -> None:
    assert "Xã Phước Dinh" in {commune.name for commune in find_communes(typed, limit=40)}


def test_nearness_puts_the_old_district_before_the_old_province(regions) -> None:
    distance = nearness(Commune.objects.get(code="22900"))
    by_name = dict(Commune.objects.filter(province="56").values_list("name", "code"))
    found = [distance[by_name[name]] for name in ("Xã Phước Hà", "Xã Cà Ná", "Xã Ninh Hải", "Phường Bắc Nha Trang")]
    assert found == [0, 1, 2, 3]
