"""The letters page on a real clinic."""
