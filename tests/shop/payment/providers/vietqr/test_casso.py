"""The vendor's published example verifies; whatever is changed in it does not."""

import datetime
from typing import Any

import pytest

from shop.payment.providers.base import Incoming, NotGenuine
from shop.payment.providers.vietqr.notifiers.casso import HEADER, CassoNotifier, verify

KEY = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs"
SIGNED = (
    "t=1727948258788,v1=ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7"
    "dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3"
)
DATA: dict[str, Any] = {
    "id": 0,
    "reference": "MA_GIAO_DICH_THU_NGHIEM",
    "description": "giao dich thu nghiem",
    "amount": 599000,
    "runningBalance": 25000000,
    "transactionDateTime": "2024-10-03 15:06:37",
    "accountNumber": "88888888",
    "bankName": "VPBank",
    "bankAbbreviation": "VPB",
    "virtualAccountNumber": "",
    "virtualAccountName": "",
    "counterAccountName": "NGUYEN VAN A",
    "counterAccountNumber": "8888888888",
    "counterAccountBankId": "970415",
    "counterAccountBankName": "VietinBank",
}
AT = datetime.datetime.fromtimestamp(1727948258, tz=datetime.UTC)


def test_the_published_example_is_genuine() -> None:
    verify(header=SIGNED, message={"error": 0, "data": DATA}, secret=KEY, at=AT)


@pytest.mark.parametrize(
    ("header", "data", "secret", "at"),
    [
        (SIGNED, {**DATA, "amount": 600000}, KEY, AT),
        (SIGNED, DATA, "another", AT),
        (SIGNED, DATA, "", AT),
        ("", DATA, KEY, AT),
        (SIGNED[:-1] + "0", DATA, KEY, AT),
        (SIGNED, DATA, KEY, AT + datetime.timedelta(minutes=6)),
        (SIGNED, DATA, KEY, AT - datetime.timedelta(minutes=6)),
    ],
)
def test_a_changed_or_old_one_is_not(header: str, data: dict[str, Any], secret: str, at: datetime.datetime) -> None:
    with pytest.raises(NotGenuine):
        verify(header=header, message={"error": 0, "data": data}, secret=secret, at=at)


def test_what_we_sign_says_what_came() -> None:
    notifier = CassoNotifier()
    body, headers = notifier.signed(transfer=DATA, secret=KEY, at=AT)
    assert set(headers) == {HEADER}
    notice = notifier.read(incoming=Incoming(headers=headers, query={}, body=body), secret=KEY, at=AT)[0]
    assert notice.key == "88888888:MAGIAODICHTHUNGHIEM"
    assert notice.fact is not None and notice.fact.amount_vnd == 599_000  # type: ignore[union-attr]
    assert notice.fact.payer == "8888888888 NGUYEN VAN A VietinBank"  # type: ignore[union-attr]
