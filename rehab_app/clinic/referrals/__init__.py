"""A client sent to a residential centre: where to, why, with which papers, and what became of it.

A referral goes diajukan, menunggu tempat, diterima, masuk, selesai, kembali, or ends ditolak or batal; each step has its day.
"""
