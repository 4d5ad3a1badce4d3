"""The office's closed days: holidays of the year, and what the office itself opens or closes."""
