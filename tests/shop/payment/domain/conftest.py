from typing import Any

import pytest

from tests.factories.payments import set_up_transfers


@pytest.fixture(autouse=True)
def transfers(settings: Any) -> None:
    set_up_transfers(settings)
