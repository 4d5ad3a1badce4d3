"""The section that prints a client's papers from her record."""
