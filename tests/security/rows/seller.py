"""The menu of the seller centre, and the edits of shop fronts that reviewers decide about."""

from sellers.shopfront.models import ShopEdit
from tests.security.row import REVIEW, Row, of_seller
from tests.security.world import Tenant


def edit(tenant: Tenant) -> dict[str, int]:
    return {"pk": ShopEdit.objects.get(seller=tenant.seller).pk}


ROWS = [
    of_seller("seller_centre:menu"),
    Row("backoffice:shopfront", REVIEW, args=edit, other=404),
    Row("backoffice:decide_shopfront", REVIEW, 422, args=edit, method="post", other=404),
]
