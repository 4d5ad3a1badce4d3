"""The schedule on a real clinic."""
