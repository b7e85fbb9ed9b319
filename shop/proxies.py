"""Whose address a request counts for, when it comes through a proxy of ours.

Limits per network, the fraud checks of votes and surveys and the payment providers ask for REMOTE_ADDR. Behind nginx
that would be nginx's own address for everybody; it is the visitor's only if the proxy that says so is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


def behind(proxies: Sequence[str], application: WsgiApplication) -> WsgiApplication:
    """Return the application as requests from these proxies (addresses or networks) should meet it.

    The last address in X-Forwarded-For that is no proxy of ours becomes REMOTE_ADDR. Anybody else's header is not
    believed.
    """
    if not proxies:
        return application
    wrapped: WsgiApplication = wrap_wsgi_with_proxy_headers(application, trusted_hosts=list(proxies))
    return wrapped
