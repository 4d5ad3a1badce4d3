"""The section of the instruments: what was measured when, filled in, continued, corrected, printed, and its course over time."""
