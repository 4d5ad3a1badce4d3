"""Requests about personal data (UU 27/2022): their clock, the decision with its ground, and lawful erasure at the end of time."""
