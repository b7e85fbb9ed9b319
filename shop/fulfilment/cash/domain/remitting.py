"""Cash passes on: one side says what it handed over, the other what it received; only then the ledger moves it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.queries import has_role
from shop.audit.trail import record
from shop.fulfilment.cash.domain.counting import lock_drawer, require_operator
from shop.fulfilment.cash.domain.entries import post_received
from shop.fulfilment.cash.domain.refusals import AlreadyDone, NotEnough, NotYours, TooMuchHeld
from shop.fulfilment.cash.holding import carried_vnd, drawer_vnd, driver_limit
from shop.fulfilment.cash.models import Leg, Remittance, RemittanceState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.money.formatting import vnd
from shop.shipping.models import PickUpPoint


@transaction.atomic
def hand_from_point(
    *,
    point: PickUpPoint,
    operator: User,
    driver: User | None,
    amount_vnd: int,
    nonce: str,
    at: datetime.datetime,
    note: str = "",
) -> Remittance:
    """The operator hands cash to a driver, or (no driver) straight to the treasury.

    Raises NotYours, NotEnough. The same nonce again returns the first.
    """
    locked = lock_drawer(point.pk)
    require_operator(locked, operator)
    known = Remittance.objects.filter(nonce=nonce, point=locked).first()
    if known:
        return known
    if driver and not has_role(driver, Role.DRIVER):
        raise NotYours(_("Người này không còn là tài xế. Chọn người khác."))
    if driver == operator:
        raise NotYours(_("Người giao và người nhận tiền phải là hai người."))
    _require_held(amount_vnd, drawer_vnd(locked.pk))
    leg = Leg.POINT_DRIVER if driver else Leg.POINT_TREASURY
    return _write(
        leg,
        point=locked,
        driver=driver,
        handed_vnd=amount_vnd,
        handed_by=operator,
        handed_at=at,
        nonce=nonce,
        note=note,
    )


@transaction.atomic
def hand_from_driver(*, driver: User, amount_vnd: int, nonce: str, at: datetime.datetime, note: str = "") -> Remittance:
    """A driver hands what they carry to the treasury. Raises NotEnough. The same nonce again returns the first."""
    lock_driver(driver.pk)
    known = Remittance.objects.filter(nonce=nonce, driver=driver, leg=Leg.DRIVER_TREASURY).first()
    if known:
        return known
    _require_held(amount_vnd, carried_vnd(driver.pk))
    return _write(
        Leg.DRIVER_TREASURY,
        driver=driver,
        handed_vnd=amount_vnd,
        handed_by=driver,
        handed_at=at,
        nonce=nonce,
        note=note,
    )


@transaction.atomic
def withdraw(*, remittance: Remittance, actor: User, at: datetime.datetime) -> Remittance:
    """The giver takes back what nobody has confirmed. Raises NotYours, AlreadyDone."""
    locked = lock_remittance(remittance)
    is_giver = actor.pk == locked.driver_id if locked.leg == Leg.DRIVER_TREASURY else False
    if locked.point and not is_giver:
        require_operator(locked.point, actor)
    elif not is_giver:
        raise NotYours(_("Chỉ bên giao mới rút lại được."))
    _require_waiting(locked)
    locked.state = RemittanceState.CANCELLED
    locked.save(update_fields=["state"])
    record(actor=actor, action="cash.withdrawn", subject=locked, at=at)
    return locked


@transaction.atomic
def confirm(*, remittance: Remittance, actor: User, received_vnd: int, at: datetime.datetime) -> Remittance:
    """The taker counts what came; a difference becomes a case of finance. The same confirmation again changes nothing.

    The caller lets only finance confirm for the treasury. Raises NotYours, AlreadyDone, TooMuchHeld.
    """
    locked = lock_remittance(remittance)
    if locked.received_by_id == actor.pk and locked.received_vnd == received_vnd:
        return locked
    _require_waiting(locked)
    _require_taker(locked, actor, received_vnd)
    locked.received_vnd, locked.received_by, locked.received_at = received_vnd, actor, at
    locked.state = RemittanceState.DISPUTED if locked.missing_vnd else RemittanceState.CONFIRMED
    locked.save()
    post_received(locked)
    details = {"handed_vnd": locked.handed_vnd, "received_vnd": received_vnd}
    record(actor=actor, action="cash.received", subject=locked, at=at, details=details)
    return locked


def lock_driver(driver_id: int) -> User:
    """Lock a driver, so that what they carry is counted once."""
    return User.objects.select_for_update(no_key=True).get(pk=driver_id)


def lock_remittance(remittance: Remittance) -> Remittance:
    """Lock the point, then the driver, then the row itself: the order in which givers lock them."""
    if remittance.point_id:
        lock_drawer(remittance.point_id)
    if remittance.driver_id:
        lock_driver(remittance.driver_id)
    rows = Remittance.objects.select_for_update(of=("self",)).select_related("point", "driver", "handed_by")
    return rows.get(pk=remittance.pk)


def _write(leg: Leg, **fields: object) -> Remittance:
    remittance = Remittance.objects.create(leg=leg, **fields)
    details = {"amount_vnd": remittance.handed_vnd}
    actor, at = remittance.handed_by, remittance.handed_at
    record(actor=actor, action="cash.handed", subject=remittance, at=at, reason=remittance.note, details=details)
    return remittance


def _require_held(amount_vnd: int, held_vnd: int) -> None:
    if amount_vnd <= 0:
        raise NotEnough(_("Ghi số tiền lớn hơn 0."))
    if amount_vnd > held_vnd:
        raise NotEnough(
            _("Sổ ghi bạn đang giữ %(held)s, không nộp hơn được. Kiểm quỹ trước.") % {"held": vnd(held_vnd)}
        )


def _require_waiting(remittance: Remittance) -> None:
    if remittance.state != RemittanceState.WAITING:
        raise AlreadyDone(_("Lượt giao tiền này đã xong: %(state)s.") % {"state": remittance.get_state_display()})


def _require_taker(remittance: Remittance, actor: User, received_vnd: int) -> None:
    if actor.pk == remittance.handed_by_id:
        raise NotYours(_("Người giao và người nhận tiền phải là hai người."))
    if remittance.leg != Leg.POINT_DRIVER:
        return
    if actor.pk != remittance.driver_id:
        raise NotYours(_("Lượt giao tiền này ghi tên tài xế khác."))
    limit = driver_limit(actor.pk)
    if limit and balance(AccountKind.CASH_DRIVER, str(actor.pk)) + received_vnd > limit:
        raise TooMuchHeld(
            _("Bạn chỉ được mang nhiều nhất %(limit)s. Nộp quỹ trước, rồi nhận thêm.") % {"limit": vnd(limit)}
        )
