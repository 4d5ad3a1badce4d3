"""The first run: a new clinic in five steps, a practice clinic, or data that exists already; and the way in by recovery key."""
