"""The seller centre."""

from tests.security.row import of_seller, pk

ROWS = [
    of_seller("seller_centre:today"),
    of_seller("seller_centre:choose", method="post", data=lambda tenant: {"seller": tenant.seller.pk}, answer=302),
    of_seller("seller_centre:orders"),
    of_seller("seller_centre:order", args=lambda tenant: {"number": tenant.part.number}, other=404),
    of_seller(
        "seller_centre:order_confirm",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=302,
        other=404,
    ),
    of_seller(
        "seller_centre:order_pack",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=(302, 422),
        other=404,
    ),
    of_seller(
        "seller_centre:order_labels", args=lambda tenant: {"number": tenant.order.seller_orders.get().number}, other=404
    ),
    of_seller(
        "seller_centre:order_delivered",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=302,
        other=404,
    ),
    of_seller("seller_centre:runs"),
    of_seller("seller_centre:run", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller(
        "seller_centre:run_confirm", args=lambda tenant: {"code": tenant.run.code}, method="post", answer=302, other=404
    ),
    of_seller("seller_centre:run_list", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller("seller_centre:run_labels", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller("seller_centre:listings", ("owner",)),
    of_seller("seller_centre:listing_new", ("owner",)),
    of_seller("seller_centre:listing", ("owner",), args=pk("draft"), other=404),
    of_seller("seller_centre:money", ("owner",)),
]
