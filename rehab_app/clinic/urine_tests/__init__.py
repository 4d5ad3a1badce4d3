"""Urine tests: kit, lot and expiry, who watched, and a result for each parameter of the panel.

A result is Negatif, Positif, Invalid or Tidak diperiksa. A prescribed medicine that explains a positive is written beside it and
changes no result.
"""
