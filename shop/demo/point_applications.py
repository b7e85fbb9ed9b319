"""A shopkeeper of the demo market who wants to run a pick-up point."""

from __future__ import annotations

import datetime

from shop.accounts.models import User
from shop.demo.tables import rows
from shop.shipping.domain.applying import apply
from shop.shipping.models import PointApplication

SENT_BEFORE = datetime.timedelta(hours=20)


def load_point_applications(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Send the applications of data/point_applications.csv that were not sent before."""
    for row in rows("point_applications"):
        person = people[row["applicant"]]
        if PointApplication.objects.filter(applicant=person).exists():
            continue
        application = PointApplication(
            name=row["name"],
            kind=row["kind"],
            commune_id=row["commune_code"],
            address_line=row["address_line"],
            opening_hours=row["opening_hours"],
            capacity_parcels=int(row["capacity_parcels"]),
            note=row["note"],
            is_demo=True,
        )
        apply(application=application, applicant=person, at=now - SENT_BEFORE)
