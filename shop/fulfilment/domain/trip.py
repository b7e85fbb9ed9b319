"""A run on the road: departs, arrives at each stop, ends. Its driver acts."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.domain.custody import WrongPerson, WrongTime
from shop.fulfilment.models import Parcel, ParcelState
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunStop


class StillOnBoard(WrongTime):
    """Parcels are with the driver, so the run cannot end."""


@transaction.atomic
def depart(*, run: Run, driver: User, at: datetime.datetime) -> Run:
    """Send a frozen run on its way; a run that left stays as it is. Raises WrongPerson, WrongTime."""
    locked = _own(run, driver)
    if locked.state in {RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED}:
        return locked
    if locked.state != RunState.FROZEN:
        raise WrongTime(_("Chuyến %(run)s chưa chốt đơn nên chưa xuất phát được.") % {"run": locked.code})
    from shop.fulfilment.tasks import tell_departure

    tell_departure.defer(run_id=locked.pk)
    return _set(locked, RunState.DEPARTED, driver, "run.departed", at)


@transaction.atomic
def arrive(*, run_stop: RunStop, driver: User, at: datetime.datetime) -> Run:
    """Note that the run reached a stop; at the last one the run has arrived. Raises WrongPerson, WrongTime."""
    run = _own(run_stop.run, driver)
    if run.state not in {RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED}:
        raise WrongTime(_("Hãy bấm xuất phát trước, rồi mới ghi tới điểm."))
    run.stops.filter(pk=run_stop.pk, arrived_at=None).update(arrived_at=at)
    if run.state == RunState.DEPARTED and not run.stops.filter(arrived_at=None, called_off_at=None).exists():
        return _set(run, RunState.ARRIVED, driver, "run.arrived", at)
    return run


@transaction.atomic
def close(*, run: Run, driver: User, at: datetime.datetime) -> Run:
    """End a run that was at every stop and has given every parcel to a point; for one that is missing a case is open.

    Raises WrongPerson, WrongTime, StillOnBoard.
    """
    locked = _own(run, driver)
    if locked.state == RunState.CLOSED:
        return locked
    if locked.state != RunState.ARRIVED:
        raise WrongTime(_("Chuyến chưa tới hết các điểm. Ghi tới từng điểm rồi kết thúc."))
    on_board = Parcel.objects.filter(run_stop__run=locked, state=ParcelState.WITH_DRIVER)
    left = on_board.filter(is_searched=False).count()
    if left:
        raise StillOnBoard(
            _("Còn %(n)d kiện trên xe. Nhờ điểm nhận quét hết, hoặc báo thiếu kiện, rồi kết thúc.") % {"n": left}
        )
    return _set(locked, RunState.CLOSED, driver, "run.closed", at)


def _own(run: Run, driver: User) -> Run:
    locked = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.driver_id != driver.pk:
        raise WrongPerson(_("Chuyến %(run)s không phải chuyến của bạn.") % {"run": locked.code})
    return locked


def _set(run: Run, state: RunState, driver: User, action: str, at: datetime.datetime) -> Run:
    run.state = state
    run.save(update_fields=["state"])
    record(actor=driver, action=action, subject=run, at=at)
    return run
