"""Keeping records: the encrypted database, its keys, its history and audit ledger, attachments, snapshots and migrations.

Everything that knows SQLite or PostgreSQL stands here; floors above speak SQLAlchemy or call a service.
"""
