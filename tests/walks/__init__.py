"""Walks through the program by keyboard alone, each with the time that a trained hand would take."""
