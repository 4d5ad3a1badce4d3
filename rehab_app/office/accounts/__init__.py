"""The people who sign in: name, titles, roles, and which key slot is theirs.

An account never holds a passphrase; that opens a key slot outside the database. A retired account keeps its name in history.
"""
