"""Tests of the room tat."""
