"""Lead times, the planning board, points and messages."""

from shop.communication.models import Message
from tests.security.row import SIGNED_IN, Row, of_seller, public

ROWS = [
    of_seller("seller_centre:lead_times", who=("owner",)),
    Row("customer:notices", SIGNED_IN),
    Row("customer:push_device", SIGNED_IN, refused_visitor=404),
    Row("customer:push_off", SIGNED_IN, 302, method="post"),
    public("customer:push_worker"),
    Row("backoffice:messages", ("admin",)),
    Row(
        "backoffice:send_again",
        ("admin",),
        302,
        args=lambda tenant: {"pk": Message.objects.get(key=f"order-placed:{tenant.order.number}:buyer").pk},
        method="post",
    ),
]
