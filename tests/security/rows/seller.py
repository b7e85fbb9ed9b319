"""The menu of the seller centre."""

from tests.security.row import of_seller

ROWS = [
    of_seller("seller_centre:menu"),
]
