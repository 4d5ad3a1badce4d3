"""The timeline: one client's whole history on one page, her instruments as lines over time above it."""
