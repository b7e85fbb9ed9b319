"""Basket, checkout, and the pages a link opens."""

from tests.security.row import Row, order_link, pk, public

ROWS = [
    public("basket:summary"),
    public("basket:add", pk("product")),
    public("basket:update", method="post", answer=302),
    public("basket:remove", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:accept", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:save_for_later", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:restore", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:voucher", method="post", answer=422),
    public("basket:voucher_remove", method="post", answer=302),
    public("checkout:checkout", answer=302, without_token=409),
    public("checkout:lookup"),
    # Without the link's token only the buyer's own account opens an order; others cannot tell that it exists.
    Row("checkout:order", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row(
        "checkout:order_qr",
        ("buyer",),
        args=lambda tenant: {"number": tenant.order.number, "stop": tenant.stop.pk},
        other=404,
        refused=404,
        refused_visitor=404,
    ),
    Row("checkout:contract", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row("checkout:contract_file", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row("checkout:add", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row(
        "checkout:cancel",
        ("buyer",),
        302,
        args=order_link,
        method="post",
        other=404,
        refused=404,
        refused_visitor=404,
    ),
    # The link of a complaint carries a token; the number alone opens nothing, not even for its sender.
    Row(
        "support:complaint",
        (),
        args=lambda tenant: {"number": tenant.complaint.number},
        refused=404,
        refused_visitor=404,
    ),
]
