"""The keys of the store: one random data key, wrapped once for each account and once for the printed recovery key.

Whoever knows a passphrase, or holds the recovery sheet, gets the data key out of the slots file; everything
else is derived from it. Failed sign-ins are kept beside it in a list that cannot be shortened unnoticed.
"""
