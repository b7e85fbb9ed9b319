"""Market sessions: past ones as the sources printed them, and invented ones to come."""

from __future__ import annotations

import datetime
import re

from shop.campaign.fairs.models import MarketSession
from shop.demo.regions import Places
from shop.demo.tables import rows
from shop.regions.models import Commune
from shop.regions.vietnamese import slug
from shop.shipping.models import Run

SATURDAY = 5


def load_sessions(*, places: Places, today: datetime.date) -> int:
    """Create the missing sessions; return how many were added."""
    added = sum(_past(row, places) for row in rows("fairs"))
    return added + sum(_to_come(row, today) for row in rows("sessions"))


def _past(row: dict[str, str], places: Places) -> bool:
    printed = " – ".join(filter(None, dict.fromkeys([row["start_date"], row["end_date"]])))
    province = places.provinces.get(row["province_2025"])
    _, added = MarketSession.objects.get_or_create(
        slug=slug(row["name_vi"])[:220],
        defaults={
            "name": row["name_vi"],
            "kind": row["type"],
            "place": ", ".join(filter(None, [row["place"], row["commune_district_as_printed"]]))[:200],
            "province": province,
            "commune_id": places.commune_code(
                printed=row["commune_district_as_printed"],
                old_province=row["old_province"],
                province=row["province_2025"],
            ),
            "starts_on": _day(row["start_date"]),
            "ends_on": _day(row["end_date"]),
            "date_as_printed": printed,
            "booths": row["booths"],
            "firms": row["firms"],
            "visitors": row["visitors"],
            "turnover": row["turnover_vnd"],
            "organiser": row["organiser"],
            "note": row["note"],
            "source_url": row["source_url"],
        },
    )
    return added


def _day(printed: str) -> datetime.date | None:
    """Return a day only when the source printed one; a year or month stays text."""
    return datetime.date.fromisoformat(printed) if re.fullmatch(r"\d{4}-\d\d-\d\d", printed) else None


def _to_come(row: dict[str, str], today: datetime.date) -> bool:
    commune = Commune.objects.get(code=row["commune_code"])
    key = f"{slug(row['name_vi'])}"
    if MarketSession.objects.filter(slug=key, starts_on__gte=today).exists():
        return False
    starts_on = _saturday_from(today + datetime.timedelta(days=int(row["days_from_today"]) - 6))
    MarketSession.objects.update_or_create(
        slug=key,
        defaults={
            "name": row["name_vi"],
            "kind": row["kind"],
            "place": row["place"],
            "province_id": commune.province_id,
            "commune": commune,
            "starts_on": starts_on,
            "ends_on": starts_on + datetime.timedelta(days=int(row["length_days"]) - 1),
            "booths": row["booths"],
            "firms": row["firms"],
            "organiser": row["organiser"],
            "note": row["note"],
            "run": Run.objects.filter(stops__point__commune=commune, stops__arrives_at__date=starts_on).first(),
            "is_demo": True,
        },
    )
    return True


def _saturday_from(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=(SATURDAY - day.weekday()) % 7)
