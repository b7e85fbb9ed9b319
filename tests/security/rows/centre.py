"""What the work of the seller centre adds in other rooms: the telephone list, changes of orders."""

from tests.security import centre
from tests.security.row import REVIEW, Row, of_seller

ROWS = [
    Row("backoffice:calls", REVIEW),
    Row(
        "backoffice:call_outcome",
        REVIEW,
        302,
        args=centre.call,
        data=lambda tenant: {"ket_qua": "reached"},
        method="post",
        other=404,
    ),
    Row("checkout:amendment", ("buyer",), 200, args=centre.amendment, other=404, refused=404, refused_visitor=404),
    of_seller("seller_centre:order_amend", args=centre.part, other=404),
    of_seller("seller_centre:order_amend_withdraw", args=centre.part, method="post", answer=302, other=404),
]
