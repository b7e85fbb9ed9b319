"""A request counts for the visitor's address when our proxy says so, and for the sender's when anybody else does."""

import pytest

from shop.proxies import behind


def seen(trusted: list[str], peer: str, forwarded: str | None) -> str:
    """Return the address the application sees."""
    environ = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})
    return b"".join(behind(trusted, lambda environ, _start: [environ["REMOTE_ADDR"].encode()])(environ, None)).decode()


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", None, "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first one was made up
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),  # two proxies of ours
        (["127.0.0.1"], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ([], "127.0.0.1", "203.0.113.9", "127.0.0.1"),
    ],
)
def test_the_address_is_taken_from_our_own_proxies_alone(
    trusted: list[str], peer: str, forwarded: str | None, address: str
) -> None:
    assert seen(trusted, peer, forwarded) == address
