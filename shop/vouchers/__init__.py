"""Vouchers: codes that take something off, who bears it, and how often they were used."""
