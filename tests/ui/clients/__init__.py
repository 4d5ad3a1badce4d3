"""Tests of the clients' screens against a real clinic."""
