"""Many goods at once, and what sellers take with them."""

from typing import Any

from sellers.models import StockRecord
from shop.records.models import RetentionRule
from tests.security.row import REVIEW, Row, of_seller, pk, public
from tests.security.world import Tenant

OWNER = ("owner",)


def stock(tenant: Tenant) -> dict[str, Any]:
    return {"pk": StockRecord.objects.get(product=tenant.product).pk}


def rule(tenant: Tenant) -> dict[str, Any]:
    return {"pk": RetentionRule.objects.order_by("pk")[0].pk}


def number(tenant: Tenant) -> dict[str, Any]:
    return {"number": tenant.case.number}


def post(name: str, args: Any, answer: Any) -> Row:
    """Something an owner does to what is theirs."""
    return of_seller(name, OWNER, args=args, method="post", answer=answer, other=404)


ROWS = [
    of_seller("seller_centre:imports", OWNER),
    of_seller("seller_centre:import_template", OWNER, args=lambda tenant: {"slug": "thuc-pham", "kind": "csv"}),
    of_seller("seller_centre:import", OWNER, args=pk("import_job"), other=404),
    of_seller("seller_centre:import_choose", OWNER, args=pk("import_job"), method="post", answer=422, other=404),
    of_seller(
        "seller_centre:import_report",
        OWNER,
        args=lambda tenant: {"pk": tenant.import_job.pk, "kind": "csv"},
        other=404,
    ),
    of_seller("seller_centre:import_remove", OWNER, args=pk("import_job"), method="post", answer=302, other=404),
    of_seller("seller_centre:exports", OWNER),
    of_seller("seller_centre:export", OWNER, args=lambda tenant: {"what": "don-hang", "kind": "csv"}),
    of_seller("seller_centre:stock", OWNER),
    post("seller_centre:stock_change", stock, 422),
    post("seller_centre:stock_mark", stock, 302),
    of_seller("seller_centre:stock_history", OWNER, args=stock, other=404),
    of_seller("seller_centre:lots", OWNER),
    of_seller("seller_centre:lot", OWNER, args=pk("lot"), other=404),
    post("seller_centre:lot_change", pk("lot"), 422),
    post("seller_centre:lot_track", pk("lot"), (302, 422)),
    post("seller_centre:lot_recall", pk("lot"), 422),
    post(
        "seller_centre:lot_outcome",
        lambda tenant: {"pk": tenant.recall.lot_id, "notice_pk": tenant.recall.notices.all()[0].pk},
        302,
    ),
    of_seller("seller_centre:lot_labels", OWNER, args=pk("lot"), other=404),
    of_seller("seller_centre:counterfeit", OWNER),
    # The office has not asked this seller, so not even its owner finds the case.
    of_seller("seller_centre:counterfeit_reply", OWNER, args=number, method="post", answer=404, other=404),
    public("counterfeit:new"),
    public("counterfeit:check_lot"),
    Row("counterfeit:receipt", (), args=number, refused=404, refused_visitor=404),
    Row("backoffice:counterfeit_office:desk", REVIEW),
    Row("backoffice:counterfeit_office:case", REVIEW, args=number, other=404),
    Row("backoffice:counterfeit_office:act", REVIEW, 302, args=number, method="post", other=404),
    Row(
        "backoffice:counterfeit_office:picture",
        REVIEW,
        404,
        args=lambda tenant: {"number": tenant.case.number, "pk": 1},
        other=404,
    ),
    # Recalls are not a province's: buyers everywhere may hold the lot.
    Row("backoffice:counterfeit_office:recalls", REVIEW),
    Row("backoffice:counterfeit_office:open_recall", REVIEW, 422, method="post"),
    Row("backoffice:counterfeit_office:recall", REVIEW, args=pk("recall")),
    of_seller("seller_centre:archive_ask", OWNER, method="post", answer=302),
    # A ready archive is tried in tests/shop/records: here there is none.
    of_seller("seller_centre:archive", OWNER, args=lambda tenant: {"token": "khong-co"}, answer=404),
    Row("backoffice:records:rules", ("admin",)),
    Row("backoffice:records:turn", ("admin",), 302, args=rule, method="post"),
]
