"""Who we serve: one person for life, under one No. Rekam Medis, with her identity, her family and her contacts.

A person comes back after a relapse, often under another spelling, so before anybody is registered the likely matches are shown.
Identity papers may be missing and a NIK may contradict a birth date: both are noted, neither keeps anyone from care.
"""
