"""Drawers, cash on its way, and what finance does with both."""

from shop.fulfilment.cash.models import Leg
from tests.security.cash import remittance
from tests.security.row import MONEY, Row, pk

ROWS = [
    Row("counter:drawer", ("operator",), args=pk("point"), other=404),
    Row("counter:count_drawer", ("operator",), 422, args=pk("point"), method="post", other=404),
    Row("counter:remit", ("operator",), 422, args=pk("point"), method="post", other=404),
    Row(
        "counter:withdraw_remittance",
        ("operator",),
        302,
        args=lambda tenant: {"pk": tenant.point.pk, "remittance_pk": remittance(Leg.POINT_DRIVER, tenant).pk},
        method="post",
        other=404,
    ),
    Row("driver:cash", ("driver",)),
    Row("driver:remit", ("driver",), 422, method="post"),
    Row(
        "driver:receive_cash",
        ("driver",),
        422,
        args=lambda tenant: {"pk": remittance(Leg.POINT_DRIVER, tenant).pk},
        method="post",
        other=404,
    ),
    Row(
        "driver:withdraw_remittance",
        ("driver",),
        302,
        args=lambda tenant: {"pk": remittance(Leg.DRIVER_TREASURY, tenant).pk},
        method="post",
        other=404,
    ),
    Row(
        "backoffice:receive_cash",
        MONEY,
        302,
        args=lambda tenant: {"pk": remittance(Leg.POINT_TREASURY, tenant).pk},
        method="post",
    ),
    Row(
        "backoffice:settle_cash",
        MONEY,
        302,
        args=lambda tenant: {"pk": remittance(Leg.POINT_TREASURY, tenant).pk},
        method="post",
    ),
    Row("backoffice:settle_variance", MONEY, 302, args=pk("point"), method="post"),
    Row(
        "backoffice:cash_limit",
        MONEY,
        302,
        data=lambda tenant: {"point": tenant.point.pk, "limit": "1.000.000"},
        method="post",
    ),
]
