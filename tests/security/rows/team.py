"""People who work for a seller."""

from shop.accounts.models import RoleGrant
from tests.security.row import SIGNED_IN, Row, pk
from tests.security.world import Tenant


def packer(tenant: Tenant) -> dict[str, int]:
    return {"pk": RoleGrant.objects.get(user=tenant.people["packer"]).pk}


ROWS = [
    Row("seller_centre:staff", ("owner",)),
    Row(
        "seller_centre:staff_role",
        ("owner",),
        302,
        args=packer,
        data=lambda tenant: {"vai_tro": "seller_manager"},
        method="post",
        other=404,
    ),
    Row("seller_centre:staff_remove", ("owner",), 302, args=packer, method="post", other=404),
    Row("seller_centre:staff_cancel", ("owner",), 302, args=pk("invitation"), method="post", other=404),
    Row("seller_centre:invitations", SIGNED_IN),
    Row("seller_centre:accept_invitation", (), 302, args=pk("invitation"), method="post", refused=404),
    Row("seller_centre:invitation_link", SIGNED_IN, 404, args=lambda tenant: {"token": "khong-co-that"}),
]
