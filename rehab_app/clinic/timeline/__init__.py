"""One client's whole history on one page, read from all rooms: what happened, when, and by whom.

Nothing is stored here. Instrument scores become lines over time, the same for screen and paper.
"""
