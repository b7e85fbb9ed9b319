"""Ordering for villagers: operators, each at own points."""

from tests.security.row import Row, pk

ROWS = [
    Row("assisted:begin", ("operator",)),
    Row("assisted:gather", ("operator",), args=pk("assisted"), other=404),
    *(
        Row(f"assisted:{act}", ("operator",), 422, args=pk("assisted"), method="post", other=404)
        for act in ("add", "change", "choose", "ask", "place")
    ),
    Row("assisted:voucher", ("operator",), 302, args=pk("assisted"), method="post", other=404),
    # Nothing was placed, so there is no paper even for its operator.
    Row("assisted:paper", ("operator",), 404, args=pk("assisted"), other=404),
]
