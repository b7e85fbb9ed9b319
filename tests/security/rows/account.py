"""The buyer's own pages."""

from tests.security.row import SIGNED_IN, Row, pk

ROWS = [
    Row("customer:orders", SIGNED_IN),
    Row("customer:profile", SIGNED_IN),
    Row("customer:privacy", SIGNED_IN),
    Row("customer:export", SIGNED_IN),
    Row("customer:delete", SIGNED_IN),
    # Reviewing needs a delivered order: of A's people only the buyer has one.
    Row("customer:review", SIGNED_IN, (200, 403), other=403, args=pk("product")),
]
