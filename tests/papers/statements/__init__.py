"""Tests of what clients sign."""
