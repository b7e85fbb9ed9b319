"""Requirements, and what reviewers do beyond deciding."""

from sellers.onboarding.models import Requirement
from tests.security.row import REVIEW, Row
from tests.security.world import Tenant


def requirement(tenant: Tenant) -> dict[str, int]:
    return {"pk": Requirement.objects.filter(is_required=True).order_by("pk").first().pk}


def food_paper(tenant: Tenant) -> dict[str, int]:
    return {
        "pk": tenant.application.pk,
        "requirement_pk": Requirement.objects.get(document_kind="food_safety").pk,
    }


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
]
