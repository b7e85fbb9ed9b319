import pytest

from shop.accounts.enums import Role
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/quan-tri/don-hang/", "/quan-tri/nguoi-ban/", "/quan-tri/tin-dang/", "/tim-kiem/"]
)
def test_null_in_a_search_is_left_out(address: str) -> None:
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    response = client.get(f"{address}?q=toi%00den")
    assert response.status_code == 200
    assert "toiden" in response.content.decode()


@pytest.mark.django_db
def test_null_in_a_form_is_left_out() -> None:
    user = GrantFactory(role=Role.ADMINISTRATOR).user
    client = sign_in(user)
    assert client.post("/tai-khoan/ho-so/", {"full_name": "Vũ\x00 Khôi"}).status_code == 302
    user.refresh_from_db()
    assert user.full_name == "Vũ Khôi"
