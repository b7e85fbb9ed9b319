"""Keyed hashes: the database never holds a voter's phone number, a printed code, or a network's address."""

from __future__ import annotations

from shop.campaign.contests.kiem_phieu import cleaned
from shop.campaign.phone_codes.credentials import keyed


def of_phone(contest_id: int, phone: str) -> str:
    """Return the credential of a phone (E.164) in one contest; in another contest it is another."""
    return keyed(f"phone|{contest_id}|{phone}")


def of_ticket(contest_id: int, code: str) -> str:
    """Return the credential of a printed code."""
    return keyed(f"ticket|{contest_id}|{cleaned(code)}")


def of_paper(contest_id: int, number: int) -> str:
    """Return the credential of a numbered paper."""
    return keyed(f"paper|{contest_id}|{number}")


def of_code(credential: str, code: str) -> str:
    """Return the hash of a code that was sent to the phone behind the credential."""
    return keyed(f"code|{credential}|{code}")


def of_device(address: str, agent: str) -> str:
    """Return the hash of a device as far as a browser without a cookie shows it: its address and what it calls itself.

    agent: User-Agent and Accept-Language. Phones of one model behind one address look like one device.
    """
    return keyed(f"device|{address}|{agent}")


def of_number_block(phone: str) -> str:
    """Return the hash of the thousand numbers a phone (E.164) is one of: SIM cards are bought in rows."""
    return keyed(f"block|{phone[:-3]}")
