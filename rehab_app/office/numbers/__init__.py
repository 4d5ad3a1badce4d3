"""Running numbers: one counter per series and year, taken inside the transaction that uses the number."""
