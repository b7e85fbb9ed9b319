"""Writing listings: what the editor does beside its page; what administrators do about them."""

from sellers.listings.models import TakeDownRequest, WatchedWord
from tests.security.row import Row, of_seller, pk
from tests.security.world import Tenant


def take_down(tenant: Tenant) -> dict[str, int]:
    return {"pk": TakeDownRequest.objects.get(document_no=tenant.canary).pk}


def watched_word(tenant: Tenant) -> dict[str, int]:
    return {"pk": WatchedWord.objects.order_by("pk")[0].pk}


ROWS = [
    Row("backoffice:take_downs", ("admin",)),
    Row("backoffice:take_down", ("admin",), args=take_down),
    Row("backoffice:decide_take_down", ("admin",), 422, args=take_down, method="post"),
    Row("backoffice:watchlist", ("admin",)),
    Row("backoffice:remove_watched_word", ("admin",), 302, args=watched_word, method="post"),
    of_seller("seller_centre:listing_autosave", ("owner",), args=pk("draft"), method="post", other=404),
]
