"""Hubs, parcels that are looked for, pictures of broken goods."""

from tests.security.hubs import case_of, hub_of, picture_by
from tests.security.row import Row, of_seller

ROWS = [
    Row("counter:hub", ("operator",), 302, args=lambda tenant: {"pk": hub_of(tenant).pk}, other=404),
    Row(
        "counter:hub_scan",
        ("operator",),
        422,
        args=lambda tenant: {"pk": hub_of(tenant).pk, "act": "nhan"},
        method="post",
        other=404,
    ),
    Row("counter:report_missing", ("operator",)),
    Row("driver:report_missing", ("driver",)),
    Row("counter:report_damage", ("operator",)),
    Row("driver:report_damage", ("driver",)),
    Row("counter:damage_picture", ("operator",), args=picture_by("operator"), other=404),
    Row("driver:damage_picture", ("driver",), args=picture_by("driver"), other=404),
    of_seller("seller_centre:damage_picture", args=picture_by("driver"), other=404),
    Row("backoffice:damage_picture", ("admin",), args=picture_by("operator")),
    of_seller("seller_centre:report_missing"),
    Row("backoffice:missing_parcels", ("admin",)),
    Row("backoffice:parcel_case", ("admin",), args=lambda tenant: {"pk": case_of(tenant).pk}),
    Row("backoffice:parcel_case_note", ("admin",), 422, args=lambda tenant: {"pk": case_of(tenant).pk}, method="post"),
    Row("backoffice:parcel_case_close", ("admin",), 422, args=lambda tenant: {"pk": case_of(tenant).pk}, method="post"),
    Row(
        "backoffice:parcel_case_turned_up",
        ("admin",),
        422,
        args=lambda tenant: {"pk": case_of(tenant).pk},
        method="post",
    ),
    Row(
        "backoffice:open_parcel_case",
        ("admin",),
        302,
        data=lambda tenant: {"code": tenant.parcel.code},
        method="post",
    ),
]
ROWS += [
    # Nothing of this order is at the point: the page says so.
    Row(
        "counter:less",
        ("operator",),
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        other=404,
    ),
]
ROWS += [
    Row("counter:hours", ("operator",), args=lambda tenant: {"pk": tenant.point.pk}, other=404),
    Row("backoffice:point_hours", ("admin",), args=lambda tenant: {"pk": tenant.point.pk}),
]
