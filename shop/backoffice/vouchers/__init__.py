"""Vouchers of the market and their sponsors, by finance."""
