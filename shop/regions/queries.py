"""Questions about places."""

from __future__ import annotations

from django.db.models import QuerySet

from shop.regions.models import Commune, FormerCommune, Province
from shop.regions.vietnamese import fold


def communes_of(province: Province | str) -> QuerySet[Commune]:
    """Return the communes of a province, in dictionary order."""
    return Commune.objects.filter(province=province, valid_to=None)


def find_communes(text: str, limit: int = 10) -> list[Commune]:
    """Return communes whose present or former name contains the words, with or without marks."""
    folded = fold(text).strip()
    if len(folded) < 2:
        return []
    dashed = folded.replace(" ", "-")
    present = list(Commune.objects.filter(slug__contains=dashed, valid_to=None).select_related("province")[:limit])
    known = {commune.code for commune in present}
    former = FormerCommune.objects.filter(search_key__contains=folded).exclude(commune__in=known)
    for row in former.select_related("commune__province")[: limit * 3]:
        if row.commune_id not in known and len(present) < limit:
            known.add(row.commune_id)
            present.append(row.commune)
    return present


def nearness(commune: Commune) -> dict[str, int]:
    """Return commune code -> distance class from `commune` for its province: 0 itself, 1 same former district,
    2 same former province, 3 same province. Positions are not in the official list, so old districts stand for
    distance.
    """
    mine = list(FormerCommune.objects.filter(commune=commune).values_list("province_name", "district_name"))
    provinces = {province for province, _ in mine}
    districts = set(mine)
    distance = dict.fromkeys(Commune.objects.filter(province=commune.province_id).values_list("code", flat=True), 3)
    rows = FormerCommune.objects.filter(commune__province=commune.province_id)
    for code, province, district in rows.values_list("commune_id", "province_name", "district_name"):
        closeness = 1 if (province, district) in districts else 2 if province in provinces else 3
        distance[code] = min(distance[code], closeness)
    distance[commune.code] = 0
    return distance
