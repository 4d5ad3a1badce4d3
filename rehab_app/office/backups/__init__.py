"""Backups: one file that holds the whole clinic, sealed as it stands on the disk, opened and counted before it is called good.

A backup opens with the passphrases and the recovery key that were valid when it was made; nothing in it can be read without one
of them. From here the clinic is restored, upgraded by a newer program, and given a new data key; each of these works on a copy,
verifies it, swaps it in at once, and keeps what stood there before.
"""
