"""The figures page on a real clinic."""
