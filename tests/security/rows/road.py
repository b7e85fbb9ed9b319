"""The counter and the driver."""

from tests.security.row import Row, pk

ROWS = [
    Row("counter:home", ("operator",)),
    Row("counter:stop", ("operator",), args=pk("stop"), other=404),
    Row("counter:find", ("operator",), (302, 422), args=pk("stop"), method="post", other=404),
    Row("counter:receive", ("operator",), (302, 422), args=pk("stop"), method="post", other=404),
    # No parcel of this stop is on its way back, so even its operator finds none.
    Row("counter:give_back", ("operator",), 404, args=pk("stop"), method="post", other=404),
    Row("counter:manifest", ("operator",), args=pk("frozen_stop"), other=404),
    Row(
        "counter:order",
        ("operator",),
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        other=404,
    ),
    Row(
        "counter:prove",
        ("operator",),
        (302, 422),
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        method="post",
        other=404,
    ),
    Row("driver:home", ("driver",)),
    Row("driver:run", ("driver",), args=pk("run"), other=404),
    Row(
        "driver:scan",
        ("driver",),
        (200, 302, 422),
        args=lambda tenant: {"pk": tenant.run.pk, "act": "len-xe"},
        method="post",
        other=404,
    ),
    Row("driver:depart", ("driver",), (302, 422), args=pk("run"), method="post", other=404),
    Row(
        "driver:arrive",
        ("driver",),
        (302, 422),
        args=lambda tenant: {"pk": tenant.run.pk, "stop_pk": tenant.stop.pk},
        method="post",
        other=404,
    ),
    Row("driver:close", ("driver",), (302, 422), args=pk("run"), method="post", other=404),
]
