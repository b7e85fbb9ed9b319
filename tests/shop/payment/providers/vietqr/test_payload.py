import pytest

from shop.payment.providers.vietqr.payload import NotEncodable, payload

PUBLISHED = (
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
    "530370454061200005802VN62170813ung ho lu lut6304C15C"
)


def test_payload_is_the_published_one() -> None:
    made = payload(bank_bin="970415", account="0011001932418", amount_vnd=120_000, purpose="ung ho lu lut")
    assert made == PUBLISHED


@pytest.mark.parametrize("purpose", ["ủng hộ", "", "x" * 26])
def test_what_banks_cannot_read_is_refused(purpose: str) -> None:
    with pytest.raises(NotEncodable):
        payload(bank_bin="970415", account="0011001932418", amount_vnd=1, purpose=purpose)
