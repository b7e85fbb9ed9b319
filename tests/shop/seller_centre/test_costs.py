"""A list page costs the same number of queries whatever its length."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellers.models import Partner
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import published, seller_user
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory

pytestmark = pytest.mark.django_db
FRAME = "/kenh-nguoi-ban/nhap-hang/"  # little but what stands around every page


@pytest.fixture
def seller() -> Partner:
    return SellerFactory()


@pytest.fixture
def client(seller: Partner) -> Client:
    client = Client()
    client.force_login(seller_user(seller))
    return client


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "address", ["", "don-hang/", "chuyen/", "chuyen/{run}/", "chuyen/{run}/phieu/", "chuyen/{run}/tem/"]
)
def test_pages_of_orders(client: Client, seller: Partner, address: str) -> None:
    stop = RunStopFactory()
    address = "/kenh-nguoi-ban/" + address.format(run=stop.run.code)
    placed_order(stocked_product(seller=seller), stop=stop)
    few, frame = cost(client, address), cost(client, FRAME)
    for _ in range(3):
        placed_order(stocked_product(seller=seller), stocked_product(seller=seller), stop=stop)

    assert cost(client, address) == few
    assert few <= frame + 16


def test_the_list_of_listings(client: Client, seller: Partner) -> None:
    published(seller=seller)
    few, frame = cost(client, "/kenh-nguoi-ban/san-pham/"), cost(client, FRAME)
    for seed in (2, 3, 4):
        published(seller=seller, seed=seed)

    assert cost(client, "/kenh-nguoi-ban/san-pham/") == few
    assert few <= frame + 6
