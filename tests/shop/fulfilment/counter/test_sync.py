"""The sync API as a device meets it: leases, the snapshot, acts, wrong and stolen devices."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from shop.accounts.models import RoleGrant
from shop.audit.models import AuditEvent
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.domain.settling import StillRefused, apply_again, dismiss
from shop.fulfilment.models import ActOutcome, CodeAttempt, CounterAct, CounterDevice, HandOver, LeaseState, OfflineCode
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.domain.codes import reveal
from shop.order.models import PickUpCode
from tests.factories.counters import a_device, giving, hand_over_act
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, carry, order_at
from tests.sign_in import sign_in

SNAPSHOT, ACTS, END = ("/diem-truc/dong-bo/ban-chup/", "/diem-truc/dong-bo/viec/", "/diem-truc/dong-bo/ket-thuc/")
TOKEN = "khoa"


@pytest.fixture
def stop():
    return a_stop()


@pytest.fixture
def operator(stop):
    return an_operator(stop.point)


@pytest.fixture
def device(stop, operator):
    return a_device(stop.point, operator, token="khoa")


def ask(path: str, body=None, token: str = TOKEN, **headers):
    client = Client(headers={"Authorization": f"Bearer {token}", **headers}, enforce_csrf_checks=True)
    return client.get(path) if body is None else client.post(path, json.dumps(body), content_type="application/json")


def send(*acts, token: str = TOKEN, clock: datetime.datetime | None = None):
    body = {"clock": (clock or timezone.now()).isoformat(), "acts": list(acts)}
    return ask(ACTS, body, token).json()


def outcomes(answered) -> list[tuple[str, str]]:
    return [(answer["outcome"], answer["cause"]) for answer in answered["answers"]]


@pytest.mark.django_db
def test_the_snapshot_has_the_open_runs_and_the_least_about_buyers(stop, device) -> None:
    order = order_at(stop, sellers=2, buyer_name="Nguyễn Thị Thanh Hạnh", note="bí mật")
    carry(order)
    other = order_at(a_stop(), buyer_name="Người Xã Khác")
    carry(other)
    answer = ask(SNAPSHOT)
    (shown,) = answer.json()["stops"]
    (row,) = shown["orders"]
    assert (row["number"], row["name"], row["phone"], row["done"]) == (order.number, "Nguyễn T. T. Hạnh", "678", None)
    assert [(part["state"], part["cash_vnd"]) for part in row["parts"]] == [("at_point", 98_000)] * 2
    text = answer.content.decode()
    digits = reveal(PickUpCode.objects.get(order=order))
    for secret in (order.buyer_phone, "Thanh", "bí mật", "Xã Khác", other.number, digits, order.token):
        assert secret not in json.dumps(json.loads(text), ensure_ascii=False)
    raw = hashlib.pbkdf2_hmac("sha256", digits.encode(), base64.b64decode(shown["salt"]), shown["iterations"], 16)
    assert row["code"] == base64.b64encode(raw).decode()
    assert OfflineCode.objects.get().slow_hash == row["code"]
    again = ask(SNAPSHOT, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_runs_that_still_take_orders_are_not_on_the_device(stop, device) -> None:
    order_at(stop)
    assert ask(SNAPSHOT).json()["stops"] == []


@pytest.mark.django_db
def test_an_act_is_applied_once_and_answered_again(stop, device) -> None:
    order = order_at(stop)
    carry(order)
    act = giving(order, stop, 1)
    assert outcomes(send(act)) == outcomes(send(act)) == [("applied", "")]
    assert HandOver.objects.get().nonce == act["nonce"]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 98_000
    assert outcomes(send(act | {"cash_vnd": 1})) == [("foreign", "nonce")]


@pytest.mark.django_db
def test_the_devices_clock_is_set_right(stop, device) -> None:
    order = order_at(stop)
    carry(order)
    wrong = timezone.now() - datetime.timedelta(days=400)
    act = giving(order, stop, 1, at=(wrong - datetime.timedelta(hours=2)).isoformat())
    send(act, clock=wrong)
    ago = timezone.now() - HandOver.objects.get().at
    assert datetime.timedelta(hours=2) <= ago < datetime.timedelta(hours=2, minutes=5)


@pytest.mark.django_db
def test_whatever_cannot_be_applied_waits_for_a_person_with_its_cause(stop, device, operator) -> None:
    order, ready, gone = order_at(stop), order_at(stop), order_at(stop)
    for one in (ready, gone):
        carry(one)
    first = giving(ready, stop, 1)
    answered = send(
        first,
        giving(ready, stop, 2),
        giving(gone, stop, 3, cash_vnd=1),
        giving(gone, stop, 4, parcels=["K-2222-2"]),
        hand_over_act("CP-26-000000", stop.pk, 5),
        giving(order, stop, 6),
        {"nonce": "u" * 32, "seq": 7, "kind": "undo", "at": timezone.now().isoformat(), "of": "z" * 32},
        giving(gone, stop, 7),
        {"nonce": "r" * 32, "seq": 8, "kind": "received", "at": timezone.now().isoformat(), "parcel": "K-2222-2"},
        {"nonce": "kind", "kind": "burn"},
    )
    assert outcomes(answered) == [
        ("applied", ""),
        ("conflict", "already"),
        ("conflict", "cash"),
        ("conflict", "parcels"),
        ("conflict", "unknown"),
        ("waiting", "not_ready"),
        ("waiting", "not_come"),
        ("conflict", "sequence"),
        ("conflict", "parcel"),
        ("unreadable", "kind"),
    ]
    assert CounterAct.objects.exclude(outcome="applied").filter(settled_at=None).count() == 8
    page = sign_in(operator).get("/diem-truc/can-doi-chieu/").content.decode()
    assert page.count("tag bad") == 6
    assert page.count("tag warn") == 2


@pytest.mark.django_db
def test_an_act_that_waits_goes_through_when_what_it_needs_has_come(stop, device) -> None:
    order = order_at(stop)
    (box,) = carry(order, to_point=False)
    give = giving(order, stop, 2)
    undo = {"nonce": "u" * 32, "seq": 3, "kind": "undo", "at": give["at"], "of": give["nonce"]}
    scan = {"nonce": "s" * 32, "seq": 1, "kind": "received", "at": give["at"], "parcel": box.code}
    assert outcomes(send(undo)) == [("waiting", "not_come")]
    assert outcomes(send(give)) == [("waiting", "not_ready")]
    assert outcomes(send(scan)) == [("applied", "")]
    assert not CounterAct.objects.filter(outcome="waiting", settled_at=None).exists()
    box.refresh_from_db()
    assert (box.state, balance(AccountKind.CASH_DRAWER, str(stop.point_id))) == ("at_point", 0)


@pytest.mark.django_db
def test_failed_attempts_are_kept_once(stop, device) -> None:
    act = {"nonce": "f" * 32, "seq": 1, "kind": "failed_attempt", "at": timezone.now().isoformat()}
    send(act | {"typed": "bam", "why": "unknown"})
    send(act | {"typed": "bam", "why": "unknown"})
    assert CodeAttempt.objects.get().outcome == "unknown"


@pytest.mark.django_db
def test_enrolling_takes_an_operator_and_a_second_device_takes_over_openly(stop, operator) -> None:
    client = sign_in(operator)
    form = {"point": stop.point_id, "label": "Máy một"}
    first = client.post("/diem-truc/may/ghi-danh/", form).json()["token"]
    refused = client.post("/diem-truc/may/ghi-danh/", form)
    assert (refused.status_code, "Máy một" in refused.json()["error"]) == (409, True)
    second = client.post("/diem-truc/may/ghi-danh/", {**form, "label": "Máy hai", "take_over": "1"}).json()["token"]
    assert ask(SNAPSHOT, token=second).status_code == 200
    old = ask(SNAPSHOT, token=first)
    assert (old.status_code, old.json()["lease"]["state"]) == (403, "draining")
    order = order_at(stop)
    carry(order)
    drained = send(giving(order, stop, 1), token=first)
    assert (outcomes(drained), drained["lease"]["state"]) == ([("applied", "")], "draining")
    assert ask(END, {}, token=first).json()["lease"]["state"] == "ended"
    assert not CounterDevice.objects.filter(token_digest__in=[first, second]).exists()
    stranger = sign_in(an_operator(a_stop().point))
    assert stranger.post("/diem-truc/may/ghi-danh/", form).status_code == 404


@pytest.mark.django_db
def test_a_stolen_device_sees_nothing_and_what_it_sends_is_not_believed(stop, device, operator) -> None:
    order = order_at(stop)
    carry(order)
    leases.revoke(device=device, actor=operator, reason="mất máy", at=timezone.now())
    assert (ask(SNAPSHOT).status_code, ask(SNAPSHOT, token="đoán").status_code) == (403, 401)
    answered = send(giving(order, stop, 1))
    assert (outcomes(answered), answered["lease"]["state"]) == ([("conflict", "lease")], "revoked")
    assert not HandOver.objects.exists()
    act, admin = CounterAct.objects.get(), UserFactory()
    apply_again(act=act, actor=admin, at=timezone.now(), note="Hoa xác nhận đã giao")
    act.refresh_from_db()
    assert (act.outcome, act.settled_by, HandOver.objects.get().operator) == (ActOutcome.APPLIED, admin, operator)
    assert AuditEvent.objects.filter(action="counter_act.applied", actor=admin).exists()


@pytest.mark.django_db
def test_a_device_sees_nothing_once_its_operator_or_its_time_is_over(stop, device, operator) -> None:
    CounterDevice.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert ask(SNAPSHOT).json()["lease"]["state"] == "expired"
    CounterDevice.objects.update(lease_until=timezone.now() + datetime.timedelta(hours=1))
    assert ask(SNAPSHOT).status_code == 200
    RoleGrant.objects.filter(user=operator).delete()
    assert ask(SNAPSHOT).json()["lease"]["state"] == "expired"
    order = order_at(stop)
    carry(order)
    assert outcomes(send(giving(order, stop, 1))) == [("conflict", "refused")]


@pytest.mark.django_db
def test_a_device_cannot_hand_over_at_another_point(stop, device) -> None:
    elsewhere = a_stop()
    order = order_at(elsewhere)
    carry(order)
    assert outcomes(send(giving(order, elsewhere, 1))) == [("conflict", "unknown")]
    assert not HandOver.objects.exists()


@pytest.mark.django_db
def test_a_person_settles_cash_that_differs_or_sets_the_act_aside(stop, device) -> None:
    order, twice, admin = order_at(stop), order_at(stop), UserFactory()
    carry(order)
    carry(twice)
    send(giving(order, stop, 1, cash_vnd=90_000), giving(twice, stop, 2), giving(twice, stop, 3))
    short, again = CounterAct.objects.filter(outcome="conflict").order_by("sequence")
    with pytest.raises(StillRefused, match="Phải thu đúng"):
        apply_again(act=short, actor=admin, at=timezone.now())
    apply_again(act=short, actor=admin, at=timezone.now(), as_due=True)
    with pytest.raises(StillRefused, match="đã giao"):
        apply_again(act=again, actor=admin, at=timezone.now())
    dismiss(act=again, actor=admin, note="bấm hai lần", at=timezone.now())
    assert not CounterAct.objects.filter(settled_at=None).exclude(outcome="applied").exists()
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 196_000


@pytest.mark.django_db
def test_a_slip_that_two_devices_report_is_put_right_once_and_the_other_says_so(stop, device, operator) -> None:
    order, mended, admin = order_at(stop), order_at(stop), UserFactory()
    carry(order)
    carry(mended)
    send(giving(order, stop, 1, cash_vnd=90_000), giving(mended, stop, 2, cash_vnd=1))
    CounterDevice.objects.update(state=LeaseState.DRAINING)
    a_device(stop.point, operator, token="moi")
    send(giving(order, stop, 1, cash_vnd=90_000), giving(mended, stop, 2), token="moi")
    assert open_causes() == ["cash", "already", "cash"]

    apply_again(act=CounterAct.objects.filter(order=order)[0], actor=admin, at=timezone.now(), as_due=True)

    assert open_causes() == ["already", "already"]
    assert "Không giao lần nữa" in CounterAct.objects.filter(order=order, settled_at=None).get().told
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 196_000


def open_causes() -> list[str]:
    rows = CounterAct.objects.filter(settled_at=None).exclude(outcome="applied")
    return list(rows.order_by("device__enrolled_at", "device", "sequence").values_list("cause", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, [], {"acts": {}, "clock": "x"}, {"acts": [], "clock": "2026-11-26T10:00:00"}])
def test_a_body_that_is_none_is_refused(stop, device, body) -> None:
    assert ask(ACTS, body).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_one_point_give_one_order_once() -> None:
    """Both confirmed the order without network and reach the server at the same moment, each twice."""
    stop = a_stop()
    operator = an_operator(stop.point)
    order = order_at(stop)
    carry(order)
    a_device(stop.point, operator, token="mot", state=LeaseState.DRAINING)
    a_device(stop.point, operator, token="hai")
    acts = {token: giving(order, stop, 1) for token in ("mot", "hai")}
    barrier, answers, faults = threading.Barrier(4), [], []

    def sync(token: str) -> None:
        try:
            barrier.wait(timeout=20)
            answers.append((token, *outcomes(send(acts[token], token=token))))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=sync, args=[token]) for token in ("mot", "hai", "mot", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert HandOver.objects.count() == 1
    assert sorted(outcome for _, (outcome, _) in set(answers)) == ["applied", "conflict"]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 98_000
