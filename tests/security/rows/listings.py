"""Writing listings: what the editor does beside its page."""

from tests.security.row import of_seller, pk

ROWS = [
    of_seller("seller_centre:listing_autosave", ("owner",), args=pk("draft"), method="post", other=404),
]
