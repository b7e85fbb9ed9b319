"""The desk of returns: decide between buyer and seller, watch the duty to pay back, set the terms."""
