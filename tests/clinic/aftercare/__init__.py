"""Tests of the room aftercare."""
