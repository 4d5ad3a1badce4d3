"""Asesmen terpadu: the request of the penyidik, the team, the conclusion and recommendation, and the duty to report.

The course of compulsory clients from the request until the duty to report (wajib lapor) has ended.
"""
