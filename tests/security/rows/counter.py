"""The counter's devices and their sync, and what the office settles."""

from tests.security.row import Row, pk, public

DEVICE = {"refused": 401, "refused_visitor": 401, "without_token": 401}

ROWS = [
    # Nothing of this order was handed over, so even its operator finds nothing to undo.
    Row(
        "counter:undo",
        ("operator",),
        404,
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        method="post",
        other=404,
    ),
    # Nothing of this order is at the point, so its page of several leads back to the order.
    Row(
        "counter:together",
        ("operator",),
        302,
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        other=404,
    ),
    Row("counter:app", ("operator",)),
    public("counter:web_manifest"),
    public("counter:service_worker"),
    Row("counter:devices", ("operator",)),
    Row(
        "counter:enrol",
        ("operator",),
        200,
        method="post",
        data=lambda tenant: {"point": tenant.point.pk, "label": "Máy chị Hoa"},
        other=404,
    ),
    Row("counter:revoke", ("operator",), 302, args=pk("device"), method="post", other=404),
    Row("counter:open_acts", ("operator",)),
    # A session opens none of these: they take a device's token only.
    Row("counter:snapshot", (), **{**DEVICE, "without_token": 405}),
    Row("counter:acts", (), method="post", **DEVICE),
    Row("counter:end_lease", (), method="post", **DEVICE),
    Row("backoffice:counter_acts", ("admin",)),
    Row("backoffice:apply_act", ("admin",), 302, args=pk("act"), method="post"),
    Row("backoffice:dismiss_act", ("admin",), 302, args=pk("act"), method="post"),
    Row(
        "backoffice:revoke_device",
        ("admin",),
        302,
        args=lambda tenant: {"pk": tenant.point.pk, "device_pk": tenant.device.pk},
        method="post",
    ),
]
