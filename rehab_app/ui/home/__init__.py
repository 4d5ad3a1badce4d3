"""Today: whose sessions are due, and what waits for whom and why."""
