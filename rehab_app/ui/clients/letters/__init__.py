"""The section of the letters that were issued about a client: looked at, and printed again from the same bytes."""
