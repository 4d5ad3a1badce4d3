"""Backups on the screen: make one, see which were proved, and restore one after seeing what it changes."""
