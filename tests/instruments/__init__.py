"""Tests of the instruments: keys, scoring, bands, what is missing, routing."""
