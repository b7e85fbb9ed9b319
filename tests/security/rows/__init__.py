"""Who may reach what, a file per room: each has a list ROWS."""
