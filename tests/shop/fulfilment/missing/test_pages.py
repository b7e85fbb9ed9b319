"""The pages of missing parcels and of the hub, as the people there use them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.fulfilment.missing.domain.raising import report
from shop.fulfilment.missing.models import CaseState, ParcelCase
from shop.fulfilment.models import ParcelState
from tests.factories.hubs import hub_with_operator
from tests.factories.people import GrantFactory
from tests.factories.road import a_stop, an_operator, nonce, order_at, pack_up
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def box():
    return pack_up(order_at(a_stop()))[0]


@pytest.mark.parametrize("who", ["driver", "counter", "seller_centre"])
def test_everybody_on_its_way_reports_a_parcel_from_their_menu(box, who: str) -> None:
    seller = GrantFactory(role=Role.SELLER_PACKER, seller=box.seller_order.seller)
    people = {
        "driver": box.run_stop.run.driver,
        "counter": an_operator(box.run_stop.point),
        "seller_centre": seller.user,
    }
    client, page = sign_in(people[who]), reverse(f"{who}:report_missing")
    wrong = client.post(page, {"code": "K-2222-2", "note": "tìm khắp nơi"})
    assert (wrong.status_code, "tìm khắp nơi" in wrong.content.decode()) == (422, True)
    told = client.post(page, {"code": box.code, "note": "đếm thiếu"}, follow=True).content.decode()
    case = ParcelCase.objects.get()
    assert case.number in told and box.seller_order.seller.name in told


def test_the_desk_shows_notes_and_closes_a_case(box) -> None:
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    case = report(code=box.code, note="đếm thiếu", actor=box.run_stop.run.driver, at=timezone.now())
    assert "kiện đang tìm" in admin.get("/quan-tri/").content.decode()
    assert box.code in admin.get(reverse("backoffice:missing_parcels")).content.decode()
    page = reverse("backoffice:parcel_case", args=[case.pk])
    admin.post(reverse("backoffice:parcel_case_note", args=[case.pk]), {"text": "Đã gọi nhà bán"})
    shown = admin.get(page).content.decode()
    assert "Đã gọi nhà bán" in shown and "Võ Minh Khang" in shown
    close = reverse("backoffice:parcel_case_close", args=[case.pk])
    bad = admin.post(close, {"result": "lost", "outcome": "x"})
    assert (bad.status_code, "Ghi kết quả tìm" in bad.content.decode()) == (422, True)
    admin.post(close, {"result": "lost", "outcome": "Nhà bán xác nhận mất"})
    case.refresh_from_db()
    box.refresh_from_db()
    assert (case.state, box.state) == (CaseState.LOST, ParcelState.LOST)
    assert box.code in admin.get(reverse("backoffice:missing_parcels") + "?loc=lost").content.decode()
    assert "Kiện đã thấy lại" in admin.get(page).content.decode()
    turned_up = reverse("backoffice:parcel_case_turned_up", args=[case.pk])
    bad = admin.post(turned_up, {"place": "", "found": "Trong kho ở sau nhà"})
    assert (bad.status_code, "Trong kho ở sau nhà" in bad.content.decode()) == (422, True)
    admin.post(turned_up, {"place": "seller", "found": "Trong kho ở sau nhà"})
    box.refresh_from_db()
    assert box.state == ParcelState.RETURNED
    shown = admin.get(page).content.decode()
    assert "Trong kho ở sau nhà" in shown and "Kiện đã thấy lại" not in shown


def test_the_desk_opens_a_case_where_it_traces_the_parcel(box) -> None:
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    assert "Mở vụ tìm kiện" in admin.get(reverse("backoffice:trace_parcel") + f"?ma={box.code}").content.decode()
    admin.post(reverse("backoffice:open_parcel_case"), {"code": box.code, "note": "khách hỏi"})
    assert ParcelCase.objects.get().notes.get().text == "khách hỏi"


def test_a_hub_takes_in_gives_out_and_shows_what_lies_there(box) -> None:
    hub, keeper = hub_with_operator(box.run_stop.run)
    client = sign_in(keeper)
    assert hub.name in client.get(reverse("counter:home")).content.decode()
    page = reverse("counter:hub_scan", args=[hub.pk, "nhan"])
    shown = client.get(page).content.decode()
    assert "Nhà bán còn giữ 1 kiện" in shown
    told = client.post(page, {"code": box.code, "nonce": nonce()}, follow=True).content.decode()
    assert f"Đã nhận kiện {box.code} vào điểm gom." in told and box.run_stop.run.code in told
    out = client.post(reverse("counter:hub_scan", args=[hub.pk, "giao"]), {"code": box.code, "nonce": nonce()})
    assert (out.status_code, "chưa chốt đơn" in out.content.decode()) == (422, True)


def test_buyers_never_see_a_hub(box, client) -> None:
    hub, _keeper = hub_with_operator(box.run_stop.run)
    assert client.get(hub.get_absolute_url()).status_code == 404
    assert hub.name not in client.get("/diem-nhan/?tinh=56").content.decode()
