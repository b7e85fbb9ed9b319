"""Pick-up points."""

from __future__ import annotations

from shop.accounts.phones import parse_mobile
from shop.demo.tables import rows
from shop.regions.vietnamese import slug
from shop.shipping.domain.hours import read_words
from shop.shipping.models import OpeningSpan, PickUpPoint


def load_points() -> dict[str, PickUpPoint]:
    """Create the missing points of data/points.csv; return key -> point."""
    phones = {row["key"]: row["phone"] for row in rows("people")}
    points = {}
    for row in rows("points"):
        points[row["key"]], added = PickUpPoint.objects.get_or_create(
            slug=slug(row["name"]),
            defaults={
                "name": row["name"],
                "kind": row["kind"],
                "commune_id": row["commune_code"],
                "address_line": row["address_line"],
                "phone": parse_mobile(phones[row["operator"]]),
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "opening_hours": row["opening_hours"],
                "capacity_parcels": int(row["capacity_parcels"]),
                "fee_vnd": int(row["fee_vnd"]),
                "is_demo": True,
            },
        )
        if added:
            OpeningSpan.objects.bulk_create(
                OpeningSpan(point=points[row["key"]], weekday=day, opens=opens, closes=closes)
                for day, spans in read_words(row["opening_hours"]).items()
                for opens, closes in spans
            )
    return points
