"""Lead times, the planning board, points and messages."""

from django.core.signing import Signer

from shop.communication.models import Message
from shop.shipping.models import Holiday, PointApplication, RunTemplate, RunWatch
from tests.security.row import SIGNED_IN, Row, of_seller, pk, public

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
ROWS += [
    Row("backoffice:run_templates", ("admin",)),
    Row("backoffice:new_run_template", ("admin",)),
    Row(
        "backoffice:run_template",
        ("admin",),
        args=lambda tenant: {"pk": RunTemplate.objects.get(province=tenant.province).pk},
    ),
    Row("backoffice:holidays", ("admin",)),
    Row(
        "backoffice:end_holiday",
        ("admin",),
        302,
        args=lambda tenant: {"pk": Holiday.objects.get(point=tenant.point).pk},
        method="post",
    ),
    Row("backoffice:keep_run", ("admin",), 302, args=pk("run"), method="post"),
    Row("backoffice:call_off_stop", ("admin",), args=lambda tenant: {"pk": tenant.run.pk, "stop_pk": tenant.stop.pk}),
    Row("backoffice:move_stop", ("admin",), args=lambda tenant: {"pk": tenant.run.pk, "stop_pk": tenant.stop.pk}),
]


ROWS += [
    public("storefront:apply_for_point"),
    public("storefront:watch_commune", lambda tenant: {"code": tenant.point.commune_id}),
    public(
        "storefront:confirm_watch",
        lambda tenant: {
            "reference": Signer(salt="run-watch").sign(f"{RunWatch.objects.get(commune=tenant.point.commune).pk}")
        },
    ),
    Row(
        "backoffice:point_application",
        ("admin",),
        args=lambda tenant: {"pk": PointApplication.objects.get(applicant=tenant.people["owner"]).pk},
    ),
]
