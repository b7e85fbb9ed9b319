import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from shop.ledger.domain.posting import PostedDifferently, Side, Unbalanced, post, reverse
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, Entry, Transaction
from shop.ledger.queries import balance

DUE = AccountKind.BUYER_DUE
PENDING = AccountKind.SELLER_PENDING


def placed(key: str = "order-placed:1", amount: int = 98_000) -> Transaction:
    sides = [Side(DUE, "1", amount), Side(PENDING, "7", -amount)]
    return post(business_key=key, kind="order-placed", sides=sides, occurred_at=timezone.now(), order_number="1")


@pytest.mark.django_db
def test_post_writes_both_sides() -> None:
    placed()
    assert (balance(DUE, "1"), balance(PENDING, "7")) == (98_000, -98_000)


@pytest.mark.django_db
def test_post_again_under_one_key_writes_nothing() -> None:
    assert placed() == placed()
    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_post_again_with_other_sides_is_refused() -> None:
    placed()
    with pytest.raises(PostedDifferently):
        placed(amount=1)


@pytest.mark.django_db
def test_post_refuses_sides_that_do_not_sum_to_zero() -> None:
    with pytest.raises(Unbalanced):
        post(business_key="x", kind="x", sides=[Side(DUE, "1", 5)], occurred_at=timezone.now())
    assert not Transaction.objects.exists()


@pytest.mark.django_db
def test_reverse_brings_every_account_back_to_zero_once() -> None:
    first = placed()
    for _ in range(2):
        reverse(transaction=first, business_key="order-cancelled:1", occurred_at=timezone.now())
    assert (balance(DUE, "1"), balance(PENDING, "7"), Transaction.objects.count()) == (0, 0, 2)


@pytest.mark.django_db(transaction=True)
def test_database_refuses_an_unbalanced_transaction_at_commit() -> None:
    account = Account.objects.create(code="buyer_due:9", kind=DUE, key="9")
    with pytest.raises(IntegrityError), transaction.atomic():
        row = Transaction.objects.create(business_key="y", kind="y", occurred_at=timezone.now())
        Entry.objects.create(transaction=row, account=account, amount_vnd=5)
    assert not Transaction.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entry SET amount_vnd = amount_vnd + 1", "DELETE FROM ledger_entry"]
)
def test_database_refuses_to_change_or_delete_entries(statement: str) -> None:
    placed()
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert balance(DUE, "1") == 98_000
