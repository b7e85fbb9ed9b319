"""Keyed hashes: the database never holds a voter's phone number, a printed code, or a network's address."""

from __future__ import annotations

import ipaddress

from django.utils.crypto import salted_hmac

from shop.campaign.contests.kiem_phieu import cleaned

SALT = "shop.campaign.contests"
NETWORK_BITS = {4: 24, 6: 48}


def of_phone(contest_id: int, phone: str) -> str:
    """Return the credential of a phone (E.164) in one contest; in another contest it is another."""
    return _keyed(f"phone|{contest_id}|{phone}")


def of_ticket(contest_id: int, code: str) -> str:
    """Return the credential of a printed code."""
    return _keyed(f"ticket|{contest_id}|{cleaned(code)}")


def of_paper(contest_id: int, number: int) -> str:
    """Return the credential of a numbered paper."""
    return _keyed(f"paper|{contest_id}|{number}")


def of_code(credential: str, code: str) -> str:
    """Return the hash of a code that was sent to the phone behind the credential."""
    return _keyed(f"code|{credential}|{code}")


def of_network(address: str) -> str:
    """Return the hash of the network an address (IPv4 or IPv6) belongs to: /24 or /48."""
    try:
        version = ipaddress.ip_address(address).version
        network = str(ipaddress.ip_network(f"{address}/{NETWORK_BITS[version]}", strict=False))
    except ValueError:
        network = address
    return _keyed(f"network|{network}")


def of_device(address: str, agent: str) -> str:
    """Return the hash of a device as far as a browser without a cookie shows it: its address and what it calls itself.

    agent: User-Agent and Accept-Language. Phones of one model behind one address look like one device.
    """
    return _keyed(f"device|{address}|{agent}")


def of_number_block(phone: str) -> str:
    """Return the hash of the thousand numbers a phone (E.164) is one of: SIM cards are bought in rows."""
    return _keyed(f"block|{phone[:-3]}")


def anywhere(phone: str) -> str:
    """Return the hash of a phone for counting the codes sent to it in all contests together."""
    return _keyed(f"sms|{phone}")


def _keyed(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
