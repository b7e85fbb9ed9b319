"""Paying in advance, providers' messages, and what finance sees of money."""

from tests.security import centre
from tests.security.row import MONEY, Row, of_seller, order_link, public

ROWS = [
    # The tenants' orders are paid in cash, so their buyer is led back to the order.
    Row("checkout:pay", ("buyer",), 302, args=order_link, other=404, refused=404, refused_visitor=404),
    Row(
        "checkout:pay_go", ("buyer",), 302, args=order_link, method="post", other=404, refused=404, refused_visitor=404
    ),
    Row(
        "checkout:pay_qr",
        (),
        args=lambda tenant: {"number": tenant.order.number, "pk": tenant.order.payments.get().pk},
        refused=404,
        refused_visitor=404,
    ),
    Row(
        "checkout:pay_qr_file",
        (),
        args=lambda tenant: {"number": tenant.order.number, "pk": tenant.order.payments.get().pk},
        refused=404,
        refused_visitor=404,
    ),
    # A provider that is not set up listens to nobody; messages of one that is are tested with their signatures.
    public("payment:webhook", lambda tenant: {"code": "vietqr"}, method="post", answer=404, without_token=404),
    public("demo:bank", answer=404),
    of_seller("seller_centre:order_transfer", ("owner",), args=centre.part, method="post", answer=422, other=404),
    Row("backoffice:receipts", MONEY),
    Row("backoffice:dispute", MONEY, 404, args=lambda tenant: {"pk": 1}),
    Row("backoffice:receipt", MONEY, 404, args=lambda tenant: {"pk": 1}),
    Row("backoffice:event_seen", MONEY, 302, args=lambda tenant: {"pk": 1}, method="post"),
    Row("backoffice:refunds", MONEY),
    Row("backoffice:refund_done", MONEY, 404, args=lambda tenant: {"pk": 1}, method="post"),
    Row("backoffice:refund_by_bank", MONEY, 404, args=lambda tenant: {"pk": 1}, method="post"),
    Row("backoffice:statements", MONEY),
    Row("backoffice:statement", MONEY, 404, args=lambda tenant: {"pk": 1}),
]
