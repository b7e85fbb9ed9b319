"""The books, by finance: trial balance, accounts, closing of months."""
