"""What the work of the seller centre adds in other rooms: the telephone list."""

from tests.security import centre
from tests.security.row import REVIEW, Row

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
]
