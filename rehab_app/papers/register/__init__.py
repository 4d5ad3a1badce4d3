"""Issued letters: each number once, its day, its addressee, and the very bytes that were printed.

The subject line holds initials only. A letter that was issued is never rendered again: a reprint gives back the kept bytes.
"""
