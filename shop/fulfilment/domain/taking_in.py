"""A point takes goods in that a buyer gives back: a new parcel that is returning from its first moment."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import NonceTaken, WrongPerson
from shop.fulfilment.domain.packing import HEAVIEST_G, WrongParcels, free_codes
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.order.models import SellerOrder
from shop.shipping.models import PickUpPoint


def take_in(
    *,
    seller_order: SellerOrder,
    point: PickUpPoint,
    operator: User,
    weight_g: int,
    nonce: str,
    reason: str,
    at: datetime.datetime,
) -> Parcel:
    """Write a parcel with a code of its own that waits at a point to go back to its seller.

    From there it goes as what nobody collected does: the driver takes it, or the seller comes for it. The caller holds
    the order's lock. The same nonce again returns the same parcel. Raises WrongPerson, WrongParcels, NonceTaken.
    """
    known = CustodyEvent.objects.filter(nonce=nonce).select_related("parcel").first()
    if known is not None:
        if known.parcel.seller_order_id != seller_order.pk or known.parcel.return_point_id != point.pk:
            raise NonceTaken(_("Lượt này đã ghi cho việc khác. Tải lại trang rồi ghi lại."))
        return known.parcel
    if point.pk not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm %(point)s.") % {"point": point.name})
    if not 1 <= weight_g <= HEAVIEST_G:
        raise WrongParcels(_("Kiện nặng từ 1 gam tới %(most)s kg. Hãy cân lại.") % {"most": HEAVIEST_G // 1000})
    last = Parcel.objects.filter(seller_order=seller_order).aggregate(last=Max("number"))["last"] or 0
    parcel = Parcel.objects.create(
        code=free_codes(1)[0],
        seller_order=seller_order,
        return_point=point,
        number=last + 1,
        weight_g=weight_g,
        state=ParcelState.RETURNING,
        packed_at=at,
        packed_by=operator,
    )
    CustodyEvent.objects.create(
        parcel=parcel, to_state=ParcelState.RETURNING, actor=operator, point=point, nonce=nonce, reason=reason, at=at
    )
    return parcel
