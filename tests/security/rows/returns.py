"""Requests to return goods: the buyer's link, the seller's centre, the point, the desk."""

from tests.security import returns
from tests.security.row import Row, of_seller

DESK = ("reviewer", "finance", "admin")
BUYERS = {"other": 404, "refused": 404, "refused_visitor": 404}

ROWS = [
    Row("checkout:returns", ("buyer",), args=returns.order, **BUYERS),
    Row("checkout:return", ("buyer",), args=returns.of_buyer, **BUYERS),
    Row("checkout:return_picture", ("buyer",), args=returns.picture_of_buyer, **BUYERS),
    of_seller("seller_centre:returns"),
    of_seller("seller_centre:return", args=returns.number, other=404),
    of_seller("seller_centre:return_picture", args=returns.picture, other=404),
    of_seller(
        "seller_centre:return_act",
        ("owner",),
        answer=302,
        args=returns.number,
        method="post",
        data=lambda tenant: {"viec": "tu-choi", "loi": "Không"},
        other=404,
    ),
    Row("point_returns:home", ("operator",)),
    # The code opens a request at its own point only; elsewhere it is unknown.
    Row(
        "point_returns:find",
        ("operator",),
        302,
        method="post",
        data=lambda tenant: {"ma": returns.request(tenant).code},
        other=422,
    ),
    # Whoever knows the number alone is sent to ask the buyer for the code.
    Row("point_returns:show", ("operator",), 302, args=returns.number, other=404),
    Row("point_returns:take_goods", ("operator",), 302, args=returns.number, method="post", other=404),
    Row("point_returns:pay_cash", ("operator",), 302, args=returns.number, method="post", other=404),
    Row("point_returns:fetched", ("operator",), 302, args=returns.parcel, method="post", other=404),
    Row("backoffice:returns", DESK),
    Row("backoffice:return", DESK, args=returns.number, other=404),
    Row("backoffice:return_picture", DESK, args=returns.picture, other=404),
    Row("backoffice:decide_return", ("reviewer", "admin"), 422, args=returns.number, method="post", other=404),
    Row("backoffice:return_transferred", ("finance", "admin"), 422, args=returns.number, method="post"),
    Row("backoffice:return_terms", DESK),
    Row("backoffice:edit_return_terms", ("admin",), args=lambda tenant: {"code": "damaged"}),
]
