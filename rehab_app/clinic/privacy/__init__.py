"""What a client asks of the clinic under UU 27/2022, and what became of it: access, correction, erasure, objection.

A request has a clock of 3 x 24 hours and a decision with its ground. A medical record is kept for 25 years after the last visit
(Permenkes 24/2022), whatever is asked.
"""
