"""Money goes to the old account until two different people have confirmed the new one."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sellers.models import Partner
from sellers.standing.domain.bank_changes import ChangeRefused, ask, confirm, refuse, withdraw
from sellers.standing.models import BankChange, BankChangeState
from shop.accounts.enums import Role
from shop.audit.trail import trail_of
from shop.communication.models import Message
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def seller() -> Partner:
    return SellerFactory(bank_bin="970405", bank_account="111111", bank_holder="HTX CU")


@pytest.fixture
def change(seller: Partner) -> BankChange:
    owner = GrantFactory(role=Role.SELLER_OWNER, seller=seller).user
    return ask(seller=seller, bank_bin="970436", bank_account="222222", bank_holder="HTX MOI", by=owner, at=NOW)


def account(seller: Partner) -> tuple[str, str, str]:
    stored = Partner.objects.get(pk=seller.pk)
    return stored.bank_bin, stored.bank_account, stored.bank_holder


def test_two_people_change_the_account_and_one_does_not(seller: Partner, change: BankChange) -> None:
    first, second = UserFactory(), UserFactory()
    assert "222222" not in Message.objects.get(template="bank_change_asked").body
    confirm(change_id=change.pk, by=first, at=NOW)
    assert account(seller) == ("970405", "111111", "HTX CU")
    with pytest.raises(ChangeRefused, match="người khác"):
        confirm(change_id=change.pk, by=first, at=NOW)
    confirm(change_id=change.pk, by=second, at=NOW)
    assert account(seller) == ("970436", "222222", "HTX MOI")
    assert Message.objects.filter(template="bank_change_confirmed").count() == 1
    acts = [event.action for event in trail_of(seller)]
    assert acts == ["bank_change.asked", "bank_change.first", "bank_change.confirmed"]


def test_neither_the_asker_nor_staff_of_the_seller_confirm(seller: Partner, change: BankChange) -> None:
    manager = GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user
    for person in (change.asked_by, manager):
        with pytest.raises(ChangeRefused, match="làm cho gian hàng"):
            confirm(change_id=change.pk, by=person, at=NOW)


def test_the_database_itself_wants_two_people(change: BankChange) -> None:
    one = UserFactory()
    for wrong in ({"first_by": one, "second_by": one}, {"state": "confirmed", "first_by": one}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankChange.objects.filter(pk=change.pk).update(**wrong)


def test_a_refusal_needs_a_reason_and_keeps_the_old_account(seller: Partner, change: BankChange) -> None:
    with pytest.raises(ChangeRefused, match="10 ký tự"):
        refuse(change_id=change.pk, reason="không", by=UserFactory(), at=NOW)
    refuse(change_id=change.pk, reason="Chủ gian hàng không xin đổi", by=UserFactory(), at=NOW)
    assert account(seller)[1] == "111111"
    with pytest.raises(ChangeRefused, match="đã được xử lý"):
        confirm(change_id=change.pk, by=UserFactory(), at=NOW)


def test_one_change_at_a_time(seller: Partner, change: BankChange) -> None:
    again = {"bank_bin": "970436", "bank_account": "333333", "bank_holder": "HTX", "by": change.asked_by, "at": NOW}
    with pytest.raises(ChangeRefused, match="Rút lần đó"):
        ask(seller=seller, **again)
    withdraw(change_id=change.pk, by=change.asked_by, at=NOW)
    assert ask(seller=seller, **again).state == BankChangeState.PENDING


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_are_a_first_and_a_second(seller: Partner, change: BankChange) -> None:
    people, barrier = [UserFactory(), UserFactory()], threading.Barrier(2)

    def act(number: int) -> None:
        barrier.wait()
        try:
            confirm(change_id=change.pk, by=people[number], at=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    change.refresh_from_db()
    assert {change.first_by, change.second_by} == set(people)
    assert account(seller)[1] == "222222"
