"""Servers that some tests need and that no wheel brings."""
