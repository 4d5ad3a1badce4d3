"""Possible duplicates, merging and parting on screen."""
