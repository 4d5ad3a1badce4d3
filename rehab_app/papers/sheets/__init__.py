"""Sheets that are no letters: care plan, instrument, timeline, call sheet, recovery key, the seal of the audit, tables."""
