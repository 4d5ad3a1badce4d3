"""Sheets that are no letters: the recovery key, the seal of the audit, and tables on landscape paper."""
