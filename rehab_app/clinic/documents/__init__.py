"""The papers of a client: what was handed in and given back, scans and photographs, and the kartu lapor diri.

A scan is kept as an encrypted attachment; the record names it by its digest. The card is given after the assessment
(PP 25/2011 Pasal 10) and counts for two masa perawatan.
"""
