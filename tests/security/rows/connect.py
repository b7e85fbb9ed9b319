"""Opening a Stripe account: owners only, and only where it is switched on."""

from tests.security.row import of_seller

ROWS = [of_seller("seller_centre:connect", ("owner",), answer=404, method="post")]
