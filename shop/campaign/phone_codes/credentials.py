"""Keyed hashes for counting: the database never holds the phone number or the network that asked for a code."""

from __future__ import annotations

import ipaddress

from django.utils.crypto import salted_hmac

SALT = "shop.campaign.contests"  # of when only contests sent codes; another would part answers from their network
NETWORK_BITS = {4: 24, 6: 48}


def of_network(address: str) -> str:
    """Return the hash of the network an address (IPv4 or IPv6) belongs to: /24 or /48."""
    try:
        version = ipaddress.ip_address(address).version
        network = str(ipaddress.ip_network(f"{address}/{NETWORK_BITS[version]}", strict=False))
    except ValueError:
        network = address
    return keyed(f"network|{network}")


def anywhere(phone: str) -> str:
    """Return the hash of a phone (E.164) for counting the codes sent to it in the whole campaign."""
    return keyed(f"sms|{phone}")


def keyed(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
