"""Places of the demo market: provinces by name, and the present commune of a name printed before July 2025."""

from __future__ import annotations

from functools import cached_property

from shop.regions.loading import load_regions
from shop.regions.models import Commune, FormerCommune, Province
from shop.regions.vietnamese import fold

PRINTED_PROVINCES = {"Thừa Thiên Huế": "Huế"}
PREFIXES = {"tp": "thanh pho", "tx": "thi xa"}


def ensure_regions() -> None:
    """Load provinces and communes when there are none."""
    if not Commune.objects.exists():
        load_regions()


class Places:
    """Lookups that read the tables once."""

    @cached_property
    def provinces(self) -> dict[str, Province]:
        """Present provinces by short name."""
        return {province.name: province for province in Province.objects.all()}

    @cached_property
    def _former(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        rows = FormerCommune.objects.order_by("code", "commune_id")
        for province, district, name, commune in rows.values_list(
            "province_name", "district_name", "name", "commune_id"
        ):
            found.setdefault((fold(province), fold(name)), []).append((fold(district), commune))
        return found

    @cached_property
    def _present(self) -> dict[tuple[str, str], str]:
        rows = Commune.objects.values_list("province__name", "name", "code")
        return {(province, fold(name)): code for province, name, code in rows}

    def commune_code(self, *, printed: str, old_province: str, province: str) -> str | None:
        """Return the commune a printed name ("xã An Hải, huyện Ninh Phước") stands in today.

        None when only a district or nothing was printed, or the name is not in the official lists.
        """
        name, _, district = printed.partition(",")
        if not name or (name.split()[0].lower() in {"huyện", "tp", "tx", "thị"} and "trấn" not in name):
            return None
        return self._from_former(name, district, old_province) or self._present.get((province, fold(name.strip())))

    def _from_former(self, name: str, district: str, old_province: str) -> str | None:
        province = PRINTED_PROVINCES.get(old_province, old_province)
        rows = self._former.get((fold(province), fold(name.strip())), [])
        wanted = _district_key(district)
        for printed_district, code in rows:
            if not wanted or printed_district == wanted:
                return code
        return None


def _district_key(district: str) -> str:
    first, _, rest = fold(district.strip()).partition(" ")
    return f"{PREFIXES.get(first, first)} {rest}".strip()
