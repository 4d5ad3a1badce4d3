"""Bina lanjut after rehabilitation: its plan, its visits, and how the client is getting on.

Its outcome is said in SIRENA's words (PP, PTP, TPP, TPTP). Who relapses is registered anew, and the history stays.
"""
