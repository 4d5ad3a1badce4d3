"""The audit: who did what and when, in a chain that shows tampering.

Writes, views of a file, prints, exports and sign-ins are entered in the transaction that does them. The head is printed once a
month as a one-line seal to sign; with that paper, rewriting, truncation and roll-back can be found without trusting this PC.
"""
