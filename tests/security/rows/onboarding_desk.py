"""Requirements, and what reviewers do beyond deciding."""

from sellers.onboarding.models import Requirement
from tests.security.row import REVIEW, Row, pk, slug
from tests.security.world import Tenant


def requirement(tenant: Tenant) -> dict[str, int]:
    return {"pk": Requirement.objects.filter(is_required=True).order_by("pk").first().pk}


def food_paper(tenant: Tenant) -> dict[str, int]:
    return {
        "pk": tenant.application.pk,
        "requirement_pk": Requirement.objects.get(document_kind="food_safety").pk,
    }


def measure(tenant: Tenant) -> dict[str, object]:
    return {"slug": tenant.seller.slug, "pk": tenant.measure.pk}


REASON = "Hàng không rõ nguồn gốc"

ROWS = [
    Row("backoffice:requirements", ("admin",)),
    Row("backoffice:new_requirement", ("admin",)),
    Row("backoffice:requirement", ("admin",), args=requirement),
    Row("backoffice:retire_requirement", ("admin",), 302, args=requirement, method="post"),
    Row(
        "backoffice:waive",
        REVIEW,
        302,
        args=food_paper,
        data=lambda tenant: {"ly_do": "Hàng chưa chế biến, không cần giấy"},
        method="post",
        other=404,
    ),
    Row(
        "backoffice:assign",
        REVIEW,
        302,
        args=pk("application"),
        data=lambda tenant: {"viec": "nhan"},
        method="post",
        other=404,
    ),
    Row(
        "backoffice:begin_measure",
        REVIEW,
        422,
        args=slug("seller"),
        data=lambda tenant: {"ly_do": REASON},
        method="post",
        other=404,
    ),
    Row("backoffice:confirm_measure", REVIEW, 302, args=measure, method="post", other=404),
    Row(
        "backoffice:cancel_measure",
        REVIEW,
        302,
        args=measure,
        data=lambda tenant: {"ly_do": REASON},
        method="post",
        other=404,
    ),
    Row("backoffice:bank_changes", ("reviewer", "finance", "admin")),
    Row(
        "backoffice:decide_bank_change",
        ("reviewer", "finance", "admin"),
        302,
        args=pk("bank_change"),
        method="post",
        other=404,
    ),
    Row("seller_centre:standing", ("owner",)),
    Row("seller_centre:ask_bank_change", ("owner",), 422, method="post"),
    Row("seller_centre:withdraw_bank_change", ("owner",), 302, args=pk("bank_change"), method="post", other=404),
    Row("seller_centre:close_shop", ("owner",), 422, method="post"),
    Row("backoffice:reveal_identity", REVIEW, args=pk("application"), method="post", other=404),
    Row("backoffice:sent_paper", REVIEW, args=pk("sent_paper"), other=404),
    Row(
        "backoffice:judge_sent_paper",
        REVIEW,
        302,
        args=pk("sent_paper"),
        data=lambda tenant: {"ket_qua": "dat"},
        method="post",
        other=404,
    ),
    Row("seller_centre:papers", ("owner",)),
    Row("backoffice:desk_figures", REVIEW),
    Row("backoffice:replies", REVIEW),
    Row("backoffice:remove_reply", REVIEW, 302, args=pk("reply"), method="post"),
]
