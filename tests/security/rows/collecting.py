"""More time at the point, no-shows and the rule about them."""

from shop.fulfilment.collecting.models import NoShow, NoShowRule
from tests.security.row import Row, public

ROWS = [
    public("storefront:collecting"),
    Row(
        "checkout:extend",
        ("buyer",),
        args=lambda tenant: {"number": tenant.order.number, "stop": tenant.stop.pk},
        other=404,
        refused=404,
        refused_visitor=404,
    ),
    Row("backoffice:no_shows", ("admin",)),
    Row(
        "backoffice:lift_no_show",
        ("admin",),
        422,
        args=lambda tenant: {"pk": NoShow.objects.get(order=tenant.order).pk},
        method="post",
    ),
    Row("backoffice:no_show_rule", ("admin",), 422, method="post"),
    Row(
        "backoffice:end_no_show_rule",
        ("admin",),
        302,
        args=lambda tenant: {"pk": NoShowRule.objects.get(basis=tenant.canary).pk},
        method="post",
    ),
]
