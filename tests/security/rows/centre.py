"""What the work of the seller centre adds in other rooms: the telephone list, changes of orders."""

from tests.security import centre
from tests.security.row import REVIEW, SIGNED_IN, Row, of_seller, pk, public, slug

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
    Row("customer:ask", SIGNED_IN, args=pk("product")),
    of_seller("seller_centre:answers", ("owner",)),
    of_seller(
        "seller_centre:answer_question",
        ("owner",),
        args=centre.question,
        data=lambda tenant: {"noi_dung": "Còn hàng nhé."},
        method="post",
        answer=302,
        other=404,
    ),
    of_seller(
        "seller_centre:reply_review",
        ("owner",),
        args=centre.review,
        data=lambda tenant: {"noi_dung": "Cảm ơn bạn."},
        method="post",
        answer=302,
        other=404,
    ),
    Row("backoffice:texts", REVIEW),
    Row("backoffice:decide_question", REVIEW, (302, 422), args=centre.question, method="post", other=404),
    Row("backoffice:decide_reply", REVIEW, (302, 422), args=centre.reply, method="post", other=404),
    of_seller("seller_centre:sales", ("owner",)),
    of_seller("seller_centre:sales_file", ("owner",), args=lambda tenant: {"form": "csv"}),
    of_seller("seller_centre:holidays", ("owner",)),
    of_seller("seller_centre:holiday_back", ("owner",), args=centre.holiday, method="post", answer=302, other=404),
    of_seller("seller_centre:shopfront", ("owner",)),
    of_seller("seller_centre:shopfront_drop", ("owner",), args=centre.picture, method="post", answer=302, other=404),
    of_seller("seller_centre:poster", ("owner",)),
    public("storefront:product_card", pk("product")),
    public("storefront:seller_card", slug("seller")),
]
