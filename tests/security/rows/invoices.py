"""Data of e-invoices: owners of sellers, and finance."""

from tests.security.row import MONEY, Row, of_seller

ROWS = [
    of_seller("seller_centre:invoices", ("owner",)),
    of_seller("seller_centre:invoices_file", ("owner",), args=lambda tenant: {"kind": "json"}),
    Row("backoffice:invoices", MONEY),
    Row("backoffice:invoices_file", MONEY, args=lambda tenant: {"kind": "json"}),
]
