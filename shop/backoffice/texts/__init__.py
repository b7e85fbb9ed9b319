"""Questions and replies, waiting to be shown."""
