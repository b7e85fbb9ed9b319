"""Who holds an application while it waits: decisions are made by the one who looks at it, never in one's own case."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.models import Partner
from sellers.onboarding.domain.transitions import move
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.models import User
from shop.accounts.queries import seller_ids
from shop.audit.trail import record


class AlreadyDecided(Exception):
    """Somebody else was faster; the message says who did what, when."""


class HeldByAnother(AlreadyDecided):
    """A colleague looks at it; whoever wants to decide takes it over first."""

    def __init__(self, application: SellerApplication) -> None:
        super().__init__(
            _("Hồ sơ này đang do %(who)s xem. Bấm Nhận xem nếu bạn xét thay.") % {"who": application.assignee}
        )


class OwnCase(Exception):
    """People do not judge their own application, nor that of a seller they work for; the message says so."""


def locked(application_id: int) -> SellerApplication:
    """Lock an application that waits for a decision. Raises AlreadyDecided."""
    application = SellerApplication.objects.select_for_update(of=("self",)).get(pk=application_id)
    if not application.is_waiting:
        raise AlreadyDecided(_already(application))
    return application


def _already(application: SellerApplication) -> str:
    if application.decided_at is None or application.reviewer is None:
        return _("Người nộp đang sửa hồ sơ này. Hãy chờ họ gửi lại.")
    words = {
        "state": application.get_state_display(),
        "who": application.reviewer,
        "at": timezone.localtime(application.decided_at).strftime("%H:%M %d/%m/%Y"),
    }
    return _("Hồ sơ đã được %(who)s xử lý (%(state)s) lúc %(at)s. Tải lại trang để xem.") % words


def hold(application: SellerApplication, *, by: User, at: datetime.datetime) -> None:
    """Make sure that this reviewer holds a locked application, taking a free one. Raises HeldByAnother, OwnCase."""
    refuse_own_case(application, by)
    if application.assignee_id not in {None, by.pk}:
        raise HeldByAnother(application)
    if application.state == ApplicationState.SUBMITTED or application.assignee_id is None:
        assign(application, by, by=by, at=at, action="application.taken")


def refuse_own_case(application: SellerApplication, by: User) -> None:
    """Raise OwnCase when the reviewer applied, or works for a seller with the same tax code."""
    works_for = Partner.objects.filter(pk__in=seller_ids(by)).exclude(tax_code="")
    if application.applicant_id == by.pk or works_for.filter(tax_code=application.tax_code).exists():
        raise OwnCase(_("Đây là hồ sơ của chính bạn hoặc của nơi bạn làm. Hãy để người khác xét."))


def assign(application: SellerApplication, to: User, *, by: User, at: datetime.datetime, action: str) -> None:
    refuse_own_case(application, to)
    details = {"what": str(to)} if to != by else {}
    if application.state == ApplicationState.SUBMITTED:
        move(application=application, to=ApplicationState.IN_REVIEW, action=action, by=by, at=at, details=details)
    elif application.assignee_id != to.pk:
        record(actor=by, action=action, subject=application, at=at, details=details)
    application.assignee, application.taken_at = to, at
    application.save(update_fields=["state", "assignee", "taken_at", "updated_at"])
