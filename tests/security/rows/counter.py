"""The counter's app, its devices and their sync."""

from tests.security.row import Row

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
]
