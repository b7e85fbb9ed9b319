"""Lead times, the planning board, points and messages."""

from tests.security.row import of_seller

ROWS = [
    of_seller("seller_centre:lead_times", who=("owner",)),
]
