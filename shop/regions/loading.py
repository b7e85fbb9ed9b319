"""Load provinces, communes and former communes from the checked-in tables."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

from django.db import transaction

from shop.regions.models import Commune, FormerCommune, Province
from shop.regions.vietnamese import fold, slug, sort_key

DATA = Path(__file__).parent / "data"
IN_FORCE_SINCE = datetime.date(2025, 7, 1)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@transaction.atomic
def load_regions() -> tuple[int, int, int]:
    """Insert or update everything; return how many provinces, communes and former communes there are."""
    provinces = [_province(row) for row in _rows("provinces_34.csv")]
    Province.objects.bulk_create(
        provinces,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["full_name", "name", "slug", "kind", "former_names", "sort_key"],
    )
    communes = [_commune(row) for row in _rows("communes.csv")]
    Commune.objects.bulk_create(
        communes,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["province", "name", "slug", "kind", "sort_key"],
    )
    former = {(row["old_code"], row["new_code"]): _former(row) for row in _rows("communes_before_2025.csv")}
    FormerCommune.objects.bulk_create(former.values(), ignore_conflicts=True)
    return len(provinces), len(communes), len(former)


def _province(row: dict[str, str]) -> Province:
    return Province(
        code=row["code"],
        full_name=row["name_full"],
        name=row["name_short"],
        slug=slug(row["name_short"]),
        kind=row["type"],
        former_names=[name.strip() for name in row["former_provinces"].split(";") if name.strip()],
        sort_key=sort_key(row["name_short"]),
        valid_from=IN_FORCE_SINCE,
    )


def _commune(row: dict[str, str]) -> Commune:
    bare = row["name"][len(row["type"]) :].strip()
    return Commune(
        code=row["code"],
        province_id=row["province_code"],
        name=row["name"],
        slug=slug(row["name"]),
        kind=row["type"],
        sort_key=sort_key(bare),
        valid_from=IN_FORCE_SINCE,
    )


def _former(row: dict[str, str]) -> FormerCommune:
    return FormerCommune(
        province_name=row["old_province"],
        district_name=row["old_district"],
        name=row["old_commune"],
        code=row["old_code"],
        search_key=fold(f"{row['old_commune']} {row['old_district']} {row['old_province']}"),
        commune_id=row["new_code"],
    )
