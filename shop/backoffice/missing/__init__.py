"""The desk of missing parcels."""
