"""What clients and those who answer for them sign: consent, statements, the pledge to report, the receipt of papers.

Each module turns the facts of one paper into a document. The same paper without facts is a form to fill in by hand.
"""
