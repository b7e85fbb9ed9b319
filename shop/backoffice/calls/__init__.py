"""The telephone list: sellers who did not confirm in time."""
