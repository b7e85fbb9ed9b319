"""Tax withheld from household and individual sellers, by finance."""
